"""Look arranging: whoever has a post that is out gets a weekly look, and a digest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date

from core.domain.learning.measured_post import MeasuredPost
from core.domain.publishing.publication import Publication
from core.domain.work.ids import CreatorId, PublicationId
from core.ports.learning import MeasuredPostStore

Arrange = Callable[[CreatorId], Awaitable[None]]


class ArrangingPosts:
    """A store of posts that has the first new post of each creator arrange their weekly look."""

    def __init__(self, posts: MeasuredPostStore, arrange: Arrange) -> None:
        self._posts = posts
        self._arrange = arrange
        self._known: set[CreatorId] = set()

    async def save_post(self, post: MeasuredPost) -> MeasuredPost:
        if post.version == 0 and post.creator_id not in self._known:
            await self._arrange(post.creator_id)
            self._known.add(post.creator_id)
        return await self._posts.save_post(post)

    async def find_post(
        self, creator_id: CreatorId, post_id: PublicationId, *, made_on: date
    ) -> MeasuredPost | None:
        return await self._posts.find_post(creator_id, post_id, made_on=made_on)

    async def find_posts(
        self, publications: Sequence[Publication]
    ) -> Mapping[PublicationId, MeasuredPost]:
        return await self._posts.find_posts(publications)

    async def list_posts(
        self, creator_id: CreatorId, *, first: date, last: date
    ) -> tuple[MeasuredPost, ...]:
        return await self._posts.list_posts(creator_id, first=first, last=last)
