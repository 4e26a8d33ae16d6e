"""Plan following: stores whose every change of a clip or a publication shows in the plan."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import OUT, Publication, PublicationStatus
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.job import Job
from core.errors import TrussError
from core.ports.clips import ClipStore
from core.ports.paging import Page
from core.ports.publishing import PublicationStore
from core.services.plan.clip_posts import ClipPosts

_log = structlog.get_logger(__name__)
_MATTERS: Final = frozenset({ClipStatus.APPROVED, ClipStatus.IN_REVIEW, ClipStatus.RENDERING})
_ENDS: Final = OUT | {PublicationStatus.CANCELLED}


async def _in_line(settling: Awaitable[object]) -> None:
    """Bring the plan in line; what fails here is done by the sweep, and hinders nobody."""
    try:
        await settling
    except TrussError as error:
        _log.info("plan.left_to_the_sweep", reason=str(error))


class PlanFollowingClips:
    """A clip store after whose decisions the plan is brought in line."""

    def __init__(self, clips: ClipStore, clip_posts: ClipPosts) -> None:
        self._clips = clips
        self._clip_posts = clip_posts

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
        saved = await self._clips.save_clip(
            clip, publications=publications, changed=changed, jobs=jobs
        )
        if saved.status in _MATTERS:
            await _in_line(self._clip_posts.settle_clip(saved))
        return saved

    async def get_clip(self, creator_id: CreatorId, clip_id: ClipId) -> Clip:
        return await self._clips.get_clip(creator_id, clip_id)

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


class PlanFollowingPublications:
    """A publication store after whose ends the plan is brought in line."""

    def __init__(self, publications: PublicationStore, clip_posts: ClipPosts) -> None:
        self._publications = publications
        self._clip_posts = clip_posts

    async def save_publication(self, publication: Publication) -> Publication:
        saved = await self._publications.save_publication(publication)
        if saved.status in _ENDS:
            await _in_line(self._clip_posts.follow(saved.creator_id, saved.clip_id))
        return saved

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

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        return await self._publications.list_publications_of_clip(creator_id, clip_id)
