"""Reactions: the kinds of reaction a crowd in chat can have."""

from __future__ import annotations

from enum import StrEnum


class Reaction(StrEnum):
    """What most of the reacting chatters expressed."""

    HYPE = "hype"
    LAUGHTER = "laughter"
    SHOCK = "shock"
    SADNESS = "sadness"
    APPLAUSE = "applause"
    MIXED = "mixed"
