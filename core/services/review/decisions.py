"""Deciding: what moderators say on a card, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.domain.clips.clip import (
    Clip,
    ClipStatus,
)
from core.domain.people.actor import Actor
from core.domain.people.guild import GuildBinding
from core.domain.people.member import GuildPerson
from core.domain.publishing.publication import (
    RETRIED,
    Publication,
)
from core.domain.review.ballot import Tally
from core.domain.review.review_card import (
    PostedCard,
    Verdict,
    describe_change,
    name_cut,
)
from core.errors import Conflict, NotFound
from core.ports.clips import ClipStore
from core.ports.publishing import PublicationStore
from core.ports.review import CardStore
from core.services.people.membership import Membership
from core.services.publishing.cancelling import list_of_clip
from core.services.publishing.scheduling import Scheduling
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.votes import Votes

STEP_SECONDS: Final = 2.0
"""By how much a reaction moves a clip; `/clip trim` moves each edge as one likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The clip after something was said; `tally` where an approval counted and others lack."""

    clip: Clip
    tally: Tally | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """A card, the person before it, and how their server is set up."""

    card: PostedCard
    actor: Actor
    binding: GuildBinding


class Decisions:
    """Turns what is said on a card into a decision on what that card shows."""

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

    async def decide(self, person: GuildPerson, message_id: str, verdict: Verdict) -> Outcome:
        """Return the clip after the verdict; saying the same again changes nothing.

        Raises Forbidden for who may not, and Conflict, with what is there now, where the card's
        cut is no longer the newest or somebody else decided first.
        """
        desk = await self._open(person, message_id)
        desk.actor.require_reviewer()
        clip = await self._get_shown(desk)
        if verdict is Verdict.APPROVE:
            return await self._approve(desk, clip)
        return Outcome(clip=await self._carry_out(desk, clip, verdict))

    async def take_back(self, person: GuildPerson, message_id: str) -> Clip | None:
        """Take the person's own approval back; None where there is none of theirs.

        What it had led to is undone where the others are too few now; Conflict where that is too
        late.
        """
        desk = await self._open(person, message_id)
        needed, person_id = desk.binding.approvals_needed, desk.actor.person_id
        before = await self._votes.find_ballot(desk.card)
        left = await self._votes.withdraw(desk.card, desk.actor, needed=needed)
        clip = await self._clips.get_clip(desk.card.creator_id, desk.card.clip_id)
        has_voted = person_id in before.approvals
        is_theirs = before.count(needed).is_enough if has_voted else clip.decided_by == person_id
        if clip.status is not ClipStatus.APPROVED or name_cut(clip) != desk.card.cut:
            return clip if has_voted else None
        if not is_theirs or left.is_enough:
            return clip if has_voted else None
        return await self._undo_approval(desk, clip, has_voted=has_voted)

    async def list_links(self, clip: Clip, *, guild_id: str) -> list[str]:
        """Return where a clip's open cards hang in a server, the newest last."""
        return [
            f"https://discord.com/channels/{card.guild_id}/{card.channel_id}/{card.message_id}"
            for card in await self._cards.list_cards(clip.creator_id, clip.id)
            if card.guild_id == guild_id and not card.is_closed
        ]

    async def list_publications(self, clip: Clip) -> list[Publication]:
        """Return everything that was ever sent out of a clip, or waits to be."""
        return await list_of_clip(self._publications, clip)

    async def _carry_out(self, desk: _Desk, clip: Clip, verdict: Verdict) -> Clip:
        match verdict:
            case Verdict.REJECT:
                return await self._reject(desk, clip)
            case Verdict.UNDO:
                return await self._undo(desk, clip)
            case Verdict.EARLIER:
                return await self._shift(desk, clip, -STEP_SECONDS)
            case Verdict.LATER:
                return await self._shift(desk, clip, STEP_SECONDS)
            case Verdict.LIFT:
                return await self._lift(desk, clip)
            case Verdict.RETRY:
                return await self._clip_editing.retry_clip(desk.actor, clip.id)
            case _:
                return await self._republish(desk, clip)

    async def _approve(self, desk: _Desk, clip: Clip) -> Outcome:
        """Approve, or count the approval where it takes several people."""
        needed, person_id = desk.binding.approvals_needed, desk.actor.person_id
        if clip.status is ClipStatus.APPROVED and await self._has_approved(desk, clip):
            return Outcome(clip=clip)
        _require_undecided(desk, clip)
        tally = None
        if needed > 1:
            tally = await self._votes.approve(desk.card, desk.actor, needed=needed)
            if not tally.is_enough:
                return Outcome(clip=clip, tally=tally)
        try:
            approved = await self._clip_review.approve(
                desk.actor, clip.id, seen_version=desk.card.clip_version
            )
        except Conflict as conflict:
            now = conflict.current
            # Others' votes and this one were enough at the same moment: it counted.
            if tally and isinstance(now, Clip) and now.status is ClipStatus.APPROVED:
                return Outcome(clip=now)
            if isinstance(now, Clip) and now.decided_by == person_id:
                return Outcome(clip=now)
            raise
        return await self._check_votes(desk, approved) if tally else Outcome(clip=approved)

    async def _check_votes(self, desk: _Desk, approved: Clip) -> Outcome:
        """Undo an approval to which somebody no longer agreed when it was saved."""
        ballot = await self._votes.find_ballot(desk.card)
        tally = ballot.count(desk.binding.approvals_needed)
        if tally.is_enough:
            return Outcome(clip=approved)
        undone = await self._clip_review.undo(
            desk.actor, approved.id, seen_version=approved.version
        )
        return Outcome(clip=undone, tally=tally)

    async def _has_approved(self, desk: _Desk, clip: Clip) -> bool:
        if clip.decided_by == desk.actor.person_id:
            return True
        return desk.actor.person_id in (await self._votes.find_ballot(desk.card)).approvals

    async def _reject(self, desk: _Desk, clip: Clip) -> Clip:
        if clip.status is ClipStatus.REJECTED and clip.decided_by == desk.actor.person_id:
            return clip
        _require_undecided(desk, clip)
        return await self._clip_review.reject(
            desk.actor, clip.id, seen_version=desk.card.clip_version
        )

    async def _undo(self, desk: _Desk, clip: Clip) -> Clip:
        """Undo an approval, whoever gave it; before there is one, take one's own vote back."""
        if clip.status is not ClipStatus.IN_REVIEW:
            undone = await self._clip_review.undo(desk.actor, clip.id, seen_version=clip.version)
            await self._votes.start_anew(desk.card)
            return undone
        ballot = await self._votes.find_ballot(desk.card)
        if desk.actor.person_id not in ballot.approvals:
            raise Conflict(
                "You have not approved this clip, so there is nothing to take back.", current=clip
            )
        needed = desk.binding.approvals_needed
        await self._votes.withdraw(desk.card, desk.actor, needed=needed)
        return clip

    async def _undo_approval(self, desk: _Desk, clip: Clip, *, has_voted: bool) -> Clip:
        try:
            return await self._clip_review.undo(desk.actor, clip.id, seen_version=clip.version)
        except Conflict:
            if has_voted:  # it stays approved, and so the card goes on to name who approved it
                needed = desk.binding.approvals_needed
                await self._votes.approve(desk.card, desk.actor, needed=needed)
            raise

    async def _shift(self, desk: _Desk, clip: Clip, by_seconds: float) -> Clip:
        _require_undecided(desk, clip)
        return await self._clip_editing.trim_clip(
            desk.actor,
            clip.id,
            seen_version=desk.card.clip_version,
            start_by_seconds=by_seconds,
            end_by_seconds=by_seconds,
        )

    async def _republish(self, desk: _Desk, clip: Clip) -> Clip:
        """Send out again what could not go out."""
        found = await self.list_publications(clip)
        failed = [publication for publication in found if publication.status in RETRIED]
        if not failed:
            raise Conflict("Nothing of this clip waits to be published again.", current=clip)
        for publication in failed:
            await self._scheduling.retry_publication(desk.actor, publication.id)
        return clip

    async def _lift(self, desk: _Desk, clip: Clip) -> Clip:
        if clip.status not in {ClipStatus.IN_REVIEW, ClipStatus.APPROVED}:
            raise Conflict(describe_change(clip), current=clip)
        return await self._votes.lift(desk.card, desk.actor)

    async def _get_shown(self, desk: _Desk) -> Clip:
        """Return the clip as it is now; Conflict where the card shows an older cut of it."""
        clip = await self._clips.get_clip(desk.card.creator_id, desk.card.clip_id)
        if desk.card.is_closed or name_cut(clip) != desk.card.cut:
            raise Conflict(
                "This card shows an older cut; decide on the newest card of the clip.",
                current=clip,
            )
        return clip

    async def _open(self, person: GuildPerson, message_id: str) -> _Desk:
        card = await self._cards.find_card(message_id)
        binding, actor = await self._membership.enter_guild(person)
        # A server that serves another creator now has nothing to say on cards of the former one.
        is_foreign = card is not None and (
            card.guild_id != person.guild_id or card.creator_id != actor.creator_id
        )
        if card is None or is_foreign:
            raise NotFound("Nothing is known of this card; decide on a newer one.")
        return _Desk(card=card, actor=actor, binding=binding)


def _require_undecided(desk: _Desk, clip: Clip) -> None:
    """Raise Conflict, with what is there now, unless the clip waits as the card shows it."""
    if clip.status is not ClipStatus.IN_REVIEW or clip.as_seen(desk.card.clip_version) is None:
        raise Conflict(describe_change(clip), current=clip)
