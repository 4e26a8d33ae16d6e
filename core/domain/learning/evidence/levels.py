"""Levels: how surprising an answer must be, when the same posts are looked at again and again.

A creator risks one false claim in 33 over all the looks of all years, not at each look. By the
time that there are `n` posts, `n² / (n² + 40²)` of that has been spent, so a first look at many
posts has most of it, and the 104th look of two years has little left. A look takes what has come
due since the one before, and comes when there are a quarter more posts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.learning.evidence.compared_post import Outcome

ONCE: Final = 0.05
"""The level of what is read once, and of which the question was put before: an experiment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTuning:
    """`all_looks` is the share of empty histories in which anything may ever be claimed."""

    all_looks: float = 0.03
    half_spent_at: float = 40.0
    grown_by: float = 1.25


SHARES: Final[Mapping[Outcome, float]] = {
    Outcome.VIEWS: 0.84,
    Outcome.WATCHED: 0.11,
    Outcome.LIKED: 0.05,
}
"""The quiet outcomes need less: what doubles them shows in 60 posts at any level."""
POSTS_LEAST: Final[Mapping[Outcome, int]] = {
    Outcome.VIEWS: 40,
    Outcome.WATCHED: 20,
    Outcome.LIKED: 20,
}
"""Below this, only what luck has made far too large would be found."""


def is_due(count: int, looked_at: int, tuning: LevelTuning) -> bool:
    """Return whether there are enough new posts for another look."""
    return count >= min(POSTS_LEAST.values()) and count >= looked_at * tuning.grown_by


def find_level(count: int, looked_at: int, tuning: LevelTuning) -> float:
    """Return the level of a look at so many posts after one at `looked_at`."""
    return tuning.all_looks * (_spent(count, tuning) - _spent(looked_at, tuning))


def _spent(count: int, tuning: LevelTuning) -> float:
    return count**2 / (count**2 + tuning.half_spent_at**2)


def choose(values: Sequence[float], weights: Sequence[float], level: float) -> frozenset[int]:
    """Return which p values hold together at a level (Holm, with a weight each)."""
    open_ones = {at for at, weight in enumerate(weights) if weight > 0}
    chosen: set[int] = set()
    while open_ones:
        total = sum(weights[at] for at in open_ones)
        held = {at for at in open_ones if values[at] <= level * weights[at] / total}
        if not held:
            break
        chosen |= held
        open_ones -= held
    return frozenset(chosen)
