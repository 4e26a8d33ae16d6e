"""Ballots: what people have said on the cards of one cut, and not taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeVar

from core.domain.clips.clip import PRIORITY_MAX
from core.domain.review.review_card import PostedCard, Verdict
from core.domain.work.ids import ClipId, CreatorId

T = TypeVar("T")
HEARD_MAX: Final = 500
STRANGERS_MAX: Final = 300
"""Room for those who may vote, however many strangers react."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A reaction on a card that was heard: who gave it, and what it says."""

    message_id: str
    person_id: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many have approved, out of how many needed."""

    count: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.count >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What was said on one cut of a clip; another cut starts with an empty ballot.

    `approvals` are the people who approve, in the order they did, and `raised` those who want the
    clip to come first. `heard` are reactions already answered that are still on the card: the same
    reaction is not answered twice, and one that is gone was taken back. Version 0 means that
    nothing was said yet.
    """

    creator_id: CreatorId
    clip_id: ClipId
    cut: str
    approvals: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    heard: tuple[Saying, ...] = ()
    version: int = 0

    def count(self, needed: int) -> Tally:
        return Tally(count=len(self.approvals), needed=needed)

    @property
    def priority(self) -> int:
        return min(PRIORITY_MAX, len(self.raised))

    def approve(self, person_id: str) -> Ballot:
        return replace(self, approvals=_with(self.approvals, person_id))

    def withdraw(self, person_id: str) -> Ballot:
        return replace(self, approvals=_without(self.approvals, person_id))

    def lift(self, person_id: str) -> Ballot:
        return replace(self, raised=_with(self.raised, person_id))

    def lower(self, person_id: str) -> Ballot:
        return replace(self, raised=_without(self.raised, person_id))

    def hear(self, saying: Saying, *, most: int = HEARD_MAX) -> Ballot:
        """Return it with the reaction, unless it holds `most` of them already."""
        heard = _with(self.heard, saying)
        return self if len(heard) > most else replace(self, heard=heard)

    def unhear(self, saying: Saying) -> Ballot:
        return replace(self, heard=_without(self.heard, saying))

    def start_anew(self) -> Ballot:
        """Return it without approvals; the reactions still on the card were answered already."""
        return replace(self, approvals=())

    def list_heard(self, message_id: str) -> frozenset[Saying]:
        return frozenset(saying for saying in self.heard if saying.message_id == message_id)


def make_ballot(card: PostedCard, *, stored: Ballot | None = None) -> Ballot:
    """Return the ballot for a card's cut: the stored one, or an empty one.

    People who raised a clip's priority did so for every cut.
    """
    if stored is not None and stored.cut == card.cut:
        return stored
    return Ballot(
        creator_id=card.creator_id,
        clip_id=card.clip_id,
        cut=card.cut,
        raised=stored.raised if stored else (),
        version=stored.version if stored else 0,
    )


def _with(things: tuple[T, ...], thing: T) -> tuple[T, ...]:
    return things if thing in things else (*things, thing)


def _without(things: tuple[T, ...], thing: T) -> tuple[T, ...]:
    return tuple(one for one in things if one != thing)
