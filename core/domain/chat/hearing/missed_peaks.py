"""Missed peaks: moments at which chat rose, but which did not become a spike, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.chat.alert_budget import (
    EPISODE_CLOSES_SHARE,
    EPISODE_OPENS_AT,
    EPISODE_SECONDS,
)

MISSED_KEPT: Final = 6
"""Of ten minutes so many are stored, and of an hour so many are shown: the strongest."""

_WAITING_MOST: Final = 32


class MissReason(StrEnum):
    """Why a peak did not become a spike."""

    RAID = "raid"
    COPIES = "copies"
    TOO_SOON = "too soon"
    UNDER_BUDGET = "under the budget"
    TOO_FEW = "too few people"


MISS_SENTENCES: Final = {
    MissReason.RAID: "a raid, gifts or a break explain why so many wrote",
    MissReason.COPIES: "most of them wrote the same text",
    MissReason.TOO_SOON: "it came too soon after another moment",
    MissReason.UNDER_BUDGET: "stronger moments used up the spikes an hour that are set",
    MissReason.TOO_FEW: "too few people reacted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedPeak:
    """A peak of the score: when it was, how high, what it had to reach and who wrote."""

    offset_seconds: float
    score: float
    threshold: float
    chatters: int
    reacting: int
    reason: MissReason


class MissedPeaks:
    """Follows the score from episode to episode; one in which a spike fired is not missed."""

    __slots__ = ("_best", "_best_score", "_has_fired", "_since", "_waiting")

    def __init__(self) -> None:
        self._best: MissedPeak | None = None
        self._best_score = 0.0
        self._has_fired = False
        self._since = 0
        self._waiting: list[MissedPeak] = []

    def follow(self, score: float, second: int, describe: Callable[[], MissedPeak | None]) -> None:
        """Take the score of a second; `describe` tells of it as a peak, None where it fired."""
        if self._best_score and (
            score < EPISODE_CLOSES_SHARE * self._best_score
            or second - self._since >= EPISODE_SECONDS
        ):
            self.close()
        if score >= EPISODE_OPENS_AT and score > self._best_score:
            if not self._best_score:
                self._since = second
            self._best_score = score
            if not self._has_fired:
                self._best = describe()
                self._has_fired = self._best is None

    def fire(self) -> None:
        """Take that this episode became a spike after all."""
        self._best, self._has_fired = None, True

    def close(self) -> None:
        """End the episode; its peak can be taken from now on."""
        if self._best is not None:
            self._waiting = [*self._waiting, self._best][-_WAITING_MOST:]
        self._best, self._best_score, self._has_fired = None, 0.0, False

    def take(self) -> tuple[MissedPeak, ...]:
        """Return, once, the peaks of the episodes that are over."""
        if not self._waiting:
            return ()
        taken, self._waiting = tuple(self._waiting), []
        return taken


def keep_strongest(peaks: Iterable[MissedPeak]) -> tuple[MissedPeak, ...]:
    """Return the six strongest peaks, in order of time."""
    best = sorted(peaks, key=lambda peak: (-peak.score, peak.offset_seconds))[:MISSED_KEPT]
    return tuple(sorted(best, key=lambda peak: peak.offset_seconds))


def pick_an_hour(peaks: Iterable[MissedPeak]) -> tuple[MissedPeak, ...]:
    """Return the six strongest peaks of each hour of the stream, in order of time."""
    hours: dict[int, list[MissedPeak]] = {}
    for peak in peaks:
        hours.setdefault(int(peak.offset_seconds // 3600), []).append(peak)
    return tuple(peak for _, some in sorted(hours.items()) for peak in keep_strongest(some))
