"""Clip titles without a model: made from what chat did, in words that are safe to show anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.videos.spoken_word import Word
from core.domain.work.plain_text import clean_text, format_offset, is_harmless

_QUOTE_CHARACTERS_MAX = 40
_PEOPLE_MIN = 3
_SAID_CHARACTERS_MAX = 70
_QUOTE_WORDS = 9
_NEAR = 2.5
_PAUSE = 0.5

_OPENINGS: dict[Reaction, str] = {
    Reaction.HYPE: "Chat goes wild",
    Reaction.LAUGHTER: "Chat cannot stop laughing",
    Reaction.SHOCK: "Nobody saw this coming",
    Reaction.SADNESS: "Chat feels this one",
    Reaction.APPLAUSE: "Chat stands up and claps",
    Reaction.MIXED: "Chat erupts",
}


def make_title(
    spike: ChatSpike | None,
    *,
    at_seconds: float,
    kind: str = "A scene",
    words: Sequence[Word] = (),
) -> str:
    """Return a title of 1 to 80 characters.

    It names chat's reaction and quotes the words most people wrote, else the strongest line, or
    what is said; without chat it quotes what is said at that time, else names the kind and the
    time. Control characters are removed from quotes, and a quote that holds a link, a mention or a
    command is left out.
    """
    if spike is None or not spike.is_of_chat:
        said = _quote_words(words, at_seconds)
        return clean_text(f"“{said}”") if said else f"{kind} at {format_offset(at_seconds)}"
    opening = _OPENINGS[spike.reaction]
    quote = _choose_quote(spike)
    if quote is None:
        quote = _quote_words(words, at_seconds)
    if quote is None:
        return f"{opening} at {format_offset(at_seconds)}"
    return clean_text(f"{opening}: “{quote}”")


def _quote_words(words: Sequence[Word], at_seconds: float) -> str | None:
    """Return the phrase that is being said, from the last pause on; None if nobody speaks."""
    near = [i for i, word in enumerate(words) if abs(word.start_seconds - at_seconds) <= _NEAR]
    if not near:
        return None
    first = min(near, key=lambda i: abs(words[i].start_seconds - at_seconds))
    while first > 0 and words[first].start_seconds - words[first - 1].end_seconds < _PAUSE:
        first -= 1
        if words[first].start_seconds < at_seconds - _NEAR:
            break
    text = " ".join(word.text for word in words[first : first + _QUOTE_WORDS])
    quote = clean_text(text, _SAID_CHARACTERS_MAX)
    return quote if _is_quotable(quote) else None


def _choose_quote(spike: ChatSpike) -> str | None:
    shared = [token for token, people in spike.tokens if people >= _PEOPLE_MIN]
    lines = [line.text for line in spike.strongest]
    cleaned = (clean_text(text, _QUOTE_CHARACTERS_MAX) for text in (*shared, *lines))
    return next((text for text in cleaned if _is_quotable(text)), None)


def _is_quotable(text: str) -> bool:
    return is_harmless(text) and not set("<>“”") & set(text) and any(c.isalnum() for c in text)
