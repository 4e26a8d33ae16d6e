"""The alert budget: a stream's own strongest moments set the bar for its next spike."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable
from math import inf
from typing import Final

EPISODE_OPENS_AT: Final = 2.0
EPISODE_CLOSES_SHARE: Final = 0.6
EPISODE_SECONDS: Final = 60
FIRST_HOURS: Final = 2.25
HOURS_AN_HOUR: Final = 0.375
"""Fitted: a stream starts with a budget of 2.25 hours' worth of spikes and earns 0.375 hours' worth
in each hour, so that streams of twenty minutes and of nine hours both get what is worth showing."""

PEAKS_KEPT: Final = 1024


class AlertBudget:
    """Remembers how high the score rose in each episode of a stream.

    An episode opens at score 2 and closes below 60 % of its maximum or after 60 s. The threshold is
    the K-th largest of the past maxima, K being the budget the stream has earned by then; it is
    never below `least`.
    """

    __slots__ = ("_episode_peak", "_episode_start", "_least", "_peaks", "spikes_an_hour")

    def __init__(self, *, spikes_an_hour: float, least: float, peaks: Iterable[float] = ()) -> None:
        self.spikes_an_hour = spikes_an_hour
        self._least = least
        self._peaks = array("d", sorted(peaks))
        self._episode_peak = 0.0
        self._episode_start = 0

    def threshold(self, heard_seconds: int) -> float:
        """Return the score a spike must reach; infinity while the budget allows none."""
        hours = FIRST_HOURS + HOURS_AN_HOUR * heard_seconds / 3600
        allowed = int(self.spikes_an_hour * hours)
        if allowed < 1:
            return inf
        if allowed > len(self._peaks):
            return self._least
        return max(self._least, self._peaks[-allowed])

    def follow(self, score: float, second: int) -> None:
        """Record the score of one second; past maxima change only when an episode closes."""
        peak = self._episode_peak
        if peak == 0.0:
            if score >= EPISODE_OPENS_AT:
                self._episode_peak, self._episode_start = score, second
        elif score < EPISODE_CLOSES_SHARE * peak or second - self._episode_start >= EPISODE_SECONDS:
            self._remember(peak)
        elif score > peak:
            self._episode_peak = score

    def peaks(self) -> tuple[float, ...]:
        """Return the maxima above `least` in ascending order, including an open episode's."""
        is_open = self._episode_peak > self._least
        return tuple(sorted((*self._peaks, *([self._episode_peak] if is_open else []))))

    def _remember(self, peak: float) -> None:
        """Keep a maximum above `least`: only such a one can become a threshold."""
        if peak > self._least:
            insort(self._peaks, peak)
        if len(self._peaks) > PEAKS_KEPT:
            del self._peaks[0]
        self._episode_peak = 0.0
