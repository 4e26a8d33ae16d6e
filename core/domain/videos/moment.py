"""Moments: stretches of an asset worth a clip, found without understanding what is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median, pstdev

from core.domain.chat.chat_spike import ChatSpike
from core.domain.signals.signal_stretch import cut_signals
from core.domain.signals.signals import AUDIBLE_DB, LOUDNESS_STEP_SECONDS, Signals
from core.domain.videos.asset import CLIP_SECONDS_MAX


class Evidence(StrEnum):
    """What made us look, the strongest kind first."""

    CHAT = "chat"
    LOUDNESS = "loudness"
    CUTS = "cuts"
    LIVELY = "lively"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Offsets into the asset, at most 30 s apart; `peak_seconds` lies between them.

    `strength` ranks moments with the same evidence (score, dB above the usual level, cuts),
    `reason` is the sentence that says why, and `spike` the chat spike, if one made it.
    """

    start_seconds: float
    peak_seconds: float
    end_seconds: float
    evidence: Evidence
    strength: float
    reason: str
    spike: ChatSpike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentTuning:
    """What counts as a moment.

    A burst of sound is `burst_db` above the usual level, for `burst_seconds` of two seconds at
    least: what goes on counts, and not the slam of a door. Bursts and cuts no more than
    `join_seconds` apart are one. `cuts_min` cuts in a row are a moment. `lead_in_seconds` and
    `tail_seconds` are kept around what was found; of a moment that another one overlaps, less than
    `shortest_seconds` is dropped. A video of at least `lively_from_seconds` in which nothing stands
    out gives its `lively_max` liveliest windows of `lively_seconds`.
    """

    burst_db: float = 6.0
    burst_seconds: float = 0.5
    join_seconds: float = 3.0
    cuts_min: int = 4
    lead_in_seconds: float = 4.0
    tail_seconds: float = 3.0
    shortest_seconds: float = 5.0
    moments_max: int = 12
    lively_from_seconds: float = 60.0
    lively_seconds: float = 20.0
    lively_max: int = 3


def find_moments(
    signals: Signals, spikes: Sequence[ChatSpike] = (), tuning: MomentTuning | None = None
) -> tuple[Moment, ...]:
    """Return moments that do not overlap, in chronological order.

    Chat wins over loudness and loudness over cuts, and within each kind the stronger wins: what
    overlaps a winner is trimmed to its free side, or dropped if its peak is taken or too little of
    it is left. Spikes are in offsets of the same asset; those outside the signals are ignored.
    """
    tuning = tuning or MomentTuning()
    candidates = [
        *_rank(_from_spikes(signals, spikes)),
        *_rank(_from_bursts(signals, tuning)),
        *_rank(_from_cuts(signals, tuning)),
    ]
    taken: list[Moment] = []
    for candidate in candidates:
        if len(taken) == tuning.moments_max:
            break
        free = _trim(candidate, taken, tuning.shortest_seconds)
        if free is not None:
            taken.append(free)
    return tuple(sorted(taken, key=lambda moment: moment.start_seconds))


