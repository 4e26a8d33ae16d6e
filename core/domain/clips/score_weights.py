"""Score weights: a score whose parts count as much as they have proved to, out of 100 still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from core.domain.clips.virality import ScorePart, ViralityScore

USUAL_POINTS: Final[Mapping[str, int]] = {
    "chat crowd": 21,
    "shared reaction": 9,
    "sound": 15,
    "pace": 11,
    "hook": 17,
    "emotion": 10,
    "payoff": 11,
    "stands alone": 6,
}
"""What the parts of the combined score are out of, by default."""


def reweigh(score: ViralityScore, weights: Mapping[str, float], *, note: str = "") -> ViralityScore:
    """Return the score with its parts weighed; one that is weighed already stays as it is."""
    usual = {part.name: part.out_of for part in score.parts}
    if not weights or usual != dict(USUAL_POINTS):
        return score
    whole = {name: points * weights.get(name, 1.0) for name, points in USUAL_POINTS.items()}
    out_of = share_out(whole)
    return replace(
        score, parts=tuple(_weigh(part, out_of[part.name]) for part in score.parts), note=note
    )


def share_out(whole: Mapping[str, float]) -> Mapping[str, int]:
    """Return whole points in these proportions that add up to 100."""
    total = sum(whole.values())
    exact = {name: value / total * 100 for name, value in whole.items()}
    points = {name: int(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: (points[name] - exact[name], name))
    for name in by_rest[: 100 - sum(points.values())]:
        points[name] += 1
    return points


def _weigh(part: ScorePart, out_of: int) -> ScorePart:
    return replace(part, points=round(part.points / part.out_of * out_of), out_of=out_of)
