"""Forwarding stores: pass everything on, for stores that add something to one method."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.job import Job
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.ports.publishing import PublicationStore


class ForwardingClips:
    """A clip store that does what another one does."""

    def __init__(self, clips: ClipStore) -> None:
        self._clips = clips

    async def add_clip(self, clip: Clip, *, jobs: Sequence[Job] = ()) -> bool:
        return await self._clips.add_clip(clip, jobs=jobs)

    async def save_clip(
        self,
        clip: Clip,
        *,
        publications: Sequence[Publication] = (),
        changed: Sequence[Publication] = (),
        jobs: Sequence[Job] = (),
    ) -> Clip:
        return await self._clips.save_clip(
            clip, publications=publications, changed=changed, jobs=jobs
        )

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip:
        return await self._clips.get_clip(creator_id, clip_id)

    async def find_clips(
        self, creator_id: CreatorId, clip_ids: Sequence[ClipId]
    ) -> tuple[Clip, ...]:
        return await self._clips.find_clips(creator_id, clip_ids)

    async def count_clips(self, creator_id: CreatorId, status: ClipStatus, *, most: int) -> int:
        return await self._clips.count_clips(creator_id, status, most=most)

    async def list_clips(
        self,
        creator_id: CreatorId,
        *,
        before: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        return await self._clips.list_clips(creator_id, before=before, cursor=cursor, limit=limit)

    async def list_clips_by_status(
        self,
        creator_id: CreatorId,
        status: ClipStatus,
        *,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        return await self._clips.list_clips_by_status(
            creator_id, status, cursor=cursor, limit=limit
        )

    async def list_clips_by_score(
        self,
        creator_id: CreatorId,
        *,
        at_least: int = 0,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Clip]:
        return await self._clips.list_clips_by_score(
            creator_id, at_least=at_least, cursor=cursor, limit=limit
        )


class ForwardingPublications:
    """A publication store that does what another one does."""

    def __init__(self, publications: PublicationStore) -> None:
        self._publications = publications

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        return await self._publications.save_publication(publication, jobs=jobs)

    async def note_progress(self, publication: Publication) -> Publication:
        return await self._publications.note_progress(publication)

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication:
        return await self._publications.get_publication(creator_id, publication_id)

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]:
        return await self._publications.list_publications(creator_id, cursor=cursor, limit=limit)

    async def list_publications_by_status(
        self,
        creator_id: CreatorId,
        status: PublicationStatus,
        *,
        is_soonest_first: bool = False,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Publication]:
        return await self._publications.list_publications_by_status(
            creator_id, status, is_soonest_first=is_soonest_first, cursor=cursor, limit=limit
        )

    async def list_coming(self, creator_id: CreatorId, *, after: datetime) -> tuple[Planned, ...]:
        return await self._publications.list_coming(creator_id, after=after)

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        return await self._publications.list_publications_of_clip(creator_id, clip_id)

    async def find_publications(
        self, creator_id: CreatorId, publication_ids: Sequence[PublicationId]
    ) -> tuple[Publication, ...]:
        return await self._publications.find_publications(creator_id, publication_ids)


_: type[ClipStore] = ForwardingClips
__: type[PublicationStore] = ForwardingPublications
