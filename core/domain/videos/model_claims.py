"""Model claims: what a model says about a window, and which of it to believe.

Times are offsets into the window, as text: the model reads them off a clock. Nothing here chooses a
file, an account, a privacy or a status; a claim can only become a time range, a mark or a text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.domain.videos.model_times import Correction, Reading, find_correction, parse_clock
from core.domain.videos.spoken_word import Word, order_words
from core.domain.videos.understanding import (
    AnalysisWindow,
    Category,
    Criterion,
    Dropped,
    Fault,
    Mark,
    Rubric,
    SeenChapter,
    SeenMoment,
    Understanding,
)
from core.domain.work.plain_text import clean_text, clean_title

TITLE_CHARACTERS: Final = 60
SENTENCE_CHARACTERS: Final = 160
QUOTE_CHARACTERS: Final = 200
WORD_CHARACTERS: Final = 40
MOMENTS_MAX: Final = 16
CHAPTERS_MAX: Final = 16
WORDS_A_SECOND: Final = 8
WORD_SECONDS_MAX: Final = 3.0
MOMENT_SECONDS_MIN: Final = 3.0
MOMENT_SECONDS_MAX: Final = 60.0
QUOTE_SLACK_SECONDS: Final = 5.0
_QUOTE_SHARE: Final = 0.8
_END_SLACK_SECONDS: Final = 1.0
_MARK_MAX: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentClaim:
    """A moment as the model wrote it; `marks` are (points, sentence) by criterion."""

    start: str
    peak: str
    end: str
    category: str
    title: str
    quote: str
    visual: str
    marks: Mapping[Criterion, tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedClaim:
    """A chapter (its start and title) or a word (its text, start and end)."""

    text: str
    start: str
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Everything a model says about a window.

    `readings` are (the time it gives a frame, the clock in that frame). `misshapen` counts, by
    kind, what did not even have the form of a claim.
    """

    moments: Sequence[MomentClaim] = ()
    chapters: Sequence[TimedClaim] = ()
    words: Sequence[TimedClaim] = ()
    readings: Sequence[tuple[str, str]] = ()
    misshapen: Mapping[str, int] = field(default_factory=dict)


