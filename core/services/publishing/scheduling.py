"""Scheduling: when clips go out, and what people do about those that wait or got stuck."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.people.guild import find_approvals_needed
from core.domain.publishing.posting_slot import DAYS_AHEAD_MAX, read_local_time
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.publishing.wording import clean_wording
from core.domain.work.ids import ClipId, PublicationId
from core.domain.work.platform import Platform, choose_object_key
from core.errors import Conflict, InvalidInput
from core.ports.clips import ClipStore
from core.ports.people import GuildStore
from core.ports.plan import SlotStore
from core.ports.publishing import PublicationStore, Publisher, PublishOrder, TargetStore
from core.ports.work import Clock
from core.services.publishing.publication_creation import Posting, PublicationCreation
from core.services.publishing.target_places import TargetPlaces

_log = structlog.get_logger(__name__)
_S = PublicationStatus
_LINK_LENGTH_MAX = 500
_CONFIRMABLE = frozenset(
    {_S.UNCONFIRMED, _S.PUBLISHED_NO_LINK, _S.LOCKED_PRIVATE, _S.AWAITING_CREATOR}
)
_AT_ONCE = Posting()
_PAST = timedelta(minutes=1)
"""People say times to the minute, so the minute that runs is not over."""


class Scheduling:
    """Publishes approved clips now or later, and manages what is scheduled."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        publications: PublicationStore,
        targets: TargetStore,
        slots: SlotStore,
        publishers: Mapping[Platform, Publisher],
        publication_creation: PublicationCreation,
        guilds: GuildStore,
        places: TargetPlaces,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._publications = publications
        self._targets = targets
        self._slots = slots
        self._publishers = publishers
        self._publication_creation = publication_creation
        self._guilds = guilds
        self._places = places

    async def publish_clip(
        self,
        actor: Actor,
        clip_id: ClipId,
        targets: Sequence[PublishTarget] | None = None,
        posting: Posting = _AT_ONCE,
    ) -> tuple[Publication, ...]:
        """Publish a clip to accounts, by default the creator's, now or at a time.

        A clip in review is approved by this. Raises InvalidInput, with the sentence, for what a
        platform forbids, and Conflict where the clip goes to all of them already.
        """
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        await self._require_time(actor, posting.at)
        posting = posting if posting.at or posting.needs_slot else self._now(posting)
        publications = await self._publication_creation.make_publications(clip, targets, posting)
        if not publications:
            raise Conflict(
                "This clip goes there already, or has gone; /when list shows what waits.",
                current=clip,
            )
        await self._require_allowed(clip, publications)
        for target in targets or ():
            await self._places.require(actor.creator_id, target)
        approved = await self._approve(actor, clip)
        await self._clips.save_clip(approved, publications=publications)
        _log.info("clip.sent", clip_id=clip.id, count=len(publications), by=actor.person_id)
        return publications

    async def schedule_clip(
        self, actor: Actor, clip_id: ClipId, *, at: datetime | None = None
    ) -> tuple[Publication, ...]:
        """Schedule a clip for a time, or for the next free posting slot.

        What of it waits already is moved there; else it is sent to the creator's targets.
        """
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        await self._require_time(actor, at)
        if at is None and not (await self._slots.get_slots(actor.creator_id)).slots:
            raise InvalidInput("There are no posting slots yet: set some, or say a time.")
        waiting = await self._list_waiting(clip)
        if not waiting:
            posting = Posting(at=at, needs_slot=at is None)
            return await self.publish_clip(actor, clip_id, posting=posting)
        return tuple([await self._move(publication, at) for publication in waiting])

    async def reschedule(
        self, actor: Actor, publication_id: PublicationId, *, at: datetime
    ) -> Publication:
        """Reschedule a publication."""
        actor.require_reviewer()
        await self._require_time(actor, at)
        publication = await self._get(actor, publication_id)
        if publication.status is not _S.SCHEDULED:
            raise Conflict(
                "Only what still waits can be moved; choose another one.", current=publication
            )
        return await self._move(publication, at)

    async def cancel(self, actor: Actor, publication_id: PublicationId) -> Publication:
        """Cancel a publication; Conflict if somebody may have seen it already."""
        actor.require_reviewer()
        publication = await self._get(actor, publication_id)
        if not publication.is_recallable:
            raise Conflict(
                "This is on its way, or out, and can no longer be called off here.",
                current=publication,
            )
        cancelled = publication.move_to(_S.CANCELLED, at=self._clock.now())
        return await self._publications.save_publication(replace(cancelled, next_at=None))

    async def confirm(
        self,
        actor: Actor,
        publication_id: PublicationId,
        *,
        is_there: bool,
        link: str | None = None,
    ) -> Publication:
        """Record whether a post is there, as a person found it.

        What is there is published, with its link; what is not goes out once more.
        """
        actor.require_reviewer()
        publication = await self._get(actor, publication_id)
        now = self._clock.now()
        if publication.status not in _CONFIRMABLE:
            raise Conflict(
                "Nobody needs to confirm this; its card says how it stands.", current=publication
            )
        if is_there:
            moved = publication.move_to(_S.PUBLISHED, at=now)
            link = _check_link(link) if link else publication.link
            return await self._publications.save_publication(
                replace(moved, link=link, reason=None, next_at=None)
            )
        if publication.status is not _S.UNCONFIRMED:
            raise Conflict(
                "The platform says that it is there; say so too, or delete it there first.",
                current=publication,
            )
        again = publication.move_to(_S.SCHEDULED, at=now)
        return await self._publications.save_publication(
            replace(
                again,
                due_at=now,
                next_at=None,
                tries=0,
                reason=None,
                progress=PublishProgress(),
                sealed_secret="",
                secret_key_id="",
            )
        )

    async def retry_publication(self, actor: Actor, publication_id: PublicationId) -> Publication:
        """Retry a failed or waiting publication now; what may be out is looked for first."""
        actor.require_reviewer()
        publication = await self._get(actor, publication_id)
        now = self._clock.now()
        if publication.status in {_S.RETRY_AT, _S.QUOTA_WAIT}:
            return await self._publications.save_publication(replace(publication, next_at=now))
        if publication.status not in {_S.FAILED, _S.RECONNECT_REQUIRED}:
            raise Conflict(
                "There is nothing to try again; its card says how it stands.", current=publication
            )
        again = publication.move_to(_S.SCHEDULED, at=now)
        return await self._publications.save_publication(
            replace(again, due_at=now, next_at=None, tries=0, reason=None)
        )

    async def list_open(
        self, actor: Actor, *, limit: int = 25
    ) -> tuple[tuple[Publication, Clip], ...]:
        """Return publications that are pending or need attention, with their clips, soonest first.

        The newest hundred publications are looked at.
        """
        page = await self._publications.list_publications(actor.creator_id, limit=100)
        found = [p for p in page.items if p.status not in {_S.PUBLISHED, _S.CANCELLED}]
        found = sorted(found, key=lambda p: (p.wakes_at, p.id))[:limit]
        ids = list(dict.fromkeys(p.clip_id for p in found))
        clips = await asyncio.gather(*(self._clips.get_clip(actor.creator_id, i) for i in ids))
        by_id = dict(zip(ids, clips, strict=True))
        return tuple((publication, by_id[publication.clip_id]) for publication in found)

    async def read_time(self, actor: Actor, text: str) -> datetime:
        """Read a time in the creator's time zone, such as `2026-11-30 18:00`."""
        zone = await self._publication_creation.find_zone(actor.creator_id)
        return await asyncio.to_thread(read_local_time, text, zone)

    def _now(self, posting: Posting) -> Posting:
        return replace(posting, at=self._clock.now())

    async def _require_time(self, actor: Actor, at: datetime | None) -> None:
        now = self._clock.now()
        if at is not None and at > now + timedelta(days=DAYS_AHEAD_MAX):
            raise InvalidInput("That is more than a year ahead: choose an earlier time.")
        if at is not None and at <= now - _PAST:
            zone = await self._publication_creation.find_zone(actor.creator_id)
            raise InvalidInput(
                f"That time is over: it is {now.astimezone(zone):%Y-%m-%d %H:%M} on the creator's "
                f"clock ({zone.key}). Say a later time, or send the clip now with /clip publish."
            )

    async def _require_allowed(self, clip: Clip, publications: Sequence[Publication]) -> None:
        targets = await self._targets.get_targets(clip.creator_id)
        for publication in publications:
            publisher = self._publishers.get(publication.platform)
            if publisher is None:
                raise InvalidInput(
                    f"{publication.platform.label} is not set up here; choose another platform."
                )
            if problem := publisher.find_problem(_draft_order(clip, publication, targets)):
                raise InvalidInput(problem)

    async def _approve(self, actor: Actor, clip: Clip) -> Clip:
        """Publishing approves the clip, unless a server requires several approvals."""
        if clip.status is ClipStatus.APPROVED:
            return clip
        needed = find_approvals_needed(await self._guilds.list_guilds(clip.creator_id))
        if needed > 1 and actor.role is Role.MODERATOR:
            raise Conflict(
                f"It takes {needed} approvals here: let the clip be approved on its card first.",
                current=clip,
            )
        approved = clip.move_to(ClipStatus.APPROVED, at=self._clock.now())
        return replace(approved, decided_by=actor.person_id)

    async def _list_waiting(self, clip: Clip) -> list[Publication]:
        found = await self._publications.list_publications_of_clip(clip.creator_id, clip.id)
        return [p for p in found if p.status is _S.SCHEDULED]

    async def _move(self, publication: Publication, at: datetime | None) -> Publication:
        now = self._clock.now()
        due_at = at or await self._publication_creation.find_slot(
            publication.creator_id,
            publication.platform,
            publication.account_id,
            after=now,
            clip_id=publication.clip_id,
        )
        if due_at is None:
            raise InvalidInput(
                f"No posting slot is good for {publication.platform.label}: set one, or say a time."
            )
        return await self._publications.save_publication(
            replace(publication, due_at=due_at, updated_at=now)
        )

    async def _get(self, actor: Actor, publication_id: PublicationId) -> Publication:
        return await self._publications.get_publication(actor.creator_id, publication_id)


def _draft_order(clip: Clip, publication: Publication, targets: PublishTargets) -> PublishOrder:
    """Return the order that a publisher checks before anything is stored."""
    target = targets.find(publication.platform, publication.account_id)
    size = clip.size_bytes or 0
    return PublishOrder(
        publication=publication,
        clip=clip,
        wording=publication.wording or clean_wording(title=clip.title, tags=target.tags),
        target=target,
        object_key=choose_object_key(publication.platform, clip.object_key or "", size),
        size_bytes=size,
        token=None,
        progress=PublishProgress(),
        now=publication.created_at,
    )


def _check_link(link: str) -> str:
    """Return a link that a person gave; InvalidInput if it is not an https address."""
    parts = urlsplit(link.strip())
    if parts.scheme != "https" or not parts.hostname or len(link) > _LINK_LENGTH_MAX:
        raise InvalidInput("Give the whole address, such as https://www.tiktok.com/@me/video/1.")
    return link.strip()
