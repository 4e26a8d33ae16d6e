"""Decisions: what a moderator's verdict on a card does to the clip."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor
from core.domain.people.guild import GuildBinding
from core.domain.people.member import GuildPerson, find_actor
from core.domain.publishing.publication import RETRIED, Publication
from core.domain.review.ballot import Ballot, Tally, make_ballot
from core.domain.review.review_card import PostedCard, Verdict, describe_change, name_cut
from core.errors import Conflict, NotFound
from core.ports.clips import ClipStore
from core.ports.publishing import PublicationStore
from core.ports.review import CardContext, CardStore
from core.services.people.membership import Membership
from core.services.publishing.scheduling import Scheduling
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.votes import Votes

STEP_SECONDS: Final = 2.0
"""How far a reaction moves a clip; `/clip edit` moves each edge by any amount."""
_LOOKED_FOR_SECONDS: Final = 1.5
"""Discord waits 3 s for the form that a button opens."""
_LOOKS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The clip after a verdict; `tally` if the approval counted but more are needed.

    `ballot` is the clip's ballot as last stored, if a vote was counted.
    """

    clip: Clip
    tally: Tally | None = None
    ballot: Ballot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card, the clip as it shows it, and who looks at it."""

    card: PostedCard
    clip: Clip
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """A card with its clip and ballot, who is acting, and how their server is set up."""

    card: PostedCard
    clip: Clip
    ballot: Ballot
    actor: Actor
    binding: GuildBinding

    @property
    def has_voted(self) -> bool:
        cuts_ballot = make_ballot(self.card, stored=self.ballot)
        return self.actor.person_id in cuts_ballot.approvals


class Decisions:
    """Carries out verdicts on the clip version that the card shows."""

    def __init__(
        self,
        *,
        cards: CardStore,
        clips: ClipStore,
        membership: Membership,
        clip_review: ClipReview,
        clip_editing: ClipEditing,
        scheduling: Scheduling,
        publications: PublicationStore,
        votes: Votes,
    ) -> None:
        self._cards = cards
        self._clips = clips
        self._membership = membership
        self._clip_review = clip_review
        self._clip_editing = clip_editing
        self._scheduling = scheduling
        self._publications = publications
        self._votes = votes

    async def find_card(self, message_id: str) -> PostedCard | None:
        return await self._cards.find_card(message_id)

    async def look_at(self, person: GuildPerson, message_id: str) -> Shown:
        """Return what a card shows to somebody who may decide on it.

        Raises Forbidden and Conflict as `decide` does.
        """
        desk = await self._open(person, await self._find_pressed(person, message_id))
        desk.actor.require_reviewer()
        _require_shown(desk)
        return Shown(card=desk.card, clip=desk.clip, actor=desk.actor)

    async def decide(self, person: GuildPerson, message_id: str, verdict: Verdict) -> Outcome:
        """Carry out a verdict and return the clip; repeating it changes nothing.

        Raises Forbidden if the person may not decide, and Conflict, with the clip as it is now, if
        the card shows an older cut or somebody else decided first.
        """
        context = await self._find_pressed(person, message_id)
        return await self.decide_on(person, context, verdict)

    async def decide_on(
        self, person: GuildPerson, context: CardContext | None, verdict: Verdict
    ) -> Outcome:
        """Do what `decide` does, for a card that the caller has read."""
        desk = await self._open(person, context)
        desk.actor.require_reviewer()
        _require_shown(desk)
        if verdict is Verdict.APPROVE:
            return await self._approve(desk)
        return Outcome(clip=await self._carry_out(desk, verdict))

    async def take_back(self, person: GuildPerson, message_id: str) -> Clip | None:
        """Withdraw the person's own approval; None if they have not approved.

        If too few approvals remain, the clip's approval is undone; Conflict if it is too late.
        """
        context = await self._cards.find_card_context(message_id, user_id=person.user_id)
        desk = await self._open(person, context)
        needed, person_id = desk.binding.approvals_needed, desk.actor.person_id
        before = make_ballot(desk.card, stored=desk.ballot)
        left = (await self._votes.withdraw(desk.card, desk.actor)).count(needed)
        clip = await self._clips.get_clip(desk.card.creator_id, desk.card.clip_id)
        has_voted = person_id in before.approvals
        is_theirs = before.count(needed).is_enough if has_voted else clip.decided_by == person_id
        if clip.status is not ClipStatus.APPROVED or name_cut(clip) != desk.card.cut:
            return clip if has_voted else None
        if not is_theirs or left.is_enough:
            return clip if has_voted else None
        return await self._undo_approval(desk, clip, has_voted=has_voted)

    async def ask_back(self, person: GuildPerson, message_id: str) -> Clip | None:
        """Undo the person's own rejection; None if there is none of theirs."""
        context = await self._cards.find_card_context(message_id, user_id=person.user_id)
        desk = await self._open(person, context)
        clip, is_of_this_cut = desk.clip, name_cut(desk.clip) == desk.card.cut
        is_theirs = clip.decided_by == desk.actor.person_id
        if clip.status is not ClipStatus.REJECTED or not is_theirs or not is_of_this_cut:
            return None
        return await self._undo(desk)

    async def list_links(self, clip: Clip, *, guild_id: str) -> list[str]:
        """Return links to a clip's open cards in a server, the newest last."""
        return [
            f"https://discord.com/channels/{card.guild_id}/{card.channel_id}/{card.message_id}"
            for card in await self._cards.list_cards(clip.creator_id, clip.id)
            if card.guild_id == guild_id and not card.is_closed
        ]

    async def list_publications(self, clip: Clip) -> tuple[Publication, ...]:
        """Return all publications of a clip, past and scheduled."""
        return await self._publications.list_publications_of_clip(clip.creator_id, clip.id)

    async def _carry_out(self, desk: _Desk, verdict: Verdict) -> Clip:
        match verdict:
            case Verdict.REJECT:
                return await self._reject(desk)
            case Verdict.UNDO:
                return await self._undo(desk)
            case Verdict.EARLIER:
                return await self._shift(desk, -STEP_SECONDS)
            case Verdict.LATER:
                return await self._shift(desk, STEP_SECONDS)
            case Verdict.LIFT:
                return await self._lift(desk)
            case Verdict.RETRY:
                return await self._clip_editing.retry_clip(desk.actor, desk.clip.id)
            case _:
                return await self._republish(desk)

    async def _approve(self, desk: _Desk) -> Outcome:
        """Approve the clip, or count a vote where several people must approve."""
        clip, person_id = desk.clip, desk.actor.person_id
        has_approved = clip.decided_by == person_id or desk.has_voted
        if clip.status is ClipStatus.APPROVED and has_approved:
            return Outcome(clip=clip)
        seen = _require_undecided(desk)
        ballot = None
        if desk.binding.approvals_needed > 1:
            ballot = await self._votes.approve(desk.card, desk.actor, seen=desk.ballot)
            tally = ballot.count(desk.binding.approvals_needed)
            if not tally.is_enough:
                return Outcome(clip=clip, tally=tally, ballot=ballot)
        try:
            approved = await self._clip_review.approve_seen(desk.actor, seen)
        except Conflict as conflict:
            now = conflict.current
            # Another vote completed the approval at the same moment; this one still counted.
            if ballot and isinstance(now, Clip) and now.status is ClipStatus.APPROVED:
                return Outcome(clip=now)
            if isinstance(now, Clip) and now.decided_by == person_id:
                return Outcome(clip=now)
            raise
        return await self._check_votes(desk, approved) if ballot else Outcome(clip=approved)

    async def _check_votes(self, desk: _Desk, approved: Clip) -> Outcome:
        """Undo the approval if somebody withdrew their vote while it was being saved."""
        ballot = await self._votes.find_ballot(desk.card)
        tally = ballot.count(desk.binding.approvals_needed)
        if tally.is_enough:
            return Outcome(clip=approved, ballot=ballot)
        undone = await self._clip_review.undo(
            desk.actor, approved.id, seen_version=approved.version
        )
        return Outcome(clip=undone, tally=tally, ballot=ballot)

    async def _reject(self, desk: _Desk) -> Clip:
        clip = desk.clip
        if clip.status is ClipStatus.REJECTED and clip.decided_by == desk.actor.person_id:
            return clip
        return await self._clip_review.reject_seen(desk.actor, _require_undecided(desk))

    async def _undo(self, desk: _Desk) -> Clip:
        """Undo the clip's decision, whoever took it; before that, withdraw one's own vote."""
        clip = desk.clip
        if clip.status is not ClipStatus.IN_REVIEW:
            undone = await self._clip_review.undo(desk.actor, clip.id, seen_version=clip.version)
            await self._votes.start_anew(desk.card)
            return undone
        if not desk.has_voted:
            raise Conflict(
                "You have not approved this clip, so there is nothing to take back.", current=clip
            )
        await self._votes.withdraw(desk.card, desk.actor)
        return clip

    async def _undo_approval(self, desk: _Desk, clip: Clip, *, has_voted: bool) -> Clip:
        try:
            return await self._clip_review.undo(desk.actor, clip.id, seen_version=clip.version)
        except Conflict:
            if has_voted:  # the clip stays approved, so its card must still name this person
                await self._votes.approve(desk.card, desk.actor)
            raise

    async def _shift(self, desk: _Desk, by_seconds: float) -> Clip:
        _require_undecided(desk)
        return await self._clip_editing.trim_clip(
            desk.actor,
            desk.clip.id,
            seen_version=desk.card.clip_version,
            start_by_seconds=by_seconds,
            end_by_seconds=by_seconds,
        )

    async def _republish(self, desk: _Desk) -> Clip:
        """Retry the clip's failed publications."""
        found = await self.list_publications(desk.clip)
        failed = [publication for publication in found if publication.status in RETRIED]
        if not failed:
            raise Conflict("Nothing of this clip waits to be published again.", current=desk.clip)
        for publication in failed:
            await self._scheduling.retry_publication(desk.actor, publication.id)
        return desk.clip

    async def _lift(self, desk: _Desk) -> Clip:
        if desk.clip.status not in {ClipStatus.IN_REVIEW, ClipStatus.APPROVED}:
            raise Conflict(describe_change(desk.clip), current=desk.clip)
        return await self._votes.lift(desk.card, desk.actor)

    async def _find_pressed(self, person: GuildPerson, message_id: str) -> CardContext | None:
        """Return a card of which a button was pressed: its message is there before it is stored."""
        for _ in range(_LOOKS):
            found = await self._cards.find_card_context(message_id, user_id=person.user_id)
            if found is not None:
                return found
            await asyncio.sleep(_LOOKED_FOR_SECONDS / _LOOKS)
        return await self._cards.find_card_context(message_id, user_id=person.user_id)

    async def _open(self, person: GuildPerson, context: CardContext | None) -> _Desk:
        is_here = context is not None and context.card.guild_id == person.guild_id
        binding = context.binding if context and is_here else None
        if binding is None:
            binding = await self._membership.get_binding(person.guild_id)
        # A server may be bound to another creator by now; the former one's cards are not its own.
        if context is None or not is_here or context.card.creator_id != binding.creator_id:
            raise NotFound(
                "Nothing is known of this card; press again in a minute if it has just come, or "
                "decide on a newer one."
            )
        return _Desk(
            card=context.card,
            clip=context.clip,
            ballot=context.ballot,
            actor=find_actor(person, binding, context.member),
            binding=binding,
        )


def _require_shown(desk: _Desk) -> None:
    """Raise Conflict if the card shows an older cut of its clip."""
    if desk.card.is_closed or name_cut(desk.clip) != desk.card.cut:
        raise Conflict(
            "This card shows an older cut; decide on the newest card of the clip.",
            current=desk.clip,
        )


def _require_undecided(desk: _Desk) -> Clip:
    """Return the clip as the card shows it; Conflict if it no longer waits for a decision."""
    seen = desk.clip.as_seen(desk.card.clip_version)
    if seen is None or desk.clip.status is not ClipStatus.IN_REVIEW:
        raise Conflict(describe_change(desk.clip), current=desk.clip)
    return seen
