"""Signals: what can be measured in a stretch of video without understanding it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

LOUDNESS_STEP_SECONDS = 0.1
SILENCE_DB = -100.0
AUDIBLE_DB = -70.0
_STEPS_A_SECOND = round(1 / LOUDNESS_STEP_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Loudness and cuts from `start_seconds` to `end_seconds` of an asset.

    `loudness_db` is the RMS level in dBFS of each tenth of a second (-100 for silence), empty
    without sound. `cuts_at_seconds` are the offsets into the asset at which the picture changes.
    """

    start_seconds: float
    end_seconds: float
    loudness_db: tuple[float, ...]
    cuts_at_seconds: tuple[float, ...]

    def list_levels(self) -> tuple[tuple[float, float], ...]:
        """Return (offset in seconds, mean level in dBFS) for each second of the stretch."""
        return tuple(
            (
                self.start_seconds + index * LOUDNESS_STEP_SECONDS,
                _mean_db(self.loudness_db[index : index + _STEPS_A_SECOND]),
            )
            for index in range(0, len(self.loudness_db), _STEPS_A_SECOND)
        )

    def usual_db(self) -> float | None:
        """The median level of the audible seconds; None if nothing can be heard."""
        audible = [level for _, level in self.list_levels() if level > AUDIBLE_DB]
        return median(audible) if audible else None

    def find_loudest(self, start_seconds: float, end_seconds: float) -> tuple[float, float] | None:
        """Return offset and level of the loudest audible second that begins in this window."""
        inside = [
            (at, level)
            for at, level in self.list_levels()
            if start_seconds <= at < end_seconds and level > AUDIBLE_DB
        ]
        return max(inside, key=lambda item: (item[1], -item[0]), default=None)

    def count_cuts(self, start_seconds: float, end_seconds: float) -> int:
        """Return the number of cuts strictly inside a window."""
        return sum(start_seconds < at < end_seconds for at in self.cuts_at_seconds)


def _mean_db(levels: tuple[float, ...]) -> float:
    return 10 * math.log10(sum(10 ** (level / 10) for level in levels) / len(levels))
