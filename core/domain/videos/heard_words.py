"""Heard words: what was listened to of a video, by stretch, so that nothing is heard twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.domain.videos.spoken_word import Word, order_words

EAR_SECONDS = 4.0
"""How much is heard around a clip, so that moving an edge a little hears nothing again."""
_TOUCH_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a video with the words in it, offsets into the video.

    `reason` says why there are none although somebody speaks.
    """

    start_seconds: float
    end_seconds: float
    words: tuple[Word, ...] = ()
    reason: str = ""


def find_gaps(
    stretches: Iterable[Stretch], start_seconds: float, end_seconds: float
) -> tuple[tuple[float, float], ...]:
    """Return the parts between two offsets that no stretch covers, in order."""
    gaps: list[tuple[float, float]] = []
    at = start_seconds
    for stretch in sorted(stretches, key=lambda one: one.start_seconds):
        if stretch.start_seconds >= end_seconds:
            break
        if stretch.start_seconds - at > _TOUCH_SECONDS:
            gaps.append((at, stretch.start_seconds))
        at = max(at, stretch.end_seconds)
    if end_seconds - at > _TOUCH_SECONDS:
        gaps.append((at, end_seconds))
    return tuple(gap for gap in gaps if gap[1] - gap[0] > _TOUCH_SECONDS)


def add_stretch(stretches: Sequence[Stretch], new: Stretch) -> tuple[Stretch, ...]:
    """Return the stretches with a new one, in order; those that touch become one."""
    joined: list[Stretch] = []
    for stretch in sorted((*stretches, new), key=lambda one: one.start_seconds):
        last = joined[-1] if joined else None
        if last is None or stretch.start_seconds - last.end_seconds > _TOUCH_SECONDS:
            joined.append(stretch)
            continue
        joined[-1] = Stretch(
            start_seconds=last.start_seconds,
            end_seconds=max(last.end_seconds, stretch.end_seconds),
            words=order_words((*last.words, *stretch.words)),
            reason=last.reason or stretch.reason,
        )
    return tuple(joined)


def list_words(
    stretches: Iterable[Stretch], start_seconds: float, end_seconds: float
) -> tuple[Word, ...]:
    """Return the words whose middle lies between two offsets."""
    words = order_words(word for stretch in stretches for word in stretch.words)
    return tuple(word for word in words if start_seconds <= middle(word) < end_seconds)


def lay_over(words: Iterable[Word], mended: Stretch | None) -> tuple[Word, ...]:
    """Return the words, those within a mended stretch replaced by its own."""
    if mended is None:
        return tuple(words)
    outside = (word for word in words if not _is_within(word, mended))
    return order_words((*outside, *mended.words))


def split_windows(
    gaps: Iterable[tuple[float, float]], longest_seconds: float
) -> Iterator[tuple[float, float]]:
    """Yield the gaps in windows of at most so many seconds."""
    for start, end in gaps:
        at = start
        while end - at > longest_seconds:
            yield at, at + longest_seconds
            at += longest_seconds
        yield at, end


def middle(word: Word) -> float:
    return (word.start_seconds + word.end_seconds) / 2


def _is_within(word: Word, stretch: Stretch) -> bool:
    return stretch.start_seconds <= middle(word) < stretch.end_seconds
