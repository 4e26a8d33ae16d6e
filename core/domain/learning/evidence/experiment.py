"""Experiments: one thing alternated over the next posts, and read once, at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from core.domain.learning.evidence.compared_post import ComparedPost, Outcome
from core.domain.learning.evidence.looking import find_ratio, read_once
from core.domain.learning.evidence.question import Question, find_question
from core.domain.work.ids import ClipId, read_ulid_time

LENGTH: Final = 20
SIDE_LEAST: Final = 6
"""With fewer posts on one side it cannot be read."""
LENGTHEN: Final = 2
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

    A clip counts once, on however many platforms it is posted.

    `out_with` and `out_without` count the posts that have gone out; `told` is what was found. With
    `is_by_us` the turns are carried out here, and a clip counts for the side that it was given:
    were those counted that took to it, clips without a camera would all be on one side.
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
    is_by_us: bool = False

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

    def find_side(self, clip_id: ClipId) -> bool | None:
        """Return whether a clip is to have the trait: a coin that falls alike at each throw.

        None where the turns are not carried out here, or the clip is older than the experiment.
        """
        is_tried = self.is_by_us and self.status is ExperimentStatus.RUNNING
        return self.name_side(clip_id) if is_tried else None

    def name_side(self, clip_id: ClipId) -> bool | None:
        """Return which side a clip was given, also after the end."""
        if read_ulid_time(clip_id) < self.started_at:
            return None
        name = f"{self.trait}\x1f{self.started_at.isoformat()}\x1f{clip_id}"
        return hashlib.blake2b(name.encode(), digest_size=1).digest()[0] % 2 == 1

    def follow(
        self,
        out: Sequence[bool],
        measured: Sequence[ComparedPost],
        *,
        now: datetime,
        carried_out: Sequence[bool] = (),
    ) -> Experiment:
        """Return it as it stands with the posts since its start; read, once all are measured.

        Args:
            out: whether each clip or post that went out since has the trait, in order.
            measured: the posts that can be compared already, in order.
            now: when.
            carried_out: whether each clip among those is what its side says, where sides were
                given here.
        """
        if self.status is not ExperimentStatus.RUNNING:
            return self
        counted = out[: self._find_length(out)]
        known = [post for post in measured if self.trait in post.traits]
        sides: dict[str, bool] = {}
        for post in known:
            sides.setdefault(post.subject, post.traits[self.trait])
        length = self._find_length(list(sides.values()))
        read = list(sides)[:length]
        stands = replace(
            self,
            out_with=sum(counted),
            out_without=len(counted) - sum(counted),
            measured=len(read),
        )
        if len(read) < length:
            return stands
        told = _tell(self, [post for post in known if post.subject in read], len(read))
        if carried_out:
            told += f" {sum(carried_out[:length])} of {length} came out as their side says."
        return replace(stands, status=ExperimentStatus.READ, told=told, read_at=now)

    def _find_length(self, sides: Sequence[bool]) -> int:
        """Return how many posts are read: where a coin decides, until both sides have enough.

        No figure has a say in it, so it does not make a difference likelier to be found.
        """
        if not self.is_by_us:
            return self.length
        for length in range(self.length, LENGTHEN * self.length):
            with_it = sum(sides[:length])
            if len(sides) >= length and min(with_it, length - with_it) >= SIDE_LEAST:
                return length
        return LENGTHEN * self.length


def _tell(experiment: Experiment, posts: Sequence[ComparedPost], count: int) -> str:
    question, name = experiment.question, _WORDS[experiment.outcome]
    answer = read_once(posts, question, experiment.outcome)
    if answer is None:
        return (
            f"The experiment cannot be read: fewer than 6 of the {count} posts were on one "
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
    if missing > 0 and experiment.is_by_us:
        return (
            f"{experiment.out} of {experiment.length} posts are out "
            f"({experiment.out_with} {experiment.question.posts}). It is carried out by itself: a "
            "coin decides for each new clip."
        )
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
