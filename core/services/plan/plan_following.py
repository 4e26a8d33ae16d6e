"""Plan following: stores whose every change of a clip or a publication shows in the plan."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import OUT, Publication, PublicationStatus
from core.domain.work.job import Job
from core.errors import TrussError
from core.ports.clips import ClipStore
from core.ports.publishing import PublicationStore
from core.services.clips.forwarding_stores import ForwardingClips, ForwardingPublications
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


class PlanFollowingClips(ForwardingClips):
    """A clip store after whose decisions the plan is brought in line."""

    def __init__(self, clips: ClipStore, clip_posts: ClipPosts) -> None:
        super().__init__(clips)
        self._clip_posts = clip_posts

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


class PlanFollowingPublications(ForwardingPublications):
    """A publication store after whose ends the plan is brought in line."""

    def __init__(self, publications: PublicationStore, clip_posts: ClipPosts) -> None:
        super().__init__(publications)
        self._clip_posts = clip_posts

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        saved = await self._publications.save_publication(publication, jobs=jobs)
        if saved.status in _ENDS:
            await _in_line(self._clip_posts.follow(saved.creator_id, saved.clip_id))
        return saved
