"""Model claims: which of what a model says about a window to believe."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core.domain.videos.claims import (
    ClaimCheck,
    Claims,
    MomentClaim,
    TimedClaim,
    Unbelievable,
    open_check,
)
from core.domain.videos.model_times import Correction
from core.domain.videos.quotes import is_said
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
SENTENCE_CHARACTERS_MAX: Final = 1_000
MOMENTS_MAX: Final = 16
CHAPTERS_MAX: Final = 16
WORDS_A_SECOND: Final = 8
WORD_SECONDS_MAX: Final = 3.0
MOMENT_SECONDS_MIN: Final = 3.0
MOMENT_SECONDS_MAX: Final = 60.0
_MARK_MAX: Final = 10
_CLAIMS_MAX: Final = 200


def check_claims(
    claims: Claims, window: AnalysisWindow, *, known_words: Sequence[Word] = ()
) -> Understanding:
    """Return what is believed of the claims, and count what is not.

    `known_words` are words that somebody other than the model heard; without them a quote is looked
    up among the model's own words, and without either it is kept.
    """
    check = open_check(claims, window)
    for kind, count in claims.misshapen.items():
        check.drop(kind, Fault.SHAPE, count)
    words = order_words(_check_words(claims.words, check))
    moments = _part(_check_moments(claims.moments, known_words or words, check), check)
    return Understanding(
        chapters=_check_chapters(claims.chapters, check),
        moments=moments,
        words=words,
        is_clock_read=check.is_clock_read,
        dropped=tuple(
            Dropped(kind=kind, fault=fault, count=count)
            for (kind, fault), count in sorted(check.faults.items())
        ),
    )


def _check_words(claims: Sequence[TimedClaim], check: ClaimCheck) -> Iterator[Word]:
    """Yield the words of what was said; a sentence's time is shared out among its words."""
    left = int(check.window.duration_seconds * WORDS_A_SECOND)
    before = float("-inf")
    for place, claim in enumerate(claims):
        if left <= 0:
            check.drop("words", Fault.COUNT, len(claims) - place)
            return
        try:
            words = _check_sentence(claim, before, check)
        except Unbelievable as error:
            check.drop("words", error.fault)
            continue
        before = words[-1].start_seconds
        yield from words[:left]
        left -= len(words)


def _check_sentence(claim: TimedClaim, before: float, check: ClaimCheck) -> list[Word]:
    start, end = check.read_offset(claim.start), check.read_offset(claim.end)
    texts = clean_text(claim.text, SENTENCE_CHARACTERS_MAX).split()
    if not texts:
        raise Unbelievable(Fault.SHAPE)
    if start < before or end < start:
        raise Unbelievable(Fault.ORDER)
    if not 0 < end - start <= WORD_SECONDS_MAX * len(texts):
        raise Unbelievable(Fault.LENGTH)
    a_character = (end - start) / sum(len(text) + 1 for text in texts)
    words: list[Word] = []
    for text in texts:
        until = start + a_character * (len(text) + 1)
        words.append(
            Word(
                text=clean_text(text, WORD_CHARACTERS),
                start_seconds=round(start, 3),
                end_seconds=round(until, 3),
            )
        )
        start = until
    return words


def _check_chapters(claims: Sequence[TimedClaim], check: ClaimCheck) -> tuple[SeenChapter, ...]:
    if len(claims) > CHAPTERS_MAX:
        check.drop("chapters", Fault.COUNT, len(claims) - CHAPTERS_MAX)
    believed: list[SeenChapter] = []
    for claim in claims[:CHAPTERS_MAX]:
        try:
            believed.append(_check_chapter(claim, believed, check))
        except Unbelievable as error:
            check.drop("chapters", error.fault)
    return tuple(believed)


def _check_chapter(
    claim: TimedClaim, before: Sequence[SeenChapter], check: ClaimCheck
) -> SeenChapter:
    start = check.read_offset(claim.start)
    title = clean_text(claim.text, TITLE_CHARACTERS)
    if not title:
        raise Unbelievable(Fault.SHAPE)
    if before and start <= before[-1].start_seconds:
        raise Unbelievable(Fault.ORDER)
    return SeenChapter(start_seconds=start, title=title)


