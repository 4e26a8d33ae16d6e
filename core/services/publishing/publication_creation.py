"""Publication creation: a scheduled publication for each account that a clip goes to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.clips.clip import Clip
from core.domain.clips.turn import TurnTrait
from core.domain.people.creator_profile import find_zone
from core.domain.publishing.planned import ANY_ACCOUNT, Planned, PlanTerms
from core.domain.publishing.posting_slot import PostingSlot, find_next_slot
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_target import Privacy, PublishTarget, PublishTargets
from core.domain.publishing.slot_change import move_to_evening
from core.domain.publishing.wording import Wording
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.ports.clips import Turns
from core.ports.people import ProfileStore
from core.ports.plan import SlotStore
from core.ports.publishing import PublicationStore, TargetStore
from core.ports.work import Clock, Ids
from core.services.work.recent_reads import OldestRead, RecentReads

_S = PublicationStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a person chose for a publication; None stands for the default."""

    at: datetime | None = None
    needs_slot: bool = False
    wording: Wording | None = None
    privacy: Privacy | None = None


_DEFAULTS = Posting()


class PublicationCreation:
    """Makes publications; the caller stores them.

    Without a time they are due after the grace period, or in the next free slot after it.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        publications: PublicationStore,
        targets: TargetStore,
        slots: SlotStore,
        profiles: ProfileStore,
        turns: Turns,
        grace_seconds: float = 0.0,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._publications = publications
        self._targets = targets
        self._slots = slots
        self._profiles = profiles
        self._turns = turns
        self._grace = timedelta(seconds=grace_seconds)
        self._recent = RecentReads(clock=clock)

    async def make_publications(
        self,
        clip: Clip,
        targets: Sequence[PublishTarget] | None = None,
        posting: Posting = _DEFAULTS,
    ) -> tuple[Publication, ...]:
        """Return a publication for each target, by default for the creator's own.

        Accounts that the clip is going to, or has gone to, are skipped.
        """
        known = await self._publications.list_publications_of_clip(clip.creator_id, clip.id)
        return await self._make_each(clip, targets, posting, known)

    async def _make_each(
        self,
        clip: Clip,
        targets: Sequence[PublishTarget] | None,
        posting: Posting,
        known: Sequence[Publication],
    ) -> tuple[Publication, ...]:
        chosen = await self._targets.get_targets(clip.creator_id)
        wanted = chosen.targets if targets is None else targets
        busy = {(p.platform, p.account_id) for p in known if p.status is not _S.CANCELLED}
        return tuple(
            [
                await self._make(clip, target, posting, known, chosen)
                for target in wanted
                if target.place not in busy
            ]
        )

    async def read_terms(
        self, clip: Clip, *, since: datetime | None = None, oldest: OldestRead | None = None
    ) -> PlanTerms:
        """Return what decides where an approval would send a clip; read before, but after `since`.

        None has it read now. `oldest` is told when it was read.
        """
        creator_id, read = clip.creator_id, self._recent.read
        chosen = await read(
            ("targets", creator_id),
            lambda: self._targets.get_targets(creator_id),
            since=since,
            oldest=oldest,
        )
        places = tuple(target.place for target in chosen.targets)
        if not places or not chosen.uses_slots:
            return PlanTerms(places=places)
        slots = await self._find_slots(creator_id, clip.id, since=since, oldest=oldest)
        if not slots:
            return PlanTerms(places=places)
        zone = await read(
            ("zone", creator_id), lambda: self.find_zone(creator_id), since=since, oldest=oldest
        )
        return PlanTerms(places=places, slots=slots, time_zone=zone.key)

    async def plan(
        self,
        clip: Clip,
        terms: PlanTerms,
        *,
        known: Sequence[Publication],
        since: datetime | None = None,
    ) -> tuple[Planned, ...]:
        """Return where an approval would send a clip at this moment, and when; nothing is made.

        `known` are the clip's publications. Slots that others have taken may have been read before,
        but after `since`; None has them read now.
        """
        busy = {(p.platform, p.account_id) for p in known if p.status is not _S.CANCELLED}
        places = [place for place in terms.places if place not in busy]
        if not terms.slots or not places:
            return tuple(Planned(platform=one, account_id=name) for one, name in places)
        zone = await asyncio.to_thread(find_zone, terms.time_zone)
        after = self._clock.now() + self._grace
        coming = await self._list_coming(clip.creator_id, after=after, since=since)
        return tuple(
            Planned(
                platform=platform,
                account_id=account_id,
                at=find_next_slot(
                    terms.slots,
                    zone,
                    after=after,
                    platform=platform,
                    taken=_find_taken(coming, platform, account_id),
                ),
            )
            for platform, account_id in places
        )

    async def find_slot(
        self,
        creator_id: CreatorId,
        platform: Platform,
        account_id: str,
        *,
        after: datetime,
        clip_id: ClipId | None = None,
    ) -> datetime | None:
        """Return the account's next free posting slot; None if the creator has none for it.

        Where evenings are tried by turns, a clip's turn moves the slots.
        """
        slots = await self._find_slots(creator_id, clip_id)
        if not slots:
            return None
        zone = await self.find_zone(creator_id)
        coming = await self._list_coming(creator_id, after=after)
        taken = _find_taken(coming, platform, account_id)
        return find_next_slot(slots, zone, after=after, platform=platform, taken=taken)

    async def _list_coming(
        self, creator_id: CreatorId, *, after: datetime, since: datetime | None = None
    ) -> tuple[Planned, ...]:
        return await self._recent.read(
            ("coming", creator_id),
            lambda: self._publications.list_coming(creator_id, after=after),
            since=since,
        )

    async def _find_slots(
        self,
        creator_id: CreatorId,
        clip_id: ClipId | None,
        *,
        since: datetime | None = None,
        oldest: OldestRead | None = None,
    ) -> tuple[PostingSlot, ...]:
        read = self._recent.read
        slots = await read(
            ("slots", creator_id),
            lambda: self._slots.get_slots(creator_id),
            since=since,
            oldest=oldest,
        )
        if not slots.slots or clip_id is None:
            return slots.slots
        find_side = await read(
            ("turns", creator_id),
            lambda: self._turns.find_sides(creator_id),
            since=since,
            oldest=oldest,
        )
        turn = find_side(clip_id)
        if turn and turn.trait is TurnTrait.EVENING:
            return move_to_evening(slots.slots, is_evening=turn.has_it)
        return slots.slots

    async def find_zone(self, creator_id: CreatorId) -> ZoneInfo:
        """Return the creator's time zone."""
        profile = await self._profiles.get_profile(creator_id)
        return await asyncio.to_thread(find_zone, profile.time_zone)

    async def _make(
        self,
        clip: Clip,
        target: PublishTarget,
        posting: Posting,
        known: Sequence[Publication],
        chosen: PublishTargets,
    ) -> Publication:
        now = self._clock.now()
        due_at = posting.at or now + self._grace
        if posting.at is None and (posting.needs_slot or chosen.uses_slots):
            slot = await self.find_slot(
                clip.creator_id, *target.place, after=due_at, clip_id=clip.id
            )
            due_at = slot or due_at
        revisions = [p.revision for p in known if (p.platform, p.account_id) == target.place]
        names = ("publication", clip.id, str(clip.version), *target.place)
        return Publication(
            id=PublicationId(self._ids.new_ulid(now, *names)),
            creator_id=clip.creator_id,
            clip_id=clip.id,
            platform=target.platform,
            account_id=target.account_id,
            revision=max(revisions, default=0) + 1,
            wording=posting.wording,
            privacy=posting.privacy,
            due_at=due_at,
            created_at=now,
            updated_at=now,
        )


def _find_taken(
    coming: Sequence[Planned], platform: Platform, account_id: str
) -> frozenset[datetime]:
    """Return the times at which something goes out to an account already."""
    return frozenset(
        one.at
        for one in coming
        if one.at and one.platform is platform and one.account_id in {account_id, ANY_ACCOUNT}
    )
