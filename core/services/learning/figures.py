"""Figures: the newest measurement of what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.ids import PublicationId
from core.ports.learning import MeasuredPostStore


class Figures:
    """Finds how publications did, however that became known."""

    def __init__(self, *, posts: MeasuredPostStore) -> None:
        self._posts = posts

    async def find_figures(
        self, publications: Iterable[Publication]
    ) -> Mapping[PublicationId, PostMetric]:
        """Return the newest measurement of each publication that has one."""
        out = [publication for publication in publications if publication.status in OUT]
        posts = await self._posts.find_posts(out) if out else {}
        return {name: post.newest for name, post in posts.items() if post.newest is not None}
