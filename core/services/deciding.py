"""Deciding: what moderators say on a card, and what follows from it."""

from __future__ import annotations

from core.domain.clip import Clip, ClipStatus
from core.domain.creator import Actor
from core.domain.member import GuildPerson
from core.domain.review import PostedCard, Verdict, name_cut
from core.errors import Conflict, NotFound
from core.ports.people import CardStore
from core.ports.stores import ClipStore, collect
from core.services.membership import Membership
from core.services.reviewing import Reviewing

_DECIDED = {ClipStatus.APPROVED: Verdict.APPROVE, ClipStatus.REJECTED: Verdict.REJECT}


class Deciding:
    """Turns what is said on a card into a decision on what that card shows."""

    def __init__(
        self,
        *,
        cards: CardStore,
        clips: ClipStore,
        membership: Membership,
        reviewing: Reviewing,
    ) -> None:
        self._cards = cards
        self._clips = clips
        self._membership = membership
        self._reviewing = reviewing

    async def find_card(self, message_id: str) -> PostedCard | None:
        return await self._cards.find_card(message_id)

    async def decide(self, person: GuildPerson, message_id: str, verdict: Verdict) -> Clip:
        """Return the clip as decided; saying the same again changes nothing.

        Raises Forbidden for who may not, and Conflict, with what is there now, where the card's
        cut is no longer the newest or somebody else decided first.
        """
        card, actor = await self._open(person, message_id)
        actor.require_reviewer()
        clip = await self._clips.get_clip(card.creator_id, card.clip_id)
        if card.is_closed or name_cut(clip) != card.cut:
            raise Conflict(
                "This card shows an older cut; decide on the newest card of the clip.",
                current=clip,
            )
        if _DECIDED.get(clip.status) is verdict and clip.decided_by == actor.person_id:
            return clip
        match verdict:
            case Verdict.APPROVE:
                return await self._reviewing.approve(actor, clip.id, seen_version=card.clip_version)
            case Verdict.REJECT:
                return await self._reviewing.reject(actor, clip.id, seen_version=card.clip_version)
            case Verdict.UNDO:
                return await self._reviewing.undo(actor, clip.id, seen_version=clip.version)

    async def take_back(self, person: GuildPerson, message_id: str) -> Clip | None:
        """Undo the person's own approval; None where there is none of theirs to undo."""
        card, actor = await self._open(person, message_id)
        clip = await self._clips.get_clip(card.creator_id, card.clip_id)
        is_theirs = clip.decided_by == actor.person_id and name_cut(clip) == card.cut
        if clip.status is not ClipStatus.APPROVED or not is_theirs:
            return None
        return await self._reviewing.undo(actor, clip.id, seen_version=clip.version)

    async def list_undecided(self, guild_id: str) -> list[PostedCard]:
        """Return a server's open cards whose clips are in review."""
        binding = await self._membership.get_binding(guild_id)
        clips = await collect(
            lambda cursor: self._clips.list_clips_by_status(
                binding.creator_id, ClipStatus.IN_REVIEW, cursor=cursor, limit=100
            )
        )
        return [
            card
            for clip in clips
            for card in await self._cards.list_cards(clip.creator_id, clip.id)
            if card.guild_id == guild_id and not card.is_closed
        ]

    async def list_links(self, clip: Clip, *, guild_id: str) -> list[str]:
        """Return where a clip's open cards hang in a server, the newest last."""
        return [
            f"https://discord.com/channels/{card.guild_id}/{card.channel_id}/{card.message_id}"
            for card in await self._cards.list_cards(clip.creator_id, clip.id)
            if card.guild_id == guild_id and not card.is_closed
        ]

    async def _open(self, person: GuildPerson, message_id: str) -> tuple[PostedCard, Actor]:
        card = await self._cards.find_card(message_id)
        actor = await self._membership.act_in_guild(person)
        # A server that serves another creator now has nothing to say on cards of the former one.
        is_foreign = card is not None and (
            card.guild_id != person.guild_id or card.creator_id != actor.creator_id
        )
        if card is None or is_foreign:
            raise NotFound("Nothing is known of this card; decide on a newer one.")
        return card, actor
