"""Titles without a model: from what chat did, in words that are safe to show anywhere."""

from __future__ import annotations

import re
import unicodedata

from core.domain.chat_spike import ChatSpike
from core.domain.reaction import Reaction

TITLE_CHARACTERS_MAX = 80
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
_LINK = re.compile(r"://|www\.|\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)


def make_title(spike: ChatSpike | None, *, at_seconds: float) -> str:
    """Return a title of 1 to 80 characters.

    It names chat's reaction and quotes the words that most people wrote, else the strongest line;
    without chat it names the time. Quotes lose their control characters, and are left out where
    they hold a link, a mention or a command.
    """
    if spike is None:
        return f"The moment at {format_offset(at_seconds)}"
    opening = _OPENINGS[spike.reaction]
    quote = _choose_quote(spike)
    if quote is None:
        return f"{opening} at {format_offset(at_seconds)}"
    return clean_text(f"{opening}: “{quote}”")


def clean_text(text: str, characters_max: int = TITLE_CHARACTERS_MAX) -> str:
    """Return one line without control, format or unassigned characters, and cut to a length."""
    kept = "".join(" " if _is_blank(c) else c for c in text[: characters_max * 20])
    words = " ".join(kept.split())
    return words if len(words) <= characters_max else words[: characters_max - 1].rstrip() + "…"


def clean_title(text: str, characters_max: int = TITLE_CHARACTERS_MAX) -> str:
    """Return a title that a model wrote; empty where it holds a link, a mention or a command."""
    title = clean_text(text, characters_max)
    return title if _is_harmless(title) else ""


def format_offset(seconds: float) -> str:
    """Return an offset as people read it: 0:42, 1:02:03."""
    hours, rest = divmod(max(0, int(seconds)), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _choose_quote(spike: ChatSpike) -> str | None:
    shared = [token for token, people in spike.tokens if people >= _PEOPLE_MIN]
    lines = [line.text for line in spike.strongest]
    cleaned = (clean_text(text, _QUOTE_CHARACTERS_MAX) for text in (*shared, *lines))
    return next((text for text in cleaned if _is_quotable(text)), None)


def _is_quotable(text: str) -> bool:
    return _is_harmless(text) and not set("<>“”") & set(text) and any(c.isalnum() for c in text)


def _is_harmless(text: str) -> bool:
    return not _LINK.search(text) and text[:1] not in "!/" and "@" not in text


def _is_blank(character: str) -> bool:
    """Say whether a character is to be a space: controls, bidirectional marks, lone surrogates."""
    return unicodedata.category(character).startswith(("C", "Z")) or _is_stacked(character)


def _is_stacked(character: str) -> bool:
    return unicodedata.category(character) in {"Me", "Mn"} and character > "\u02ff"
