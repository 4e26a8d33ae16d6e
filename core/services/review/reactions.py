"""Reactions on cards: each is handled once, in the order in which a person gave them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.guild import GuildBinding
from core.domain.people.member import GuildPerson
from core.domain.review.ballot import Saying, make_ballot
from core.domain.review.review_card import PostedCard, Verdict
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.ports.clips import ClipStore
from core.ports.paging import collect
from core.ports.review import CardContext, CardStore
from core.ports.work import Clock
from core.services.people.membership import Membership
from core.services.review.decisions import Decisions, Outcome
from core.services.review.early_reactions import EarlyReactions
from core.services.review.votes import Votes

RECENT: Final = timedelta(days=7)
_RECENT_MAX: Final = 100
ANSWERED: Final = (Conflict, Forbidden, InvalidInput, NotFound)
"""What a reaction is answered with once and for all; anything else may pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCard:
    """A card that may have unhandled reactions, with those that were handled.

    `counts_thumbs` where its server lets thumbs decide.
    """

    card: PostedCard
    heard: frozenset[Saying]
    is_decided: bool
    counts_thumbs: bool = False


class Reactions:
    """Handles each reaction once when it is added, and once when it is removed."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        cards: CardStore,
        membership: Membership,
        decisions: Decisions,
        votes: Votes,
        early: EarlyReactions,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._cards = cards
        self._membership = membership
        self._decisions = decisions
        self._votes = votes
        self._early = early
        self._turns: dict[tuple[str, str], _Turn] = {}

    async def hear(self, person: GuildPerson, message_id: str, verdict: Verdict) -> Outcome | None:
        """Carry out a reaction; None if it was handled before, or is not on a card (yet).

        Raises what `Decisions.decide` does; the same reaction is then refused only once.
        """
        # Before the look: the card may be stored while that is under way, or fails.
        self._early.note(message_id)
        async with self._turn(person, message_id):
            context = await self._cards.find_card_context(message_id, user_id=person.user_id)
            saying = _name(person, message_id, verdict)
            if context is None or saying in _list_heard(context):
                return None
            card, seen = context.card, context.ballot
            try:
                outcome = await self._decisions.decide_on(person, context, verdict)
            except ANSWERED as error:
                is_stranger = isinstance(error, Forbidden)
                await self._votes.keep(card, saying, is_stranger=is_stranger, seen=seen)
                raise
            await self._votes.keep(card, saying, seen=outcome.ballot or seen)
            return outcome

    async def unhear(self, person: GuildPerson, message_id: str, verdict: Verdict) -> None:
        """Undo what a removed reaction did, if it can be undone.

        Raises Conflict if it is too late.
        """
        async with self._turn(person, message_id):
            card = await self._cards.find_card(message_id)
            if card is None:
                return
            saying = _name(person, message_id, verdict)
            try:
                await self._take_back(person, card, verdict)
            except ANSWERED:
                await self._votes.forget(card, saying)
                raise
            await self._votes.forget(card, saying)

    async def counts_thumbs(self, guild_id: str) -> bool:
        """Return whether a server lets thumbs decide; one that is not set up does not."""
        try:
            return (await self._membership.get_binding(guild_id)).habits.counts_thumbs
        except NotFound:
            return False

    async def list_approved(self, guild_id: str) -> list[OpenCard]:
        """Return a server's cards of clips approved within the last week, oldest message first.

        While the bot was away, their approving reactions may have been removed.
        """
        return await self._list_decided(guild_id, ClipStatus.APPROVED)

    async def list_rejected(self, guild_id: str) -> list[OpenCard]:
        """Return the cards of clips rejected within the last week, as `list_approved` does."""
        return await self._list_decided(guild_id, ClipStatus.REJECTED)

    async def _list_decided(self, guild_id: str, status: ClipStatus) -> list[OpenCard]:
        binding = await self._membership.get_binding(guild_id)
        decided = await self._clips.list_clips_by_status(
            binding.creator_id, status, limit=_RECENT_MAX
        )
        since = self._clock.now() - RECENT
        recent = [clip for clip in decided.items if clip.updated_at > since]
        return await self._open_all(recent, binding)

    async def list_waiting(self, guild_id: str) -> list[OpenCard]:
        """Return a server's cards of clips in review, oldest message first."""
        binding = await self._membership.get_binding(guild_id)
        waiting = await collect(
            lambda cursor: self._clips.list_clips_by_status(
                binding.creator_id, ClipStatus.IN_REVIEW, cursor=cursor, limit=100
            )
        )
        return await self._open_all(waiting, binding)

    async def look_at(self, card: PostedCard) -> OpenCard:
        """Return a card with what was heard on it, as it is now."""
        clip = await self._clips.get_clip(card.creator_id, card.clip_id)
        counts_thumbs = await self.counts_thumbs(card.guild_id)
        return await self._open(clip, card, counts_thumbs=counts_thumbs)

    async def _open_all(self, clips: Sequence[Clip], binding: GuildBinding) -> list[OpenCard]:
        opened = [
            await self._open(clip, card, counts_thumbs=binding.habits.counts_thumbs)
            for clip in clips
            for card in await self._cards.list_cards(clip.creator_id, clip.id)
            if card.guild_id == binding.guild_id and not card.is_closed
        ]
        return sorted(opened, key=lambda each: int(each.card.message_id))

    async def _open(self, clip: Clip, card: PostedCard, *, counts_thumbs: bool) -> OpenCard:
        ballot = await self._votes.find_ballot(card)
        return OpenCard(
            card=card,
            heard=ballot.list_heard(card.message_id),
            is_decided=clip.status is not ClipStatus.IN_REVIEW,
            counts_thumbs=counts_thumbs,
        )

    async def _take_back(self, person: GuildPerson, card: PostedCard, verdict: Verdict) -> None:
        match verdict:
            case Verdict.APPROVE:
                await self._decisions.take_back(person, card.message_id)
            case Verdict.REJECT:
                await self._decisions.ask_back(person, card.message_id)
            case Verdict.LIFT:
                _, actor = await self._membership.enter_guild(person)
                if actor.creator_id == card.creator_id and not card.is_closed:
                    await self._votes.lower(card, actor)
            case _:
                return

    @asynccontextmanager
    async def _turn(self, person: GuildPerson, message_id: str) -> AsyncIterator[None]:
        """Handle one person's reactions on one card one at a time, in order of arrival."""
        key = (person.user_id, message_id)
        turn = self._turns.setdefault(key, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._turns[key]


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


def _list_heard(context: CardContext) -> frozenset[Saying]:
    ballot = make_ballot(context.card, stored=context.ballot)
    return ballot.list_heard(context.card.message_id)


def _name(person: GuildPerson, message_id: str, verdict: Verdict) -> Saying:
    return Saying(message_id=message_id, person_id=person.person_id, verdict=verdict)
