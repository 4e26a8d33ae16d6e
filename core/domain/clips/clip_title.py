"""Clip titles without a model: made from what chat did, in words that are safe to show anywhere."""

from __future__ import annotations

from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.work.plain_text import clean_text, format_offset, is_harmless

_QUOTE_CHARACTERS_MAX = 40
_PEOPLE_MIN = 3

_OPENINGS: dict[Reaction, str] = {
    Reaction.HYPE: "Chat goes wild",
    Reaction.LAUGHTER: "Chat cannot stop laughing",
    Reaction.SHOCK: "Nobody saw this coming",
    Reaction.SADNESS: "Chat feels this one",
    Reaction.APPLAUSE: "Chat stands up and claps",
    Reaction.MIXED: "Chat erupts",
}


def make_title(spike: ChatSpike | None, *, at_seconds: float) -> str:
    """Return a title of 1 to 80 characters.

    It names chat's reaction and quotes the words most people wrote, else the strongest line;
    without chat it names the time. Control characters are removed from quotes, and a quote that
    holds a link, a mention or a command is left out.
    """
    if spike is None:
        return f"The moment at {format_offset(at_seconds)}"
    opening = _OPENINGS[spike.reaction]
    quote = _choose_quote(spike)
    if quote is None:
        return f"{opening} at {format_offset(at_seconds)}"
    return clean_text(f"{opening}: “{quote}”")


def _choose_quote(spike: ChatSpike) -> str | None:
    shared = [token for token, people in spike.tokens if people >= _PEOPLE_MIN]
    lines = [line.text for line in spike.strongest]
    cleaned = (clean_text(text, _QUOTE_CHARACTERS_MAX) for text in (*shared, *lines))
    return next((text for text in cleaned if _is_quotable(text)), None)


def _is_quotable(text: str) -> bool:
    return is_harmless(text) and not set("<>“”") & set(text) and any(c.isalnum() for c in text)
