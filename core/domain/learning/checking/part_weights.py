"""Part weights: what each part of the score should count, as far as measured posts say so.

A ridge draws every weight towards 1, the default; none leaves half to double. Weights are proposed
only where posts that were left out of the fit are put in a better order by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.domain.learning.checking.score_check import (
    choose_known,
    find_agreement,
    find_left,
    find_mean,
)
from core.domain.learning.evidence.compared_post import ComparedPost, Outcome

if TYPE_CHECKING:
    from core.domain.learning.evidence.residuals import Numbers

POSTS_LEAST: Final = 60
LEAST: Final = 0.5
MOST: Final = 2.0
_SPREAD: Final = 0.35
"""How far from 1 weights are expected to lie."""
_DRAWS: Final = 800
_TOLD_FROM: Final = 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightProposal:
    """Weights by part, and by how much they better the order of posts they were not fitted to."""

    weights: Mapping[str, float]
    better_by: float
    low: float
    high: float
    posts: int

    @property
    def holds(self) -> bool:
        return self.low > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a moderator said of a clip, and the share that each part of its score earned."""

    is_approved: bool
    parts: Mapping[str, float]


def propose_weights(
    posts: Sequence[ComparedPost],
    outcome: Outcome,
    defaults: Mapping[str, int],
    verdicts: Sequence[Verdict] = (),
) -> WeightProposal | None:
    """Return weights fitted to the posts; None with fewer than 60 that have every part.

    `defaults` are the points of each part. Where moderators' verdicts would be put in a clearly
    worse order, the proposal does not hold.
    """
    known = [
        post
        for post in choose_known(posts, outcome)
        if all(name in post.parts for name in defaults)
    ]
    if len({post.subject for post in known}) < POSTS_LEAST:
        return None
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    from core.domain.learning.evidence.ranks import score_by_rank  # noqa: PLC0415

    names = list(defaults)
    mean = find_mean(known)
    earned = mean @ [[post.parts[n] * defaults[n] for n in names] for post in known]
    wanted = score_by_rank(mean @ find_left(known, outcome))
    fitted = _fit(earned, wanted)
    everyone = np.arange(len(wanted))
    left_out = np.array(
        [earned[at] @ _fit(earned[everyone != at], wanted[everyone != at]) for at in everyone]
    )
    usual = earned.sum(1)
    better = find_agreement(left_out, wanted) - find_agreement(usual, wanted)
    low, high = _find_interval(left_out, usual, wanted)
    weights = {name: round(float(weight), 2) for name, weight in zip(names, fitted, strict=True)}
    if _is_worse_for(verdicts, weights, defaults):
        low = min(low, 0.0)
    return WeightProposal(weights=weights, better_by=better, low=low, high=high, posts=len(wanted))


def _fit(earned: Numbers, wanted: Numbers) -> Numbers:
    """Return the weights of the parts: a ridge around 1, within half and double."""
    import numpy as np  # noqa: PLC0415 - as above

    centred = earned - earned.mean(0)
    total = centred.sum(1)
    size = float(total @ total)
    slope = float(total @ wanted) / size if size > 0 else 0.0
    # A score that predicts nothing still has a size: that of a weak prediction.
    slope = max(slope, 0.2 / max(1e-9, float(total.std())))
    parts = centred * slope
    left = wanted - parts.sum(1)
    noise = float(left @ left) / len(left)
    ridge = noise / _SPREAD**2 * np.eye(parts.shape[1])
    moved = np.linalg.solve(parts.T @ parts + ridge, parts.T @ left)
    return np.asarray(np.clip(1 + moved, LEAST, MOST))


def _find_interval(left_out: Numbers, usual: Numbers, wanted: Numbers) -> tuple[float, float]:
    """Return the 99 % interval of how much better the order is, over posts drawn anew."""
    import numpy as np  # noqa: PLC0415 - as above

    from core.domain.learning.evidence.ranks import rank  # noqa: PLC0415 - it needs numpy

    draws = np.random.default_rng(7).integers(0, len(wanted), (_DRAWS, len(wanted)))

    def agree(values: Numbers) -> Numbers:
        one, other = rank(values[draws]), rank(wanted[draws])
        one, other = one - one.mean(1, keepdims=True), other - other.mean(1, keepdims=True)
        norm = np.sqrt((one**2).sum(1) * (other**2).sum(1))
        return np.asarray((one * other).sum(1) / np.maximum(norm, 1e-9))

    better = agree(left_out) - agree(usual)
    low, high = np.percentile(better, (0.5, 99.5))
    return float(low), float(high)


def _is_worse_for(
    verdicts: Sequence[Verdict], weights: Mapping[str, float], defaults: Mapping[str, int]
) -> bool:
    """Return whether moderators' yes and no would be told apart worse by more than chance."""
    known = [one for one in verdicts if all(name in one.parts for name in defaults)]
    yes = sum(one.is_approved for one in known)
    if min(yes, len(known) - yes) < 10:
        return False
    usual = measure_verdicts(known, dict.fromkeys(defaults, 1.0), defaults)
    return measure_verdicts(known, weights, defaults) < usual - 0.02


def measure_verdicts(
    verdicts: Sequence[Verdict], weights: Mapping[str, float], defaults: Mapping[str, int]
) -> float:
    """Return how often an approved clip has a higher score than a rejected one, of 1."""

    def total(one: Verdict) -> float:
        return sum(one.parts[name] * points * weights[name] for name, points in defaults.items())

    yes = [total(one) for one in verdicts if one.is_approved]
    no = [total(one) for one in verdicts if not one.is_approved]
    pairs = [(a > b) + (a == b) / 2 for a in yes for b in no]
    return sum(pairs) / len(pairs) if pairs else 0.5


def describe_weights(weights: Mapping[str, float], since: str) -> str:
    """Return `Sound counts more here since March`; empty where nothing counts much differently."""
    more = [name for name, weight in weights.items() if weight >= _TOLD_FROM]
    less = [name for name, weight in weights.items() if weight <= 1 / _TOLD_FROM]
    sides = ((more, "more"), (less, "less"))
    told = [f"{_join(names)} {_count(names)} {how}" for names, how in sides if names]
    if not told:
        return ""
    sentence = ", ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]} here since {since}."


def _join(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _count(names: Sequence[str]) -> str:
    return "counts" if len(names) == 1 else "count"
