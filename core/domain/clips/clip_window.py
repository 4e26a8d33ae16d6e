"""The clip window: its edges moved to where a person would cut.

An edge goes to a nearby silence, gap in the speech or cut of the picture. It never stays inside a
word if the words are known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, Signals
from core.domain.videos.asset import CLIP_SECONDS_MAX
from core.domain.videos.spoken_word import Word, order_words

# Nobody takes longer to say a word: such a cue is wrong, and no edge waits for its end.
WORD_SECONDS_MAX: Final = 3.0
_MOVED_SECONDS: Final = 0.05
_EPSILON: Final = 1e-6
_TOLERANCE_MIN: Final = 0.5
_CANDIDATES_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTuning:
    """What counts as a place to cut, and what each is worth.

    A silence is at least `silence_seconds` that are `silence_below_db` under the usual level; a
    pause in the speech is a gap of `gap_seconds`. `lead_seconds` and `tail_seconds` of either are
    kept. The costs rank the places, lowest first; distance adds up to `distance_cost` at the
    tolerance, and `flash_cost` is added if a sliver of another shot, up to `flash_seconds`, would
    show.
    """

    silence_below_db: float = 12.0
    silence_seconds: float = 0.2
    gap_seconds: float = 0.3
    lead_seconds: float = 0.15
    tail_seconds: float = 0.25
    shortest_seconds: float = 5.0
    gap_cost: float = 0.0
    silence_cost: float = 0.1
    cut_cost: float = 0.3
    word_cost: float = 0.8
    stay_cost: float = 1.0
    distance_cost: float = 0.5
    flash_seconds: float = 0.4
    flash_cost: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingWindow:
    """Offsets into the asset, and the sentence that says where the edges went and why."""

    start_seconds: float
    end_seconds: float
    reason: str


class _Place(NamedTuple):
    """Somewhere an edge may go; the lower the cost, the better."""

    cost: float
    distance_seconds: float
    at_seconds: float
    why: str


class _Edges(NamedTuple):
    start: float
    end: float


class _Scene(NamedTuple):
    """What is known around the window, in chronological order."""

    spoken: tuple[_Edges, ...]
    silences: tuple[_Edges, ...]
    cuts: tuple[float, ...]


def breathe(
    start_seconds: float,
    end_seconds: float,
    *,
    signals: Signals,
    asset_duration: float,
    tolerance_seconds: float,
    words: Iterable[Word] = (),
    peak_seconds: float | None = None,
    longest_seconds: float = CLIP_SECONDS_MAX,
    tuning: WindowTuning | None = None,
) -> BreathingWindow:
    """Return the window with each edge at the best place within the tolerance.

    The result lies in the asset, holds the peak, is at most `longest_seconds` long and at least
    `tuning.shortest_seconds`, or as long as it was if that was shorter. An edge moves further than
    the tolerance only to leave a word or to keep to these bounds. Equal input gives an equal
    window.
    """
    tuning = tuning or WindowTuning()
    given = _fit(start_seconds, end_seconds, peak_seconds, longest_seconds, asset_duration)
    peak = (given.start + given.end) / 2 if peak_seconds is None else peak_seconds
    peak = min(given.end, max(given.start, peak))
    reach = tolerance_seconds + longest_seconds + WORD_SECONDS_MAX
    scene = _Scene(
        spoken=_list_spoken(words, _Edges(given.start - reach, given.end + reach), asset_duration),
        silences=tuple(_list_silences(signals, tuning)),
        cuts=signals.cuts_at_seconds,
    )
    starts, ends = _list_places(given, scene, tolerance_seconds, longest_seconds, tuning)
    shortest = min(tuning.shortest_seconds, given.end - given.start)
    pairs = (
        (start, end)
        for start in starts
        for end in ends
        if 0 <= start.at_seconds <= peak <= end.at_seconds <= asset_duration
        and shortest - _EPSILON <= end.at_seconds - start.at_seconds <= longest_seconds + _EPSILON
    )
    stay = _Place(0.0, 0.0, given.start, ""), _Place(0.0, 0.0, given.end, "")
    return _explain(min(pairs, key=_rank_pair, default=stay), (start_seconds, end_seconds))


def _list_places(
    given: _Edges, scene: _Scene, tolerance: float, longest: float, tuning: WindowTuning
) -> tuple[list[_Place], list[_Place]]:
    """Return the places for the start and for the end, only the best ones if there are many.

    Including a whole word at one edge may have to be paid for at the other: hence the places that
    follow from the greatest length.
    """
    starts = list(_list_starts(given.start, scene, tolerance, tuning))
    ends = list(_list_ends(given.end, scene, tolerance, tuning))
    latest = {_leave_word(end.at_seconds - longest, scene.spoken).end for end in ends}
    starts += _keep_length(given.start, latest, tolerance, tuning)
    earliest = {_leave_word(start.at_seconds + longest, scene.spoken).start for start in starts}
    ends += _keep_length(given.end, earliest, tolerance, tuning)
    return sorted(starts)[:_CANDIDATES_MAX], sorted(ends)[:_CANDIDATES_MAX]


def _rank_pair(pair: tuple[_Place, _Place]) -> tuple[float, float, float, float]:
    start, end = pair
    return (
        round(start.cost + end.cost, 6),
        start.distance_seconds + end.distance_seconds,
        start.at_seconds,
        end.at_seconds,
    )


def _fit(
    start: float, end: float, peak: float | None, longest: float, asset_duration: float
) -> _Edges:
    """Return the window inside the asset and no longer than allowed, around its peak."""
    start = min(max(0.0, start), asset_duration)
    end = min(max(start, end), asset_duration)
    if end - start <= longest:
        return _Edges(start, end)
    middle = start if peak is None else peak
    start = min(max(start, middle - longest / 2), end - longest)
    return _Edges(start, start + longest)


def _list_spoken(
    words: Iterable[Word], around: _Edges, asset_duration: float
) -> tuple[_Edges, ...]:
    until = min(asset_duration, around.end)
    near = [word for word in words if around.start < word.start_seconds < until]
    return tuple(
        _Edges(word.start_seconds, min(word.end_seconds, asset_duration))
        for word in order_words(near)
        if word.end_seconds - word.start_seconds <= WORD_SECONDS_MAX
    )


def _list_starts(
    given: float, scene: _Scene, tolerance: float, tuning: WindowTuning
) -> Iterator[_Place]:
    lead = tuning.lead_seconds
    gaps = _list_gaps((_Edges(-math.inf, -math.inf), *scene.spoken), tuning)
    places = [
        *((tuning.gap_cost, gap.end - lead, "before a word") for gap in gaps),
        *(
            (tuning.silence_cost, run.end - lead, "at the end of a silence")
            for run in scene.silences
        ),
        *((tuning.cut_cost, at, "on a cut") for at in scene.cuts),
        *((tuning.word_cost, word.start, "before a word") for word in scene.spoken),
    ]
    flashes = [_Edges(cut - tuning.flash_seconds, cut) for cut in scene.cuts]
    return _weigh(given, places, flashes, scene.spoken, tolerance, tuning)


def _list_ends(
    given: float, scene: _Scene, tolerance: float, tuning: WindowTuning
) -> Iterator[_Place]:
    tail = tuning.tail_seconds
    gaps = _list_gaps((*scene.spoken, _Edges(math.inf, math.inf)), tuning)
    places = [
        *((tuning.gap_cost, gap.start + tail, "after a word") for gap in gaps),
        *(
            (tuning.silence_cost, min(run.end, run.start + tail), "in a silence")
            for run in scene.silences
        ),
        *((tuning.cut_cost, at, "on a cut") for at in scene.cuts),
        *((tuning.word_cost, word.end, "after a word") for word in scene.spoken),
    ]
    flashes = [_Edges(cut, cut + tuning.flash_seconds) for cut in scene.cuts]
    return _weigh(given, places, flashes, scene.spoken, tolerance, tuning)


def _weigh(
    given: float,
    places: Sequence[tuple[float, float, str]],
    flashes: Sequence[_Edges],
    spoken: Sequence[_Edges],
    tolerance: float,
    tuning: WindowTuning,
) -> Iterator[_Place]:
    """Yield the places near enough that lie in no word, and those nearest to where the edge is."""
    around = _leave_word(given, spoken)
    near = [
        *((cost, at, why) for cost, at, why in places if abs(at - given) <= tolerance),
        *((tuning.stay_cost, at, "to leave a word") for at in around),
    ]
    for cost, at, why in near:
        if _is_in_word(at, spoken):
            continue
        distance = abs(at - given)
        is_flash = any(flash.start < at < flash.end for flash in flashes)
        cost_there = cost + _price(distance, tolerance, tuning)
        yield _Place(cost_there + tuning.flash_cost * is_flash, distance, at, why)


def _keep_length(
    given: float, places: Iterable[float], tolerance: float, tuning: WindowTuning
) -> Iterator[_Place]:
    """Yield the last resorts; each is as far off as the words at both edges require."""
    for at in sorted(places):
        distance = abs(at - given)
        if distance <= tolerance + 2 * WORD_SECONDS_MAX:
            cost = 2 * tuning.stay_cost + _price(distance, tolerance, tuning)
            yield _Place(cost, distance, at, "to keep to the length")


def _price(distance: float, tolerance: float, tuning: WindowTuning) -> float:
    return tuning.distance_cost * distance / max(tolerance, _TOLERANCE_MIN)


def _list_silences(signals: Signals, tuning: WindowTuning) -> Iterator[_Edges]:
    usual = signals.usual_db()
    if usual is None:
        return
    first: int | None = None
    levels = (*signals.loudness_db, usual)
    for place, level in enumerate(levels):
        if level <= usual - tuning.silence_below_db:
            first = place if first is None else first
        elif first is not None:
            run = _Edges(
                signals.start_seconds + first * LOUDNESS_STEP_SECONDS,
                signals.start_seconds + place * LOUDNESS_STEP_SECONDS,
            )
            first = None
            if run.end - run.start >= tuning.silence_seconds - _EPSILON:
                yield run


def _list_gaps(words: Sequence[_Edges], tuning: WindowTuning) -> Iterator[_Edges]:
    for one, other in pairwise(words):
        if other.start - one.end >= tuning.gap_seconds:
            yield _Edges(one.end, other.start)


def _is_in_word(at: float, spoken: Sequence[_Edges]) -> bool:
    return any(word.start < at < word.end for word in spoken)


def _leave_word(at: float, spoken: Sequence[_Edges]) -> _Edges:
    """Return the ends of the word spoken at this offset, else the offset itself twice."""
    return next((word for word in spoken if word.start < at < word.end), _Edges(at, at))


def _explain(places: tuple[_Place, _Place], asked: tuple[float, float]) -> BreathingWindow:
    moves = [
        _describe(verb, place.at_seconds - before, place.why)
        for verb, place, before in zip(("starts", "ends"), places, asked, strict=True)
        if abs(place.at_seconds - before) >= _MOVED_SECONDS
    ]
    sentence = " and ".join(moves) or "stays as it was found"
    return BreathingWindow(
        start_seconds=places[0].at_seconds,
        end_seconds=places[1].at_seconds,
        reason=f"The window {sentence}.",
    )


def _describe(verb: str, moved_seconds: float, reason: str) -> str:
    direction = "later" if moved_seconds > 0 else "earlier"
    where = f", {reason}" if reason else ""
    return f"{verb} {abs(moved_seconds):.1f} s {direction}{where}"
