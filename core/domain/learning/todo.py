"""To do: the tasks that follow from insights, open questions and an experiment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import LENGTH, describe_power
from core.domain.learning.evidence.question import find_question
from core.domain.learning.insight import InsightId
from core.domain.learning.lessons import Claim, Lessons
from core.domain.learning.task import Task, TaskAction, TaskId
from core.domain.people.creator_profile import name_local_month
from core.domain.work.ids import CreatorId, make_ulid

_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Every task of this kind lies under one time, so that it is found by what it is about."""
_ACTIONS: Final = {
    "evening": TaskAction.CHANGE_SLOTS,
    "weekend": TaskAction.CHANGE_SLOTS,
    "stacked": TaskAction.CHANGE_LAYOUT,
    "captioned": TaskAction.CHANGE_CAPTIONS,
    "title asks": TaskAction.CHANGE_TITLES,
}
_VARIED: Final = ("evening", "stacked", "title asks", "captioned", "short")
"""What people can alternate at will, in the order in which it is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A task before it is stored."""

    about: str
    title: str
    detail: str
    action: TaskAction
    insight_id: InsightId | None = None


def name_claim(claim: Claim) -> str:
    """Return what a claim is about, in the form of a task: `evening/views/more`."""
    return f"{claim.trait}/{claim.outcome}/{'more' if claim.is_more else 'less'}"


def list_proposals(lessons: Lessons) -> tuple[Proposal, ...]:
    """Return what is worth doing now: what insights say, and an experiment on something else."""
    proposals: dict[str, Proposal] = {}
    for claim in lessons.claims:
        question = find_question(claim.trait)
        if question is None:
            continue
        title = question.advice if claim.is_more else question.against
        # Two claims may ask for the same thing; it is one task.
        proposals.setdefault(
            title,
            Proposal(
                about=name_claim(claim),
                title=title,
                detail=claim.statement,
                action=_ACTIONS.get(claim.trait, TaskAction.NONE),
                insight_id=claim.insight_id,
            ),
        )
    return (*proposals.values(), *_propose_experiment(lessons))


def _propose_experiment(lessons: Lessons) -> tuple[Proposal, ...]:
    claimed = {claim.trait for claim in lessons.claims}
    tried = {one.trait for one in lessons.experiments}
    open_ones = [trait for trait in _VARIED if trait not in claimed | tried]
    if lessons.running is not None or not open_ones or lessons.looked_on is None:
        return ()
    question = find_question(open_ones[0])
    if question is None:
        return ()
    return (
        Proposal(
            about=f"experiment/{question.trait}",
            title=f"Try it: {question.posts} by turns, for {LENGTH} posts",
            detail=(f"By turns tells sooner than waiting, and tells the reason. {_tell_power()}"),
            action=TaskAction.BEGIN_EXPERIMENT,
        ),
    )


def _tell_power() -> str:
    return " ".join(describe_power(outcome) for outcome in (Outcome.VIEWS, Outcome.WATCHED))


def name_task(creator_id: CreatorId, about: str) -> TaskId:
    """Return the id of the one task about something."""
    name = f"learned\x1f{creator_id}\x1f{about}"
    return TaskId(make_ulid(_EPOCH, hashlib.blake2b(name.encode(), digest_size=10).digest()))


def make_task(
    creator_id: CreatorId, proposal: Proposal, *, now: datetime, zone: str, place: int = 0
) -> Task:
    """Return the task of a proposal, due now; tasks are listed in the order of their places."""
    due_at = now - timedelta(minutes=1) + timedelta(seconds=place)
    return Task(
        id=name_task(creator_id, proposal.about),
        creator_id=creator_id,
        month=name_local_month(due_at, zone),
        due_at=due_at,
        title=proposal.title,
        detail=proposal.detail,
        insight_id=proposal.insight_id,
        about=proposal.about,
        action=proposal.action,
        created_at=now,
        updated_at=now,
    )
