"""Post reading: the newest posts of a creator as they can be compared, at a cost that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from core.domain.learning.evidence.compared_post import ComparedPost
from core.domain.learning.evidence.comparing import compare_post
from core.domain.learning.evidence.looking import POSTS_MAX
from core.domain.learning.measured_post import MeasuredPost
from core.domain.work.ids import CreatorId
from core.ports.learning import MeasuredPostStore
from core.ports.work import Clock

_STEP: Final = timedelta(days=30)
_BACK_MAX: Final = timedelta(days=390)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPosts:
    """Posts that are out, oldest first, and those among them that can be compared."""

    out: tuple[MeasuredPost, ...]
    compared: tuple[ComparedPost, ...]


class PostReading:
    """Reads month by month backwards until there are enough posts to compare."""

    def __init__(self, *, clock: Clock, posts: MeasuredPostStore) -> None:
        self._clock = clock
        self._posts = posts

    async def read_newest(self, creator_id: CreatorId) -> ReadPosts:
        """Return the newest 400 posts that can be compared, and those that are younger."""
        last = self._clock.now().date()
        oldest = last - _BACK_MAX
        out: list[MeasuredPost] = []
        compared: list[ComparedPost] = []
        while last >= oldest and len(compared) < POSTS_MAX:
            first = max(oldest, last - _STEP + timedelta(days=1))
            found = await self._posts.list_posts(creator_id, first=first, last=last)
            out += found
            compared += [one for one in map(compare_post, found) if one is not None]
            last = first - timedelta(days=1)
        return ReadPosts(
            out=tuple(sorted(out, key=lambda post: (post.out_at, post.id))),
            compared=tuple(sorted(compared, key=lambda post: (post.published_at, post.post_id))),
        )

    async def read_days(self, creator_id: CreatorId, days: int) -> tuple[MeasuredPost, ...]:
        """Return the posts that were made in the last days, and are out."""
        now = self._clock.now()
        first = (now - timedelta(days=days)).date()
        found = await self._posts.list_posts(creator_id, first=first, last=now.date())
        return tuple(sorted(found, key=lambda post: (post.out_at, post.id)))