def _rank(moments: Iterator[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda moment: (-moment.strength, moment.peak_seconds))


def _trim(moment: Moment, taken: Sequence[Moment], shortest_seconds: float) -> Moment | None:
    start, end = moment.start_seconds, moment.end_seconds
    for other in taken:
        if other.start_seconds <= moment.peak_seconds <= other.end_seconds:
            return None
        if other.end_seconds < moment.peak_seconds:
            start = max(start, other.end_seconds)
        else:
            end = min(end, other.start_seconds)
    if end - start < shortest_seconds and (start, end) != (
        moment.start_seconds,
        moment.end_seconds,
    ):
        return None
    return replace(moment, start_seconds=start, end_seconds=end)


def _from_spikes(signals: Signals, spikes: Sequence[ChatSpike]) -> Iterator[Moment]:
    for spike in spikes:
        start = max(signals.start_seconds, spike.start_seconds)
        end = min(signals.end_seconds, spike.end_seconds, start + CLIP_SECONDS_MAX)
        if start < end:
            yield Moment(
                start_seconds=start,
                peak_seconds=min(end, max(start, spike.peak_seconds)),
                end_seconds=end,
                evidence=Evidence.CHAT,
                strength=spike.score,
                reason=f"{spike.chatters} people wrote in chat where "
                f"{spike.usual_chatters:.0f} are usual.",
                spike=spike,
            )


def _from_bursts(signals: Signals, tuning: MomentTuning) -> Iterator[Moment]:
    usual = signals.usual_db()
    if usual is None:
        return
    loud = [(at, level) for at, level in signals.list_levels() if level >= usual + tuning.burst_db]
    levels = dict(loud)
    for first, last in _group([at for at, _ in loud], 1.0 + tuning.join_seconds):
        if not _goes_on(signals, first, last + 1.0, usual, tuning):
            continue
        peak = max((at for at in levels if first <= at <= last), key=lambda at: levels[at])
        start, end = _frame(signals, tuning, first, last + 1.0, peak)
        above = levels[peak] - usual
        yield Moment(
            start_seconds=start,
            peak_seconds=peak,
            end_seconds=end,
            evidence=Evidence.LOUDNESS,
            strength=above,
            reason=f"The sound is {above:.0f} dB above the usual level.",
        )


def _goes_on(
    signals: Signals, first: float, last: float, usual: float, tuning: MomentTuning
) -> bool:
    """Return whether it is loud for long enough within two seconds somewhere in a stretch."""
    tenths = cut_signals(signals, first, last).loudness_db
    loud = [level >= usual + tuning.burst_db for level in tenths]
    needed = round(tuning.burst_seconds / LOUDNESS_STEP_SECONDS)
    span = round(2.0 / LOUDNESS_STEP_SECONDS)
    return any(sum(loud[at : at + span]) >= needed for at in range(len(loud)))


def find_lively(signals: Signals, tuning: MomentTuning | None = None) -> Iterator[Moment]:
    """Yield the windows in which most goes on, of a video in which nothing stands out.

    Sound counts by how loud it mostly is and by how much it rises and falls, pictures by their
    cuts. Neighbours overlap by half, so whoever takes them keeps those that do not.
    """
    tuning = tuning or MomentTuning()
    length = signals.end_seconds - signals.start_seconds
    if length < tuning.lively_from_seconds:
        return
    usual, step = signals.usual_db(), tuning.lively_seconds / 2
    windows = []
    for index in range(int((length - tuning.lively_seconds) / step) + 1):
        start = signals.start_seconds + index * step
        windows.append((_rate_liveliness(signals, start, tuning, usual), start))
    taken: list[float] = []
    for lively, start in sorted(windows, key=lambda window: (-window[0], window[1])):
        if len(taken) == tuning.lively_max:
            return
        if any(abs(start - other) < tuning.lively_seconds for other in taken):
            continue
        taken.append(start)
        yield _make_lively(signals, tuning, start, lively)


def _rate_liveliness(
    signals: Signals, start: float, tuning: MomentTuning, usual: float | None
) -> float:
    end = start + tuning.lively_seconds
    cuts = float(min(6, signals.count_cuts(start, end)))
    levels = [level for level in cut_signals(signals, start, end).loudness_db if level > AUDIBLE_DB]
    if usual is None or len(levels) < tuning.lively_seconds:
        return cuts
    return cuts + max(-6.0, min(6.0, median(levels) - usual)) + min(6.0, pstdev(levels))


def _make_lively(signals: Signals, tuning: MomentTuning, start: float, lively: float) -> Moment:
    end = start + tuning.lively_seconds
    loudest = signals.find_loudest(start, end - 1.0)
    return Moment(
        start_seconds=start,
        peak_seconds=loudest[0] if loudest else (start + end) / 2,
        end_seconds=end,
        evidence=Evidence.LIVELY,
        strength=lively,
        reason="Nothing stands out in this video, and this is one of its liveliest parts.",
    )


def _from_cuts(signals: Signals, tuning: MomentTuning) -> Iterator[Moment]:
    within = [
        at for at in signals.cuts_at_seconds if signals.start_seconds <= at <= signals.end_seconds
    ]
    for first, last in _group(within, tuning.join_seconds):
        count = signals.count_cuts(first, last) + 2
        if first == last or count < tuning.cuts_min:
            continue
        middle = (first + last) / 2
        start, end = _frame(signals, tuning, first, last, middle)
        yield Moment(
            start_seconds=start,
            peak_seconds=middle,
            end_seconds=end,
            evidence=Evidence.CUTS,
            strength=float(count),
            reason=f"The picture is cut {count} times within {last - first:.0f} s.",
        )


def _group(offsets: Sequence[float], gap_seconds: float) -> Iterator[tuple[float, float]]:
    """Yield the first and last of each run of offsets that are no more than a gap apart."""
    run: list[float] = []
    for at in offsets:
        if run and at - run[-1] > gap_seconds:
            yield run[0], run[-1]
            run = []
        run.append(at)
    if run:
        yield run[0], run[-1]


def _frame(
    signals: Signals, tuning: MomentTuning, first: float, last: float, peak: float
) -> tuple[float, float]:
    """Return the window around what was found: with lead-in and tail, at most 30 s."""
    start = max(signals.start_seconds, first - tuning.lead_in_seconds)
    end = min(signals.end_seconds, last + tuning.tail_seconds)
    if end - start > CLIP_SECONDS_MAX:
        start = max(start, min(peak - CLIP_SECONDS_MAX / 2, end - CLIP_SECONDS_MAX))
        end = min(end, start + CLIP_SECONDS_MAX)
    return start, end
