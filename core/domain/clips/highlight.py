"""Highlights: windows for clips, from what was measured and seen in an asset."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip_title import make_title
from core.domain.clips.clip_window import breathe
from core.domain.clips.moment_kind import name_kind
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import ViralityScore, score_moment
from core.domain.clips.words.spoken_hook import judge_words
from core.domain.signals.signal_stretch import cut_signals
from core.domain.signals.signals import Signals
from core.domain.videos.asset import CLIP_SECONDS_MAX
from core.domain.videos.moment import (
    Evidence,
    Moment,
    MomentTuning,
    find_lively,
    find_moments,
)
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import SeenMoment

CONTEXT_SECONDS: Final = 30.0
_PEAK_REACH_SECONDS: Final = 3.0
_SEEN_TOLERANCE_SECONDS: Final = 3.0
_MEASURED_TOLERANCE_SECONDS: Final = 1.5
_SECONDS_A_HIGHLIGHT: Final = 120.0
_HIGHLIGHTS_LEAST: Final = 4
_HIGHLIGHTS_MOST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A window of an asset that is worth a clip, at most 30 s, with its score and why.

    `measured` is the score before anybody saw it. `evidence` is what made us look, None if only a
    model saw it; `spike` and `seen` are the chat spike and the seen moment within it.
    """

    start_seconds: float
    peak_seconds: float
    end_seconds: float
    title: str
    reason: str
    score: ViralityScore
    measured: ViralityScore | None = None
    evidence: Evidence | None = None
    spike: ChatSpike | None = None
    seen: SeenMoment | None = None


class _Place(NamedTuple):
    start: float
    peak: float
    end: float


def count_highlights(duration_seconds: float) -> int:
    """Return how many highlights a video of this length may have at most."""
    wanted = math.ceil(duration_seconds / _SECONDS_A_HIGHLIGHT)
    return min(_HIGHLIGHTS_MOST, max(_HIGHLIGHTS_LEAST, wanted))


def find_highlights(
    signals: Signals,
    *,
    duration_seconds: float,
    spikes: Sequence[ChatSpike] = (),
    seen: Sequence[SeenMoment] = (),
    words: Sequence[Word] = (),
) -> tuple[Highlight, ...]:
    """Return highlights in chronological order; of two that overlap, the higher score wins.

    Seen times are a prior: a seen moment and a measured one whose peak lies in the other become
    one, which keeps the measured peak; otherwise its peak goes to the loudest second within 3 s.
    All edges go to silences, gaps in the speech or cuts. A video of a minute or more in which
    nothing stands out gives its liveliest parts. Equal input gives equal highlights.
    """
    most = count_highlights(duration_seconds)
    measured = list(find_moments(signals, spikes, MomentTuning(moments_max=2 * most)))
    if not measured and not seen:
        measured = list(find_lively(signals))
    candidates: list[Highlight] = []
    for moment in sorted(seen, key=lambda m: (-m.rubric.share, m.start_seconds)):
        match = next((m for m in measured if _lie_on_each_other(m, moment)), None)
        if match:
            measured.remove(match)
        place = _place_both(match, moment) if match else _place_seen(moment, signals)
        candidates.append(_make(place, match, moment, signals, words, duration_seconds))
    candidates += [_make(_place(m), m, None, signals, words, duration_seconds) for m in measured]
    return _choose(candidates, most)


def _choose(candidates: Sequence[Highlight], most: int) -> tuple[Highlight, ...]:
    taken: list[Highlight] = []
    ranked = sorted(candidates, key=lambda h: (-h.score.value, h.seen is None, h.start_seconds))
    for candidate in ranked:
        if len(taken) < most and not any(_overlap(candidate, other) for other in taken):
            taken.append(candidate)
    return tuple(sorted(taken, key=lambda highlight: highlight.start_seconds))


def _overlap(one: Highlight, other: Highlight) -> bool:
    return one.start_seconds < other.end_seconds and other.start_seconds < one.end_seconds


def _lie_on_each_other(moment: Moment, seen: SeenMoment) -> bool:
    """Return whether the peak of either lies in the other."""
    return (
        seen.start_seconds <= moment.peak_seconds <= seen.end_seconds
        or moment.start_seconds <= seen.peak_seconds <= moment.end_seconds
    )


def _place(moment: Moment) -> _Place:
    return _Place(moment.start_seconds, moment.peak_seconds, moment.end_seconds)


def _place_seen(seen: SeenMoment, signals: Signals) -> _Place:
    peak = _find_peak(seen.peak_seconds, signals)
    return _Place(min(seen.start_seconds, peak), peak, max(seen.end_seconds, peak))


def _place_both(moment: Moment, seen: SeenMoment) -> _Place:
    """Return what was seen and measured together, or the measured window if that is too long."""
    start = min(moment.start_seconds, seen.start_seconds)
    end = max(moment.end_seconds, seen.end_seconds)
    if end - start > CLIP_SECONDS_MAX:
        return _place(moment)
    return _Place(start, moment.peak_seconds, end)


def _make(
    place: _Place,
    moment: Moment | None,
    seen: SeenMoment | None,
    signals: Signals,
    words: Sequence[Word],
    duration_seconds: float,
) -> Highlight:
    start, peak, end = place
    context = cut_signals(signals, start - CONTEXT_SECONDS, end + CONTEXT_SECONDS)
    window = breathe(
        start,
        end,
        signals=context,
        asset_duration=duration_seconds,
        tolerance_seconds=_SEEN_TOLERANCE_SECONDS if seen else _MEASURED_TOLERANCE_SECONDS,
        words=words,
        peak_seconds=peak,
        longest_seconds=CLIP_SECONDS_MAX,
    )
    spike = moment.spike if moment else None
    measured_score = score_moment(
        spike, context, start_seconds=window.start_seconds, end_seconds=window.end_seconds
    )
    return Highlight(
        start_seconds=round(window.start_seconds, 3),
        peak_seconds=round(peak, 3),
        end_seconds=round(window.end_seconds, 3),
        title=(seen.title if seen else "")
        or make_title(
            spike,
            at_seconds=peak,
            kind=name_kind(context, window.start_seconds, window.end_seconds),
            words=words,
        ),
        reason=_explain(moment, seen),
        score=combine_score(
            measured_score,
            seen.rubric if seen else None,
            judge_words(words, start_seconds=window.start_seconds, end_seconds=window.end_seconds),
        ),
        measured=measured_score,
        evidence=moment.evidence if moment else None,
        spike=spike,
        seen=seen,
    )


def _find_peak(at_seconds: float, signals: Signals) -> float:
    """Return the loudest second near a seen peak, which is only accurate to about 3 s."""
    near = cut_signals(signals, at_seconds - _PEAK_REACH_SECONDS, at_seconds + _PEAK_REACH_SECONDS)
    loudest = near.find_loudest(near.start_seconds, near.end_seconds)
    return at_seconds if loudest is None else loudest[0]


def _explain(moment: Moment | None, seen: SeenMoment | None) -> str:
    parts = [moment.reason] if moment else []
    if seen and seen.visual:
        parts.append(f"The model saw: {seen.visual}")
    return " ".join(parts) or "The model saw it."