def _check_moments(
    claims: Sequence[MomentClaim], words: Sequence[Word], check: ClaimCheck
) -> Iterator[SeenMoment]:
    if len(claims) > _CLAIMS_MAX:
        check.drop("moments", Fault.COUNT, len(claims) - _CLAIMS_MAX)
    for claim in claims[:_CLAIMS_MAX]:
        try:
            yield _check_moment(claim, words, check)
        except Unbelievable as error:
            check.drop("moments", error.fault)


def _check_moment(claim: MomentClaim, words: Sequence[Word], check: ClaimCheck) -> SeenMoment:
    start, peak, end = _check_span(claim, check)
    rubric = read_rubric(claim.marks)
    if rubric is None:
        raise Unbelievable(Fault.RANGE)
    if len(rubric.marks) < len(claim.marks):
        check.drop("marks", Fault.RANGE, len(claim.marks) - len(rubric.marks))
    quote = clean_text(claim.quote, QUOTE_CHARACTERS)
    if not is_said(quote, words, start_seconds=start, end_seconds=end):
        check.drop("quotes", Fault.QUOTE)
        quote = ""
    return SeenMoment(
        start_seconds=start,
        peak_seconds=peak,
        end_seconds=end,
        category=_read_category(claim.category),
        title=clean_title(claim.title, TITLE_CHARACTERS),
        asking_title=clean_title(claim.asking_title, TITLE_CHARACTERS),
        quote=quote,
        visual=clean_text(claim.visual, SENTENCE_CHARACTERS),
        rubric=rubric,
    )


def _check_span(claim: MomentClaim, check: ClaimCheck) -> tuple[float, float, float]:
    """Return a moment's start, peak and end.

    Where its own reading leads out of the window, the majority's word stands.
    """
    own = check.find_own(claim)
    if own and check.correction:
        try:
            return _read_span(claim, check, own)
        except Unbelievable:
            own = None
    return _read_span(claim, check, own)


def _read_span(
    claim: MomentClaim, check: ClaimCheck, own: Correction | None
) -> tuple[float, float, float]:
    times = (claim.start, claim.peak, claim.end)
    start, peak, end = (check.read_offset(at, own) for at in times)
    if not start <= peak <= end:
        raise Unbelievable(Fault.ORDER)
    if not MOMENT_SECONDS_MIN <= end - start <= MOMENT_SECONDS_MAX:
        raise Unbelievable(Fault.LENGTH)
    return start, peak, end


def read_rubric(marks: Mapping[Criterion, tuple[float, str]]) -> Rubric | None:
    """Return the marks that lie within 0 to 10; None if most do not, so that it is no rubric."""
    believed = {c: mark for c, mark in marks.items() if 0 <= mark[0] <= _MARK_MAX}
    if not believed or 2 * len(believed) <= len(marks):
        return None
    return Rubric(
        marks=tuple(
            Mark(
                criterion=criterion,
                points=math.floor(believed[criterion][0] + 0.5),
                sentence=clean_text(believed[criterion][1], SENTENCE_CHARACTERS),
            )
            for criterion in Criterion
            if criterion in believed
        )
    )


def _read_category(text: str) -> Category:
    try:
        return Category(text.strip().lower())
    except ValueError:
        return Category.OTHER


def _part(moments: Iterator[SeenMoment], check: ClaimCheck) -> tuple[SeenMoment, ...]:
    """Return the best moments in chronological order; of two that half overlap, the better one."""
    kept: list[SeenMoment] = []
    for moment in sorted(moments, key=lambda m: (-m.rubric.share, m.start_seconds)):
        if any(_overlap_much(moment, other) for other in kept):
            check.drop("moments", Fault.OVERLAP)
        elif len(kept) == MOMENTS_MAX:
            check.drop("moments", Fault.COUNT)
        else:
            kept.append(moment)
    return tuple(sorted(kept, key=lambda moment: moment.start_seconds))


def _overlap_much(one: SeenMoment, other: SeenMoment) -> bool:
    shared = min(one.end_seconds, other.end_seconds) - max(one.start_seconds, other.start_seconds)
    shorter = min(one.end_seconds - one.start_seconds, other.end_seconds - other.start_seconds)
    return shared >= shorter / 2
