"""Votes: who approves a cut, who wants it first, and which reactions were handled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.review.ballot import HEARD_MAX, STRANGERS_MAX, Ballot, Saying, make_ballot
from core.domain.review.card_terms import CardCause, CardChange
from core.domain.review.review_card import PostedCard, name_cut
from core.errors import Busy, Conflict
from core.ports.clips import ClipStore
from core.ports.review import BallotStore, CardStore
from core.ports.work import JobStore
from core.services.clips.card_jobs import CardJobs
from core.services.work.save_again import change_stored

TRIES: Final = 50
_CROWDED: Final = "Many people speak at this moment; say it again in a second."
_SETTLING: Final = timedelta(seconds=1)
_IN_LINE: Final = frozenset({ClipStatus.IN_REVIEW, ClipStatus.APPROVED})


class Votes:
    """Stores ballots so that each vote counts exactly once, however many come in together.

    Raises Busy when too many people vote at the same moment.
    """

    def __init__(
        self,
        *,
        clips: ClipStore,
        cards: CardStore,
        ballots: BallotStore,
        jobs: JobStore,
        card_jobs: CardJobs,
    ) -> None:
        self._clips = clips
        self._cards = cards
        self._ballots = ballots
        self._jobs = jobs
        self._card_jobs = card_jobs

    async def find_ballot(self, card: PostedCard) -> Ballot:
        stored = await self._ballots.find_ballot(card.creator_id, card.clip_id)
        return make_ballot(card, stored=stored)

    async def approve(
        self, card: PostedCard, actor: Actor, *, seen: Ballot | None = None
    ) -> Ballot:
        """Count a person's approval once; return the ballot with it.

        `seen` is the clip's ballot if the caller has read it, here and in `keep`.
        """
        return await self._change(card, lambda ballot: ballot.approve(actor.person_id), seen=seen)

    async def withdraw(self, card: PostedCard, actor: Actor) -> Ballot:
        """Withdraw a person's approval; return the ballot without it."""
        return await self._change(card, lambda ballot: ballot.withdraw(actor.person_id))

    async def start_anew(self, card: PostedCard) -> None:
        """Forget all approvals, because the clip's approval was undone."""
        await self._change(card, Ballot.start_anew)

    async def lift(self, card: PostedCard, actor: Actor) -> Clip:
        """Raise the clip's priority by a person's wish."""
        await self._change(card, lambda ballot: ballot.lift(actor.person_id))
        return await self._put_in_line(card)

    async def lower(self, card: PostedCard, actor: Actor) -> Clip:
        """Withdraw a person's wish that the clip come first."""
        await self._change(card, lambda ballot: ballot.lower(actor.person_id))
        return await self._put_in_line(card)

    async def keep(
        self,
        card: PostedCard,
        saying: Saying,
        *,
        is_stranger: bool = False,
        seen: Ballot | None = None,
    ) -> None:
        """Remember that a reaction was handled, so that it is not handled again."""
        most = STRANGERS_MAX if is_stranger else HEARD_MAX
        await self._change(card, lambda ballot: ballot.hear(saying, most=most), seen=seen)

    async def forget(self, card: PostedCard, saying: Saying) -> None:
        """Forget a reaction that was removed; if it is added again, it counts again."""
        await self._change(card, lambda ballot: ballot.unhear(saying))

    async def _change(
        self, card: PostedCard, change: Callable[[Ballot], Ballot], *, seen: Ballot | None = None
    ) -> Ballot:
        """Change the ballot of a card's cut, although others change it at the same time."""
        before = make_ballot(card)

        async def load() -> Ballot:
            stored = await self._ballots.find_ballot(card.creator_id, card.clip_id)
            return stored or make_ballot(card)

        async def change_unless_past(stored: Ballot) -> Ballot:
            nonlocal before
            before = make_ballot(card, stored=stored)
            changed = change(before)
            return stored if changed == before or await self._is_past(card, stored) else changed

        async def save(changed: Ballot) -> Ballot:
            saved = await self._ballots.save_ballot(changed)
            if saved.approvals != before.approvals:
                await self._update_cards(saved)
            return saved

        try:
            now = await change_stored(load, change_unless_past, save, seen=seen, tries=TRIES)
        except Conflict:
            raise Busy(_CROWDED) from None
        return make_ballot(card, stored=now)

    async def _is_past(self, card: PostedCard, stored: Ballot) -> bool:
        """True if the ballot is of a newer cut, which votes on an older one must not replace."""
        if stored.cut == card.cut:
            return False
        return name_cut(await self._clips.get_clip(card.creator_id, card.clip_id)) != card.cut

    async def _update_cards(self, ballot: Ballot) -> None:
        """Queue an update of the clip's cards, which name who approves."""
        for job in await self._card_jobs.make(
            ballot.creator_id,
            ballot.clip_id,
            "ballot",
            str(ballot.version),
            after=_SETTLING,
            cause=CardCause(change=CardChange.BALLOT, version=ballot.version),
        ):
            await self._jobs.add_job(job)

    async def _put_in_line(self, card: PostedCard) -> Clip:
        """Set the clip's priority from its ballot.

        The clip is read first: whoever changes the ballot after that conflicts on the clip.
        """

        async def set_priority(clip: Clip) -> Clip:
            priority = (await self.find_ballot(card)).priority
            return replace(clip, priority=priority) if clip.status in _IN_LINE else clip

        async def save(clip: Clip) -> Clip:
            saved = await self._clips.save_clip(clip)
            await self._rebind(saved, seen_version=clip.version)
            return saved

        try:
            return await change_stored(
                lambda: self._clips.get_clip(card.creator_id, card.clip_id),
                set_priority,
                save,
                tries=TRIES,
            )
        except Conflict:
            raise Busy(_CROWDED) from None

    async def _rebind(self, clip: Clip, *, seen_version: int) -> None:
        """Record the new version on the clip's cards: what they show has not changed."""
        for card in await self._cards.list_cards(clip.creator_id, clip.id):
            if card.clip_version == seen_version and not card.is_closed:
                # Anybody else who saves the card records a newer version.
                with suppress(Conflict):
                    await self._cards.save_card(replace(card, clip_version=clip.version))
