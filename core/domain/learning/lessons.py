"""Lessons: what a creator's posts have taught, as far as it is looked at; one row a creator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from core.domain.learning.checking.score_check import ScoreCheck
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import Experiment, ExperimentStatus
from core.domain.learning.insight import InsightId
from core.domain.work.ids import CreatorId
from core.errors import Conflict

EXPERIMENTS_KEPT: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An insight that holds: what is claimed, in words, since when."""

    insight_id: InsightId
    trait: str
    outcome: Outcome
    is_more: bool
    statement: str
    evidence: tuple[str, ...]
    ratio: float
    low: float
    high: float
    posts: int
    since: datetime

    @property
    def name(self) -> tuple[str, Outcome, bool]:
        return self.trait, self.outcome, self.is_more


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """What is not claimed, and why."""

    trait: str
    told: str
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Where learning stands for one creator; version 0 means that nothing was looked at yet.

    `counted` is how many posts were ever compared, `counted_until` the newest of them, `looked_at`
    how many there were when something new was last asked. `weights` are those of the score's parts,
    empty for the usual ones; they are not proposed again before `weights_rest_until`. With
    `is_arranged`, their weekly look is among what is due.
    """

    creator_id: CreatorId
    counted: int = 0
    counted_until: datetime | None = None
    looked_at: int = 0
    looked_on: datetime | None = None
    claims: tuple[Claim, ...] = ()
    silence: str = ""
    questions: tuple[OpenQuestion, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    checks: tuple[ScoreCheck, ...] = ()
    verdicts_told: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    weights_since: datetime | None = None
    weights_rest_until: datetime | None = None
    weighed_at: int = 0
    is_arranged: bool = False
    version: int = 0

    @property
    def running(self) -> Experiment | None:
        """The experiment under way; there is one at a time."""
        found = (one for one in self.experiments if one.status is ExperimentStatus.RUNNING)
        return next(found, None)

    def begin(self, experiment: Experiment) -> Lessons:
        """Return them with an experiment begun; Conflict while another is under way."""
        if self.running is not None:
            raise Conflict("An experiment is under way; stop it before you begin another.")
        kept = self.experiments[-(EXPERIMENTS_KEPT - 1) :]
        return replace(self, experiments=(*kept, experiment))

    def stop_experiment(self) -> Lessons:
        """Return them with the experiment stopped unread."""
        return replace(
            self,
            experiments=tuple(
                replace(one, status=ExperimentStatus.STOPPED) if one is self.running else one
                for one in self.experiments
            ),
        )
