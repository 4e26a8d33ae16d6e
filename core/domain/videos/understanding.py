"""Understanding: what a model saw in a stretch of video, once it has been checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.domain.videos.spoken_word import Word


class Category(StrEnum):
    """What kind of moment it is."""

    KILL = "kill"
    WIN = "win"
    FAIL = "fail"
    FUNNY = "funny"
    REACTION = "reaction"
    STORY = "story"
    OTHER = "other"


class Criterion(StrEnum):
    """What a model judges a clip by."""

    HOOK = "hook"
    EMOTION = "emotion"
    PAYOFF = "payoff"
    STANDS_ALONE = "stands alone"
    PACE = "pace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The points for one criterion, 0 to 10, and the sentence that says why."""

    criterion: Criterion
    points: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """One mark for each criterion, in the order of the criteria."""

    marks: tuple[Mark, ...]

    def find_mark(self, criterion: Criterion) -> Mark | None:
        return next((mark for mark in self.marks if mark.criterion is criterion), None)

    @property
    def share(self) -> float:
        """The share of all points that was earned, 0 to 1."""
        return sum(mark.points for mark in self.marks) / (10 * max(1, len(self.marks)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisWindow:
    """A stretch of an asset examined in one request; `number` counts from 1."""

    number: int
    start_seconds: float
    end_seconds: float

    @property
    def duration_seconds(self) -> float:
        return self.end_seconds - self.start_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMoment:
    """A moment that a model saw; offsets into the asset, texts cleaned and bounded.

    There is an `asking_title` only where titles were tried by turns as it was asked about.
    """

    start_seconds: float
    peak_seconds: float
    end_seconds: float
    category: Category
    title: str
    quote: str
    visual: str
    rubric: Rubric
    asking_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenChapter:
    """Where a chapter begins (offset into the asset), and its title."""

    start_seconds: float
    title: str


class Fault(StrEnum):
    """Why a claim is not believed."""

    SHAPE = "it did not have the required form"
    TIME = "its time could not be read"
    RANGE = "it lay outside the part examined, or a mark outside 0 to 10"
    ORDER = "its times were in the wrong order"
    LENGTH = "it was too short or too long"
    OVERLAP = "it overlapped another"
    QUOTE = "its quote was not said there"
    DRIFT = "the times drifted from the clock in the picture"
    COUNT = "there were too many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """How many claims of a kind (moments, marks, words) were dropped for one fault."""

    kind: str
    fault: Fault
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What is believed about one window, in chronological order, and what is not.

    Where no clock was read in the picture, the times are the model's own and were not checked.
    """

    chapters: tuple[SeenChapter, ...] = ()
    moments: tuple[SeenMoment, ...] = ()
    words: tuple[Word, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    is_clock_read: bool = True


class Trouble(StrEnum):
    """Why a window was not understood."""

    QUOTA = "quota"
    QUOTA_DAY = "quota_day"
    OVERLOADED = "overloaded"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BLOCKED = "blocked"
    UNFINISHED = "unfinished"
    UNREADABLE = "unreadable"
    GARBLED = "garbled"
    UPLOAD = "upload"
    BUDGET = "budget"


FINAL_TROUBLES = frozenset({Trouble.BLOCKED, Trouble.UNFINISHED, Trouble.UNREADABLE})
"""The model's own last word: asking again would only cost more."""

PASSING_TROUBLES = frozenset(
    {Trouble.QUOTA, Trouble.OVERLOADED, Trouble.UNREACHABLE, Trouble.UPLOAD, Trouble.GARBLED}
)
"""What is likely over in a minute; for a single clip, a model that hangs is not asked again."""

LASTING_TROUBLES = frozenset({Trouble.QUOTA_DAY, Trouble.REFUSED, Trouble.BUDGET})
"""Every other window would meet it too, so that this run asks no more."""


def plan_windows(
    duration_seconds: float, *, length_seconds: float = 480.0, overlap_seconds: float = 15.0
) -> tuple[AnalysisWindow, ...]:
    """Return windows of equal length that cover the video, each overlapping the next.

    None is longer than `length_seconds`, except that a video up to a quarter longer is one window.
    """
    if duration_seconds <= 0:
        return ()
    if duration_seconds <= length_seconds * 1.25:
        return (AnalysisWindow(number=1, start_seconds=0.0, end_seconds=duration_seconds),)
    step = length_seconds - overlap_seconds
    count = math.ceil((duration_seconds - overlap_seconds) / step)
    stride = (duration_seconds - overlap_seconds) / count
    return tuple(
        AnalysisWindow(
            number=index + 1,
            start_seconds=round(index * stride, 3),
            end_seconds=round(min(duration_seconds, (index + 1) * stride + overlap_seconds), 3),
        )
        for index in range(count)
    )


def add_dropped(*tallies: tuple[Dropped, ...]) -> tuple[Dropped, ...]:
    """Return one entry for each kind and fault, with the sum of its counts."""
    sums: dict[tuple[str, Fault], int] = {}
    for dropped in (entry for tally in tallies for entry in tally):
        key = (dropped.kind, dropped.fault)
        sums[key] = sums.get(key, 0) + dropped.count
    return tuple(
        Dropped(kind=kind, fault=fault, count=count)
        for (kind, fault), count in sorted(sums.items())
        if count
    )
