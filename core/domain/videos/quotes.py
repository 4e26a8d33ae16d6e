"""Quotes: whether a sentence that is claimed was said, where it is claimed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from core.domain.videos.spoken_word import Word

QUOTE_SLACK_SECONDS: Final = 5.0
_QUOTE_SHARE: Final = 0.8


def is_said(quote: str, words: Sequence[Word], *, start_seconds: float, end_seconds: float) -> bool:
    """Return whether a quote is found among the words of this time, with 5 s of slack.

    Four fifths of its words must appear in this order. An empty quote is always found, and so is
    any quote if there are no words at all.
    """
    wanted = _split_words(quote)
    if not wanted or not words:
        return True
    near = [
        part
        for word in words
        if word.end_seconds >= start_seconds - QUOTE_SLACK_SECONDS
        and word.start_seconds <= end_seconds + QUOTE_SLACK_SECONDS
        for part in _split_words(word.text)
    ]
    needed = _QUOTE_SHARE * len(wanted)
    return any(
        sum(one == other for one, other in zip(wanted, near[first:], strict=False)) >= needed
        for first in range(len(near))
    )


def _split_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c if c.isalnum() else " " for c in folded.replace("'", "")).split()