class _Unbelievable(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(slots=True)
class _Check:
    """One window's check: what is known so far, and what was dropped."""

    window: AnalysisWindow
    correction: Correction | None
    faults: Counter[tuple[str, Fault]] = field(default_factory=Counter)

    def drop(self, kind: str, fault: Fault, count: int = 1) -> None:
        self.faults[kind, fault] += count

    def read_offset(self, text: str) -> float:
        """Return the offset into the asset that a claimed time stands for."""
        claimed = parse_clock(text)
        if claimed is None:
            raise _Unbelievable(Fault.TIME)
        if self.correction is None:
            raise _Unbelievable(Fault.DRIFT)
        at = self.correction.apply(claimed)
        if not -_END_SLACK_SECONDS <= at <= self.window.duration_seconds + _END_SLACK_SECONDS:
            raise _Unbelievable(Fault.RANGE)
        at = min(self.window.duration_seconds, max(0.0, at))
        return round(self.window.start_seconds + at, 3)


def check_claims(
    claims: Claims, window: AnalysisWindow, *, known_words: Sequence[Word] = ()
) -> Understanding:
    """Return what is believed of the claims, and count what is not.

    `known_words` are words that somebody other than the model heard; without them a quote is looked
    up among the model's own words, and without either it is kept.
    """
    check = _Check(window, _find_correction(claims.readings, window))
    for kind, count in claims.misshapen.items():
        check.drop(kind, Fault.SHAPE, count)
    words = order_words(_check_words(claims.words, check))
    moments = _part(_check_moments(claims.moments, known_words or words, check), check)
    return Understanding(
        chapters=_check_chapters(claims.chapters, check),
        moments=moments,
        words=words,
        dropped=tuple(
            Dropped(kind=kind, fault=fault, count=count)
            for (kind, fault), count in sorted(check.faults.items())
        ),
    )


def _find_correction(
    readings: Sequence[tuple[str, str]], window: AnalysisWindow
) -> Correction | None:
    parsed = [(parse_clock(claimed), parse_clock(clock)) for claimed, clock in readings]
    return find_correction(
        [
            Reading(claimed_seconds=claimed, clock_seconds=clock)
            for claimed, clock in parsed
            if claimed is not None and clock is not None
        ],
        window.duration_seconds,
    )


def _check_words(claims: Sequence[TimedClaim], check: _Check) -> Iterator[Word]:
    most = int(check.window.duration_seconds * WORDS_A_SECOND)
    if len(claims) > most:
        check.drop("words", Fault.COUNT, len(claims) - most)
    before = float("-inf")
    for claim in claims[:most]:
        try:
            word = _check_word(claim, before, check)
        except _Unbelievable as error:
            check.drop("words", error.fault)
            continue
        before = word.start_seconds
        yield word


def _check_word(claim: TimedClaim, before: float, check: _Check) -> Word:
    start, end = check.read_offset(claim.start), check.read_offset(claim.end)
    text = clean_text(claim.text, WORD_CHARACTERS)
    if not text:
        raise _Unbelievable(Fault.SHAPE)
    if start < before or end < start:
        raise _Unbelievable(Fault.ORDER)
    if not 0 < end - start <= WORD_SECONDS_MAX:
        raise _Unbelievable(Fault.LENGTH)
    return Word(text=text, start_seconds=start, end_seconds=end)


def _check_chapters(claims: Sequence[TimedClaim], check: _Check) -> tuple[SeenChapter, ...]:
    if len(claims) > CHAPTERS_MAX:
        check.drop("chapters", Fault.COUNT, len(claims) - CHAPTERS_MAX)
    believed: list[SeenChapter] = []
    for claim in claims[:CHAPTERS_MAX]:
        try:
            believed.append(_check_chapter(claim, believed, check))
        except _Unbelievable as error:
            check.drop("chapters", error.fault)
    return tuple(believed)


def _check_chapter(claim: TimedClaim, before: Sequence[SeenChapter], check: _Check) -> SeenChapter:
    start = check.read_offset(claim.start)
    title = clean_text(claim.text, TITLE_CHARACTERS)
    if not title:
        raise _Unbelievable(Fault.SHAPE)
    if before and start <= before[-1].start_seconds:
        raise _Unbelievable(Fault.ORDER)
    return SeenChapter(start_seconds=start, title=title)


def _check_moments(
    claims: Sequence[MomentClaim], words: Sequence[Word], check: _Check
) -> Iterator[SeenMoment]:
    if len(claims) > MOMENTS_MAX:
        check.drop("moments", Fault.COUNT, len(claims) - MOMENTS_MAX)
    for claim in claims[:MOMENTS_MAX]:
        try:
            yield _check_moment(claim, words, check)
        except _Unbelievable as error:
            check.drop("moments", error.fault)


def _check_moment(claim: MomentClaim, words: Sequence[Word], check: _Check) -> SeenMoment:
    start, peak, end = (check.read_offset(at) for at in (claim.start, claim.peak, claim.end))
    if not start <= peak <= end:
        raise _Unbelievable(Fault.ORDER)
    if not MOMENT_SECONDS_MIN <= end - start <= MOMENT_SECONDS_MAX:
        raise _Unbelievable(Fault.LENGTH)
    quote = clean_text(claim.quote, QUOTE_CHARACTERS)
    if not is_said(quote, words, start_seconds=start, end_seconds=end):
        raise _Unbelievable(Fault.QUOTE)
    rubric = read_rubric(claim.marks)
    if rubric is None:
        raise _Unbelievable(Fault.RANGE)
    return SeenMoment(
        start_seconds=start,
        peak_seconds=peak,
        end_seconds=end,
        category=_read_category(claim.category),
        title=clean_title(claim.title, TITLE_CHARACTERS),
        quote=quote,
        visual=clean_text(claim.visual, SENTENCE_CHARACTERS),
        rubric=rubric,
    )


def read_rubric(marks: Mapping[Criterion, tuple[int, str]]) -> Rubric | None:
    """Return the rubric; None if a mark is not within 0 to 10."""
    if any(not 0 <= points <= _MARK_MAX for points, _ in marks.values()):
        return None
    return Rubric(
        marks=tuple(
            Mark(
                criterion=criterion,
                points=marks[criterion][0],
                sentence=clean_text(marks[criterion][1], SENTENCE_CHARACTERS),
            )
            for criterion in Criterion
            if criterion in marks
        )
    )


def _read_category(text: str) -> Category:
    try:
        return Category(text.strip().lower())
    except ValueError:
        return Category.OTHER


def _part(moments: Iterator[SeenMoment], check: _Check) -> tuple[SeenMoment, ...]:
    """Return the moments in chronological order; of two that half overlap, the better one."""
    kept: list[SeenMoment] = []
    for moment in sorted(moments, key=lambda m: (-m.rubric.share, m.start_seconds)):
        if any(_overlap_much(moment, other) for other in kept):
            check.drop("moments", Fault.OVERLAP)
        else:
            kept.append(moment)
    return tuple(sorted(kept, key=lambda moment: moment.start_seconds))


def _overlap_much(one: SeenMoment, other: SeenMoment) -> bool:
    shared = min(one.end_seconds, other.end_seconds) - max(one.start_seconds, other.start_seconds)
    shorter = min(one.end_seconds - one.start_seconds, other.end_seconds - other.start_seconds)
    return shared >= shorter / 2


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
