"""The hook: a clip that begins shortly before something happens, not half a minute before.

Chat reacts late, so the window of a spike begins long before the event. If the sound shows when it
happened, the window begins a few seconds before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.chat.chat_spike import ChatSpike
from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, Signals
from core.domain.videos.asset import CLIP_SECONDS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class HookTuning:
    """What counts as a clear burst, and where the window then begins.

    A burst is `burst_db` above the usual level for `burst_seconds`, after `calm_seconds` that are
    at least `rise_db` quieter; bursts closer than `join_seconds` are one. The event lies
    `reaction_least_seconds` to `reaction_most_seconds` before the detection.
    """

    burst_db: float = 6.0
    rise_db: float = 5.0
    burst_seconds: float = 0.5
    calm_seconds: float = 1.5
    join_seconds: float = 1.5
    reaction_least_seconds: float = 2.0
    reaction_most_seconds: float = 22.0
    lead_seconds: float = 7.0
    lead_least_seconds: float = 4.0
    shortest_seconds: float = 12.0
    moved_seconds_min: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HookedWindow:
    """Offsets into the asset; `onset_seconds` and `reason` are None if nothing moved."""

    start_seconds: float
    end_seconds: float
    onset_seconds: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Burst:
    start_seconds: float
    end_seconds: float


def place_hook(
    start_seconds: float,
    end_seconds: float,
    *,
    spike: ChatSpike,
    signals: Signals,
    tuning: HookTuning | None = None,
) -> HookedWindow:
    """Return the window that begins before the last clear burst ahead of chat's peak.

    It begins about 7 s before the burst and never later than 4 s before it, lasts 12 to 30 s, and
    ends where it did, or with the burst if that goes on for longer. Without a clear burst the
    window stays as it is. Equal input gives an equal window.
    """
    tuning = tuning or HookTuning()
    burst = _choose_burst(start_seconds, end_seconds, spike, signals, tuning)
    if burst is None:
        return HookedWindow(start_seconds=start_seconds, end_seconds=end_seconds)
    onset = burst.start_seconds
    start = min(onset - tuning.lead_seconds, end_seconds - tuning.shortest_seconds)
    start = max(start_seconds, start)
    end = max(end_seconds, min(burst.end_seconds, start + CLIP_SECONDS_MAX))
    if start - start_seconds < tuning.moved_seconds_min or onset - start < (
        tuning.lead_least_seconds
    ):
        return HookedWindow(start_seconds=start_seconds, end_seconds=end_seconds)
    return HookedWindow(
        start_seconds=round(start, 3),
        end_seconds=round(end, 3),
        onset_seconds=round(onset, 3),
        reason=f"It begins {onset - start:.0f} s before the sound bursts out.",
    )


def _choose_burst(
    start_seconds: float,
    end_seconds: float,
    spike: ChatSpike,
    signals: Signals,
    tuning: HookTuning,
) -> _Burst | None:
    """Return the last burst that can have made chat react."""
    known = spike.detected_at_seconds
    earliest = max(start_seconds, known - tuning.reaction_most_seconds)
    latest = min(end_seconds, spike.peak_seconds, known - tuning.reaction_least_seconds)
    inside = [
        burst
        for burst in _list_bursts(signals, tuning)
        if earliest <= burst.start_seconds <= latest
    ]
    return inside[-1] if inside else None


def _list_bursts(signals: Signals, tuning: HookTuning) -> Iterator[_Burst]:
    """Yield the clear bursts in chronological order."""
    usual = signals.usual_db()
    if usual is None:
        return
    loud_from = usual + tuning.burst_db
    runs: list[tuple[int, int]] = []
    join = round(tuning.join_seconds / LOUDNESS_STEP_SECONDS)
    for place, level in enumerate(signals.loudness_db):
        if level < loud_from:
            continue
        if runs and place - runs[-1][1] <= join:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    for first, last in runs:
        if _is_clear(signals.loudness_db, first, last, tuning):
            yield _Burst(
                start_seconds=signals.start_seconds + first * LOUDNESS_STEP_SECONDS,
                end_seconds=signals.start_seconds + last * LOUDNESS_STEP_SECONDS,
            )


def _is_clear(levels: tuple[float, ...], first: int, last: int, tuning: HookTuning) -> bool:
    """Return whether a run is long enough, and far louder than what came before it."""
    calm = levels[max(0, first - round(tuning.calm_seconds / LOUDNESS_STEP_SECONDS)) : first]
    if last - first < round(tuning.burst_seconds / LOUDNESS_STEP_SECONDS) or not calm:
        return False
    loud = levels[first:last]
    return sum(loud) / len(loud) - sum(calm) / len(calm) >= tuning.rise_db
