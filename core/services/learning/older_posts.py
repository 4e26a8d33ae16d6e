"""Older posts: those that went out before posts had rows by time are taken up once."""

from __future__ import annotations

from collections.abc import Collection

import structlog

from core.domain.learning.measurement import LOOK_BACK_DAYS, MEASURED_FOR, name_day
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Conflict
from core.ports.learning import DueBatchStore, MeasuredPostStore, MetricStore
from core.ports.paging import collect
from core.ports.people import Directory
from core.ports.publishing import PublicationStore
from core.ports.work import Clock
from core.services.learning.post_noting import PostNoting, make_batch

_log = structlog.get_logger(__name__)


class OlderPosts:
    """Takes up what an older program published; a table remembers that it has been done."""

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        publications: PublicationStore,
        posts: MeasuredPostStore,
        batches: DueBatchStore,
        metrics: MetricStore,
        noting: PostNoting,
        platforms: Collection[Platform],
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._publications = publications
        self._posts = posts
        self._batches = batches
        self._metrics = metrics
        self._noting = noting
        self._platforms = platforms
        self._is_done = False

    async def take_up(self) -> None:
        """Give each post of the last 90 days its row, unless that was done; a kill begins anew."""
        if self._is_done or await self._batches.has_taken_up():
            self._is_done = True
            return
        creators = await collect(
            lambda cursor: self._directory.list_creators(cursor=cursor, limit=100)
        )
        count = sum([await self._take_up_all(creator_id) for creator_id in creators])
        await self._batches.note_taken_up()
        self._is_done = True
        _log.info("posts.taken_up", creators=len(creators), posts=count)

    async def _take_up_all(self, creator_id: CreatorId) -> int:
        now, cursor, count = self._clock.now(), None, 0
        while True:
            page = await self._publications.list_publications(creator_id, cursor=cursor, limit=100)
            young = [p for p in page.items if self._is_measured(p)]
            known = await self._posts.find_posts(young) if young else {}
            for publication in young:
                if publication.id not in known:
                    await self._take_up(publication)
                    count += 1
            oldest = min((p.created_at for p in page.items), default=now)
            # Some publications are made long before they go out, so look back twice as far.
            cursor = page.cursor if now - oldest <= 2 * MEASURED_FOR else None
            if cursor is None:
                return count

    def _is_measured(self, publication: Publication) -> bool:
        is_recent = self._clock.now() - publication.updated_at <= MEASURED_FOR
        return is_recent and publication.status in OUT and publication.platform in self._platforms

    async def _take_up(self, publication: Publication) -> None:
        post = await self._noting.read(publication)
        if publication.post_id is not None:
            await self._batches.put_batches([make_batch(post)])
            newest = await self._metrics.find_newest(
                publication.creator_id,
                publication.platform,
                publication.post_id,
                last=name_day(publication.platform, self._clock.now()),
                days=LOOK_BACK_DAYS,
            )
            post = post if newest is None else post.read(newest)
        try:
            await self._posts.save_post(post)
        except Conflict:  # It was noted meanwhile.
            return
