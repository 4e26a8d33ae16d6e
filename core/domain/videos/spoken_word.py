"""Spoken words: words with their times, whoever heard them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word spoken from `start_seconds` to `end_seconds`, offsets into the asset or clip.

    Captions show nothing that follows beside a word that `ends_line`.
    """

    text: str
    start_seconds: float
    end_seconds: float
    ends_line: bool = False


def order_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return the words in chronological order, each ending before the next begins.

    Words that begin at the same time stay in the order in which they were given.

    Words whose times are not numbers, negative or reversed are dropped.
    """
    known = sorted(
        (word for word in words if _has_times(word)),
        key=lambda word: word.start_seconds,
    )
    ends = [min(one.end_seconds, other.start_seconds) for one, other in pairwise(known)]
    return tuple(
        replace(word, end_seconds=end) for word, end in zip(known[:-1], ends, strict=True)
    ) + tuple(known[-1:])


def words_in_window(
    words: Iterable[Word], start_seconds: float, end_seconds: float
) -> tuple[Word, ...]:
    """Return the words whose middle lies in the window, with times counted from its start."""
    length = end_seconds - start_seconds
    return tuple(
        replace(
            word,
            start_seconds=max(0.0, word.start_seconds - start_seconds),
            end_seconds=min(length, word.end_seconds - start_seconds),
        )
        for word in order_words(words)
        if start_seconds <= (word.start_seconds + word.end_seconds) / 2 < end_seconds
    )


def _has_times(word: Word) -> bool:
    times = (word.start_seconds, word.end_seconds)
    return all(map(math.isfinite, times)) and 0 <= word.start_seconds <= word.end_seconds
