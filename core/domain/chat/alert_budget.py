"""The alert budget: as many spikes an hour as the creator set, the strongest of their stream."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable
from math import ceil, inf
from typing import Final

EPISODE_OPENS_AT: Final = 2.0
EPISODE_CLOSES_SHARE: Final = 0.6
EPISODE_SECONDS: Final = 60

CANDIDATES_SHARE: Final = 1.1
"""Of the strongest moments so far, 1.1 times as many as were earned are good enough: some of them
come too soon after another, or are the work of a raid."""

CORRECTION: Final = 2
"""Each spike that is owed makes two more of the past moments good enough, and each too many two
less, so that a stream makes up for its quiet hours and for its loud ones."""

NEARLY: Final = 0.9
"""As strong as the weakest of those is nine tenths as strong: of moments that are alike, the second
would otherwise have to beat the first."""

IN_HAND_HOURS: Final = 0.1
"""For moments that are beyond doubt, a stream begins with six minutes' worth: in its first minutes
it cannot be heard."""

OVERDRAWN_TIMES: Final = 1.3
"""With more spikes than were earned, only what is so much stronger than all before comes through:
a first hour full of small moments must not silence the one that everybody will talk about."""

FULL_PEOPLE: Final = 140
"""A chat in which so many people write within a quarter of an hour earns what was set; with half as
many it earns half of it. Small channels have 12 to 60, busy ones from 100 on."""

CLEAR_SCORE: Final = 25.0
"""From here on a moment is as certain in a small chat as in a large one, so that it is judged by
the full budget. Small channels rise so high a few times a day."""

PEAKS_KEPT: Final = 1024


class AlertBudget:
    """Remembers how high the score rose in each episode of a stream, and how many spikes fired.

    An episode opens at score 2 and closes below 60 % of its maximum or after 60 s. With `earned`
    spikes, of which `fired` have come, nine tenths of the K-th largest past maximum is the bar, K
    being 1.1 earned + 2 (earned - fired).
    """

    __slots__ = (
        "_episode_peak",
        "_episode_start",
        "_least",
        "_peaks",
        "earned",
        "earned_quiet",
        "fired",
        "spikes_an_hour",
    )

    def __init__(
        self,
        *,
        spikes_an_hour: float,
        least: float,
        peaks: Iterable[float] = (),
        earned: float = 0.0,
        earned_quiet: float = 0.0,
        fired: int = 0,
    ) -> None:
        self.spikes_an_hour = spikes_an_hour
        self.earned = earned
        self.earned_quiet = earned_quiet
        self.fired = fired
        self._least = least
        self._peaks = array("d", sorted(peaks))
        self._episode_peak = 0.0
        self._episode_start = 0

    def earn(self, seconds: float, *, people: int) -> None:
        """Let time pass in which `people` wrote within the last quarter of an hour."""
        earned = self.spikes_an_hour * seconds / 3600
        self.earned += earned
        self.earned_quiet += earned * min(1.0, people / FULL_PEOPLE)

    def bar(self) -> float:
        """Return how strong a spike must be by the budget; infinity where none are wanted."""
        if self.spikes_an_hour <= 0:
            return inf
        full = self._find_bar(self.earned + IN_HAND_HOURS * self.spikes_an_hour)
        return min(self._find_bar(self.earned_quiet), max(CLEAR_SCORE, full))

    def _find_bar(self, earned: float) -> float:
        allowed = ceil(CANDIDATES_SHARE * earned + CORRECTION * (earned - self.fired))
        peaks = self._peaks
        if allowed > len(peaks) or not peaks:
            return 0.0
        return NEARLY * peaks[-allowed] if allowed >= 1 else OVERDRAWN_TIMES * peaks[-1]

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

    def drop_episode(self) -> None:
        """Forget the open episode: it was no reaction to the stream."""
        self._episode_peak = 0.0

    def peaks(self) -> tuple[float, ...]:
        """Return the maxima above `least` in ascending order, including an open episode's."""
        is_open = self._episode_peak > self._least
        return tuple(sorted((*self._peaks, *([self._episode_peak] if is_open else []))))

    def _remember(self, peak: float) -> None:
        """Keep a maximum above `least`: only such a one can become a bar."""
        if peak > self._least:
            insort(self._peaks, peak)
        if len(self._peaks) > PEAKS_KEPT:
            del self._peaks[0]
        self._episode_peak = 0.0
