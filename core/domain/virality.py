"""The virality score: our prediction, 0 to 100, in parts that each say why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One part of a score: `points` of at most `out_of`, and the sentence that explains them."""

    name: str
    points: int
    out_of: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViralityScore:
    """A prediction of how far a clip may travel; `value` is the sum of its parts' points."""

    parts: tuple[ScorePart, ...]

    @property
    def value(self) -> int:
        return max(0, min(100, sum(part.points for part in self.parts)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The sentences, the heaviest part first."""
        return tuple(part.reason for part in sorted(self.parts, key=lambda p: (-p.points, p.name)))
