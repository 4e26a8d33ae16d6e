"""Lessons: a channel's approvals and rejections set which of its moments come first.

What is stored are counts of decisions per reaction; thresholds are derived from them, so that every
decision can be explained and undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Final

from core.domain.chat.reaction import Reaction

CONTENT_SHARE: Final = 0.6
"""If this share of a kind's clips is approved, its threshold stays as it is."""

DOUBT: Final = 3.0
"""A prior of this many decisions at that share, so that a single decision moves little."""

KIND_LEAST: Final = 0.8
KIND_MOST: Final = 8.0

_SAID_FROM: Final = 0.05
_EVEN: Final[Mapping[Reaction, float]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a detector adopts from a channel's past; the defaults change nothing.

    Where the stream's moments are ranked, a spike counts as its score divided by the factor of its
    kind in `by_reaction`: that changes which come, not how many. Clips begin and end
    `earlier_seconds` before where the tuning puts them. `spikes_an_hour` is the rate the channel's
    people asked for, None if they did not.
    """

    by_reaction: Mapping[Reaction, float] = field(default_factory=lambda: _EVEN)
    earlier_seconds: float = 0.0
    spikes_an_hour: float | None = None

    def factor(self, reaction: Reaction) -> float:
        return self.by_reaction.get(reaction, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """How many clips were approved and rejected."""

    approved: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        return self.approved + self.rejected

    def count(self, *, is_approved: bool, step: int) -> Verdicts:
        if is_approved:
            return replace(self, approved=max(0, self.approved + step))
        return replace(self, rejected=max(0, self.rejected + step))


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """The share of clips that were approved, with the bounds of its 95 % interval."""

    share: float
    least: float
    most: float
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """All decisions on a channel's spikes, by reaction."""

    verdicts: Mapping[Reaction, Verdicts] = field(default_factory=dict)

    def learn(self, reaction: Reaction, *, is_approved: bool) -> Lessons:
        return self._count(reaction, is_approved=is_approved, step=1)

    def take_back(self, reaction: Reaction, *, is_approved: bool) -> Lessons:
        return self._count(reaction, is_approved=is_approved, step=-1)

    def weigh(self) -> Learned:
        """Return the factors these decisions imply, each within its bounds."""
        kinds = {kind: _kind_factor(verdicts) for kind, verdicts in self.verdicts.items()}
        return Learned(by_reaction=kinds)

    def measure(self) -> Precision | None:
        """Return the measured precision; None before the first decision."""
        approved = sum(verdicts.approved for verdicts in self.verdicts.values())
        decided = sum(verdicts.decided for verdicts in self.verdicts.values())
        return _measure(approved, decided) if decided else None

    def explain(self) -> tuple[str, ...]:
        """Return sentences: the precision, and each kind whose threshold has changed."""
        precision = self.measure()
        if precision is None:
            return ("Nothing has been approved or rejected on this channel yet.",)
        learned = self.weigh()
        approved = round(precision.share * precision.decided)
        measured = (
            f"{approved} of {precision.decided} clips from chat were approved "
            f"({precision.share:.0%}; 95 % interval {precision.least:.0%} to {precision.most:.0%})."
        )
        return (
            measured,
            *(
                _explain_kind(kind, self.verdicts[kind], learned.factor(kind))
                for kind in Reaction
                if kind in self.verdicts and abs(learned.factor(kind) - 1) >= _SAID_FROM
            ),
        )

    def to_values(self) -> dict[str, float]:
        """Return the counts of all kinds under the names the table stores."""
        values: dict[str, float] = {}
        for kind in Reaction:
            verdicts = self.verdicts.get(kind, Verdicts())
            values[f"approved {kind.value}"] = float(verdicts.approved)
            values[f"rejected {kind.value}"] = float(verdicts.rejected)
        return values

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> Lessons:
        """Return the lessons among these values; other names are ignored."""
        found = {
            kind: Verdicts(
                approved=int(values.get(f"approved {kind.value}", 0)),
                rejected=int(values.get(f"rejected {kind.value}", 0)),
            )
            for kind in Reaction
        }
        return cls(verdicts={kind: seen for kind, seen in found.items() if seen.decided})

    def _count(self, reaction: Reaction, *, is_approved: bool, step: int) -> Lessons:
        seen = self.verdicts.get(reaction, Verdicts())
        counted = seen.count(is_approved=is_approved, step=step)
        rest = {kind: verdicts for kind, verdicts in self.verdicts.items() if kind is not reaction}
        return Lessons(verdicts=rest | ({reaction: counted} if counted.decided else {}))


def _kind_factor(verdicts: Verdicts) -> float:
    share = (verdicts.approved + DOUBT * CONTENT_SHARE) / (verdicts.decided + DOUBT)
    return _bound(CONTENT_SHARE / share, KIND_LEAST, KIND_MOST)


def _explain_kind(kind: Reaction, verdicts: Verdicts, factor: float) -> str:
    said = "mixed reactions" if kind is Reaction.MIXED else kind.value
    return (
        f"Here a spike of {said} must be {factor:.1f} times as strong as usual: "
        f"{verdicts.approved} of {verdicts.decided} were approved."
    )


def _measure(approved: int, decided: int) -> Precision:
    """Return the approved share with Wilson's 95 % score interval."""
    z = 1.96
    share = approved / decided
    middle = (share + z * z / (2 * decided)) / (1 + z * z / decided)
    spread = z * sqrt(share * (1 - share) / decided + z * z / (4 * decided * decided))
    reach = spread / (1 + z * z / decided)
    return Precision(
        share=share, least=max(0.0, middle - reach), most=min(1.0, middle + reach), decided=decided
    )


def _bound(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))
