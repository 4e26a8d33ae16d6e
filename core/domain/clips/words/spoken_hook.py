"""Spoken hook: what the words of a clip say for it: how it opens, and whether it stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.videos.spoken_word import Word, order_words
from core.domain.work.plain_text import clean_text, is_harmless

OPENING_SECONDS: Final = 2.0
"""Whoever scrolls past has decided by then."""
_PAUSE_SECONDS: Final = 0.35
_SLACK_SECONDS: Final = 0.15
"""Times of words are about as exact as this."""
_WORDS_MIN: Final = 3
_QUOTE_WORDS: Final = 7
_QUOTE_CHARACTERS_MAX: Final = 50
_ENDS: Final = frozenset(".!?\u2026\u3002\uff01\uff1f\u0964\u061f")
"""Also those of Chinese, Japanese, Hindi and Arabic."""
_CLOSING: Final = "\"'\u2019\u201d)"
_OPENS, _OPENS_INSIDE, _SILENT = 1.0, 0.5, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidInClip:
    """Shares of 0 to 1 for how a clip opens and for whether it stands alone, each with why."""

    hook_share: float
    hook_reason: str
    alone_share: float
    alone_reason: str


def judge_words(
    words: Sequence[Word], *, start_seconds: float, end_seconds: float
) -> SaidInClip | None:
    """Return what the words around a window say for it; None where hardly anybody speaks."""
    known = order_words(words)
    inside = [i for i, w in enumerate(known) if _is_inside(w, start_seconds, end_seconds)]
    if len(inside) < _WORDS_MIN:
        return None
    first, last = inside[0], inside[-1]
    starts_whole = _is_apart(known, first - 1, first, edge=start_seconds)
    ends_whole = _is_apart(known, last, last + 1, edge=end_seconds)
    hook = _judge_opening(known, first, start_seconds, is_whole=starts_whole)
    share = 0.5 * starts_whole + 0.5 * ends_whole
    return SaidInClip(
        hook_share=hook[0],
        hook_reason=hook[1],
        alone_share=share,
        alone_reason=_describe_edges(starts_whole=starts_whole, ends_whole=ends_whole),
    )


def _is_inside(word: Word, start: float, end: float) -> bool:
    return start <= (word.start_seconds + word.end_seconds) / 2 < end


def _is_apart(words: Sequence[Word], before: int, after: int, *, edge: float) -> bool:
    """Return whether a pause, or a sentence's end, lies between two words, and the cut in it."""
    if before < 0 or after >= len(words):
        near = words[after] if before < 0 else words[before]
        return not near.start_seconds + _SLACK_SECONDS < edge < near.end_seconds - _SLACK_SECONDS
    one, other = words[before], words[after]
    is_cut_between = (
        one.end_seconds - _SLACK_SECONDS <= edge <= other.start_seconds + _SLACK_SECONDS
    )
    is_pause = other.start_seconds - one.end_seconds >= _PAUSE_SECONDS
    return is_cut_between and (is_pause or one.text.rstrip(_CLOSING)[-1:] in _ENDS)


def _judge_opening(
    words: Sequence[Word], first: int, start: float, *, is_whole: bool
) -> tuple[float, str]:
    wait = words[first].start_seconds - start
    if wait > OPENING_SECONDS:
        return _SILENT, f"Nothing is said in its first {OPENING_SECONDS:.0f} s."
    if not is_whole:
        return _OPENS_INSIDE, "It opens in the middle of a sentence."
    text = " ".join(word.text for word in words[first : first + _QUOTE_WORDS])
    quote = clean_text(text, _QUOTE_CHARACTERS_MAX)
    said = f"It opens with “{quote}”." if is_harmless(quote) else "It opens with a sentence."
    return _OPENS, said


def _describe_edges(*, starts_whole: bool, ends_whole: bool) -> str:
    if starts_whole and ends_whole:
        return "It begins and ends between sentences."
    if starts_whole:
        return "It ends in the middle of a sentence."
    if ends_whole:
        return "It begins in the middle of a sentence."
    return "It begins and ends in the middle of a sentence."
