"""Chapter naming: what a part of a video is about, by words that are said there alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from core.domain.videos.spoken_word import Word
from core.domain.work.plain_text import clean_text, is_harmless

_COUNT_MIN: Final = 3
_SHARE_MIN: Final = 0.5
"""A word that names a chapter is mostly said there."""
_LETTERS_MIN: Final = 4
_TERMS_MAX: Final = 2
_LENGTH_MAX: Final = 30
_AROUND: Final = re.compile(r"^[\W_]+|[\W_]+$")


def name_by_words(
    ranges: Sequence[tuple[float, float]], words: Sequence[Word]
) -> tuple[str | None, ...]:
    """Return a title for each range of a video; None where no word stands for it.

    A word counts by how often it is said there, and by in how few of the ranges it is said.
    """
    counts = [Counter[str]() for _ in ranges]
    for word in words:
        for count, (start, end) in zip(counts, ranges, strict=True):
            if start <= word.start_seconds < end and (term := _read(word.text)):
                count[term] += 1
    total = sum(counts, Counter[str]())
    spread = Counter(term for count in counts for term in count)
    return tuple(_name(count, total, spread, len(ranges)) for count in counts)


def _name(
    count: Counter[str], total: Counter[str], spread: Counter[str], ranges: int
) -> str | None:
    weights = {
        term: number * math.log(ranges / spread[term])
        for term, number in count.items()
        if number >= _COUNT_MIN and number >= _SHARE_MIN * total[term]
    }
    chosen = [t for t in sorted(weights, key=lambda t: (-weights[t], t)) if weights[t] > 0]
    return f"About {' and '.join(chosen[:_TERMS_MAX])}" if chosen else None


def _read(text: str) -> str | None:
    """Return a word as it counts; None for short ones, which rarely say what it is about."""
    if not is_harmless(text):
        return None
    term = _AROUND.sub("", clean_text(text.casefold(), _LENGTH_MAX))
    is_long = len(term) >= (_LETTERS_MIN if term.isascii() else 2)
    return term if is_long and term.replace("'", "").isalpha() else None
