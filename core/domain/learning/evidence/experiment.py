"""Experiments: one thing alternated over the next posts, and read once, at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from core.domain.learning.evidence.compared_post import ComparedPost, Outcome
from core.domain.learning.evidence.looking import find_ratio, read_once
from core.domain.learning.evidence.question import Question, find_question

LENGTH: Final = 20
LENGTHS: Final = range(12, 101)
_WORDS: Final = {
    Outcome.VIEWS: "views",
    Outcome.WATCHED: "share watched",
    Outcome.LIKED: "likes per view",
}


class ExperimentStatus(StrEnum):
    """Where an experiment stands; it is read once."""

    RUNNING = "running"
    READ = "read"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A trait that the next `length` posts have by turns, and the outcome it is read by.

    `out_with` and `out_without` count the posts that have gone out; `told` is what was found.
    """

    trait: str
    outcome: Outcome
    started_at: datetime
    length: int = LENGTH
    status: ExperimentStatus = ExperimentStatus.RUNNING
    out_with: int = 0
    out_without: int = 0
    measured: int = 0
    told: str = ""
    read_at: datetime | None = None

    @property
    def question(self) -> Question:
        found = find_question(self.trait)
        return found or Question(trait=self.trait, posts=f"posts with {self.trait}", others="rest")

    @property
    def out(self) -> int:
        return self.out_with + self.out_without

    @property
    def next_has_it(self) -> bool:
        """Whether the next post is to have the trait, so that both sides stay equal."""
        return self.out_with <= self.out_without

    def follow(
        self, out: Sequence[bool], measured: Sequence[ComparedPost], *, now: datetime
    ) -> Experiment:
        """Return it as it stands with the posts since its start; read, once all are measured.

        Args:
            out: whether each post that went out since has the trait, in order.
            measured: those that can be compared already, in order.
            now: when.
        """
        if self.status is not ExperimentStatus.RUNNING:
            return self
        counted = out[: self.length]
        mine = [post for post in measured if self.trait in post.traits][: self.length]
        stands = replace(
            self,
            out_with=sum(counted),
            out_without=len(counted) - sum(counted),
            measured=len(mine),
        )
        if len(mine) < self.length:
            return stands
        told = _tell(self, mine)
        return replace(stands, status=ExperimentStatus.READ, told=told, read_at=now)


def _tell(experiment: Experiment, posts: Sequence[ComparedPost]) -> str:
    question, name = experiment.question, _WORDS[experiment.outcome]
    answer = read_once(posts, question, experiment.outcome)
    if answer is None:
        return (
            f"The experiment cannot be read: fewer than 6 of the {len(posts)} posts were on one "
            "side, or their figures are missing."
        )
    between = f"between {answer.low:.2g} and {answer.high:.2g} times the {name}"
    if answer.is_claimed:
        verb = "more" if answer.ratio > 1 else "less"
        return (
            f"{question.posts[:1].upper()}{question.posts[1:]} brought {verb}: about "
            f"{answer.ratio:.2g} times the {name}, {between}, from {answer.posts} posts by turns."
        )
    return (
        f"No difference in {name} was found between {question.posts} and {question.others}: it "
        f"lies {between}, from {answer.posts} posts."
    )


def describe_experiment(experiment: Experiment) -> str:
    """Return where an experiment stands and what to do next."""
    if experiment.status is ExperimentStatus.READ:
        return experiment.told
    if experiment.status is ExperimentStatus.STOPPED:
        return f"The experiment with {experiment.question.posts} was stopped."
    missing = experiment.length - experiment.out
    if missing > 0:
        side = experiment.question.posts if experiment.next_has_it else experiment.question.others
        return (
            f"{experiment.out} of {experiment.length} posts are out "
            f"({experiment.out_with} {experiment.question.posts}). Next: one of the {side}."
        )
    return (
        f"All {experiment.length} posts are out; {experiment.measured} are a week old. It is read "
        "when all of them are."
    )


def describe_power(outcome: Outcome, length: int = LENGTH) -> str:
    """Return what an experiment of so many posts can show, before anybody begins it."""
    ratio = find_ratio(length, 0.5, outcome)
    verb = "differ" if outcome is not Outcome.WATCHED else "differs"
    return f"{length} posts show it if the {_WORDS[outcome]} {verb} by about {ratio:.1f} times."
