"""Twitch chat over IRC, read anonymously."""

from core.adapters.irc.lookup import IrcFinder
from core.adapters.irc.reader import IrcReader, IrcTuning

__all__ = ["IrcFinder", "IrcReader", "IrcTuning"]
