"""Chat lag: how long after a sound on stream chat reacts to it, from sound and chat alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from operator import mul
from random import Random
from statistics import median, pstdev
from typing import Final

from core.domain.signals.signals import Signals

LAG_SECONDS_LEAST: Final = 1
LAG_SECONDS_MOST: Final = 30
MOMENTS_LEAST: Final = 3

USUAL_LAG_SECONDS: Final = 10.5
"""The delay for which the tuning's own window is right."""

USUAL_SPREAD_SECONDS: Final = 6.0
"""How much delays differ between channels; an estimate this uncertain counts half."""

EARLIER_LEAST: Final = -3.0
EARLIER_MOST: Final = 12.0
"""The bounds of the shift: at most this much later or earlier, so that the window ends no more than
5 seconds after the alarm and always lies near it."""

DRIFT_SECONDS: Final = 2.0
"""How much a channel's delay may change from one stream to the next."""

UNCERTAINTY_LEAST: Final = 0.5

_DRAWS: Final = 60
_AUDIBLE_DB: Final = -70.0
_SMOOTHING: Final = (1, 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LagMoment:
    """The sound and chat around a spike, one value a second from a common start.

    `levels_db` are mean levels in dBFS, `messages` are lines of chat a second.
    """

    levels_db: tuple[float, ...]
    messages: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LagEstimate:
    """The delay from a sound to chat's reaction and its standard error, from `moments` moments."""

    seconds: float
    uncertainty_seconds: float
    moments: int

    def move_window(self) -> float:
        """Return how many seconds earlier clips should begin and end, within bounds.

        The less certain the estimate, the closer the result is to 0.
        """
        known = USUAL_SPREAD_SECONDS**2
        trust = known / (known + self.uncertainty_seconds**2)
        earlier = trust * (self.seconds - USUAL_LAG_SECONDS)
        return max(EARLIER_LEAST, min(EARLIER_MOST, earlier))

    def join(self, older: LagEstimate) -> LagEstimate:
        """Combine this estimate with the channel's older one, weighted by certainty."""
        weight = 1 / self.uncertainty_seconds**2
        older_weight = 1 / (older.uncertainty_seconds**2 + DRIFT_SECONDS**2)
        share = weight / (weight + older_weight)
        return LagEstimate(
            seconds=older.seconds + share * (self.seconds - older.seconds),
            uncertainty_seconds=max(UNCERTAINTY_LEAST, 1 / sqrt(weight + older_weight)),
            moments=self.moments + older.moments,
        )

    def explain(self) -> str:
        return (
            f"Chat reacts {self.seconds:.0f} s after the sound here "
            f"(give or take {self.uncertainty_seconds:.0f} s, from {self.moments} moments)."
        )

    def to_values(self) -> dict[str, float]:
        return {
            "lag seconds": self.seconds,
            "lag uncertainty seconds": self.uncertainty_seconds,
            "lag moments": float(self.moments),
        }

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> LagEstimate | None:
        if "lag seconds" not in values:
            return None
        return cls(
            seconds=values["lag seconds"],
            uncertainty_seconds=values["lag uncertainty seconds"],
            moments=int(values["lag moments"]),
        )


def make_moment(
    signals: Signals, rates: Sequence[tuple[float, float]], *, step_seconds: float
) -> LagMoment:
    """Return the moment for a stretch of video.

    `rates` are (offset in seconds, messages a second) of steps of `step_seconds`, in order and on
    the same clock as the signals. Between the middles of two steps the rate is interpolated
    linearly.
    """
    levels = signals.list_levels()
    middles = [(offset + step_seconds / 2, rate) for offset, rate in rates]
    return LagMoment(
        levels_db=tuple(level for _, level in levels),
        messages=tuple(_read_rate(middles, at + 0.5) for at, _ in levels),
    )


def _read_rate(middles: Sequence[tuple[float, float]], at: float) -> float:
    """Return the rate at an offset; beyond either end, the nearest known rate."""
    after = bisect_left(middles, (at, -1.0))
    if after == 0 or after == len(middles):
        return middles[min(after, len(middles) - 1)][1] if middles else 0.0
    (before_at, before), (after_at, rate) = middles[after - 1], middles[after]
    return before + (rate - before) * (at - before_at) / (after_at - before_at)


def estimate_lag(moments: Sequence[LagMoment]) -> LagEstimate | None:
    """Return the delay at which rises in loudness and rises in chat correlate best.

    The correlations of all moments are summed, so that a sound chat ignored at one moment is
    outvoted by the others. The uncertainty is the standard deviation over bootstrap resamples of
    the moments. None if fewer than three moments have both sound and chat.
    """
    scores = [found for moment in moments if (found := _correlate(moment))]
    count = len(scores)
    if count < MOMENTS_LEAST:
        return None
    chance = Random(count)  # noqa: S311 - seeded, so that equal moments give equal estimates
    drawn = [_find_lag(chance.choices(scores, k=count)) for _ in range(_DRAWS)]
    return LagEstimate(
        seconds=_find_lag(scores),
        uncertainty_seconds=max(UNCERTAINTY_LEAST, pstdev(drawn)),
        moments=count,
    )


def _find_lag(scores: Sequence[Sequence[float]]) -> float:
    return _find_peak([sum(column) for column in zip(*scores, strict=True)])


def _correlate(moment: LagMoment) -> list[float] | None:
    """Return the correlation at each lag, shortest first; None if nothing rises."""
    sound = _normalise(_rises(_above_usual(moment.levels_db)))
    chat = _normalise(_rises(_smooth(moment.messages)))
    if sound is None or chat is None:
        return None
    return [
        sum(map(mul, sound, chat[lag:])) for lag in range(LAG_SECONDS_LEAST, LAG_SECONDS_MOST + 1)
    ]


def _above_usual(levels_db: Sequence[float]) -> list[float]:
    audible = [level for level in levels_db if level > _AUDIBLE_DB]
    if not audible:
        return []
    usual = median(audible)
    return [max(0.0, level - usual) for level in levels_db]


def _smooth(values: Sequence[float]) -> list[float]:
    """Return means over three seconds, weighted 1-2-1."""
    padded = (values[0], *values, values[-1]) if values else ()
    return [
        sum(w * v for w, v in zip(_SMOOTHING, padded[at : at + 3], strict=True)) / 4
        for at in range(len(values))
    ]


def _rises(values: Sequence[float]) -> list[float]:
    """Return by how much each value exceeds the one two seconds earlier; 0 where it falls."""
    return [max(0.0, value - values[max(0, at - 2)]) for at, value in enumerate(values)]


def _normalise(values: Sequence[float]) -> list[float] | None:
    """Return the values centred on 0 with length 1; None if they do not vary."""
    if not any(values):
        return None
    mean = sum(values) / len(values)
    length = sqrt(sum((value - mean) ** 2 for value in values))
    return [(value - mean) / length for value in values] if length else None


def _find_peak(scores: Sequence[float]) -> float:
    """Return the lag with the highest score, refined by a parabola through three points."""
    best = max(range(len(scores)), key=lambda at: scores[at])
    lag = float(LAG_SECONDS_LEAST + best)
    if not 0 < best < len(scores) - 1:
        return lag
    before, top, after = scores[best - 1 : best + 2]
    bend = before - 2 * top + after
    return lag + (0.5 * (before - after) / bend if bend else 0.0)
