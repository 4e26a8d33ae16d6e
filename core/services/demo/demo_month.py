"""The demo's month: posts in every status, texts, drafts and one that came second, to try."""

from __future__ import annotations

from typing import Final

from core.domain.people.actor import Actor
from core.domain.plan.post import Post, PostStatus
from core.domain.plan.text_conflict import TextConflict
from core.domain.publishing.wording import Wording
from core.domain.work.platform import TAKE_POSTS, Platform
from core.services.plan.month_filling import MonthFilling
from core.services.plan.post_moving import PostMoving
from core.services.plan.post_variants import PostVariants
from core.services.plan.post_writing import NewPost, PostWriting

_SHOWN: Final = (Platform.X, Platform.LINKEDIN, Platform.REDNOTE)
_TEXT: Final = (
    "Twelve rounds without a hit, and then this. Nobody in chat believed it. Watch the last ten "
    "seconds twice. #speedrun #finale"
)


class DemoMonth:
    """Lays out a month; none of its posts takes the demo's clips, which go to a folder at once."""

    def __init__(
        self,
        *,
        filling: MonthFilling,
        writing: PostWriting,
        variants: PostVariants,
        moving: PostMoving,
    ) -> None:
        self._filling = filling
        self._writing = writing
        self._variants = variants
        self._moving = moving

    async def lay_out(self, actor: Actor) -> None:
        """Fill a month, where nothing is planned yet."""
        filled = await self._filling.fill(actor, platforms=TAKE_POSTS)
        if filled.were_there:
            return
        for status in (PostStatus.REVIEW, PostStatus.SCHEDULED, PostStatus.PUBLISHED):
            await self._bring_to(actor, f"An idea that is {status}", status)
        seen = await self._add(actor, "The run that nobody believed")
        await self._variants.draft(actor, seen.id)
        shorter = Wording(title=seen.title, text="Twelve rounds, and then this.")
        await self._writing.save_text(actor, seen.id, shorter, seen_version=seen.version)
        late = Wording(title=seen.title, text="Chat lost its mind, and so did I.")
        try:
            await self._writing.save_text(actor, seen.id, late, seen_version=seen.version)
        except TextConflict:
            return  # it is what this is for: the text that came second lies among the drafts

    async def _add(self, actor: Actor, title: str) -> Post:
        new = NewPost(title=title, text=_TEXT, platforms=_SHOWN)
        return await self._writing.add_post(actor, new)

    async def _bring_to(self, actor: Actor, title: str, status: PostStatus) -> None:
        post = await self._add(actor, title)
        way = (PostStatus.REVIEW, PostStatus.SCHEDULED, PostStatus.PUBLISHED)
        for step in way[: way.index(status) + 1]:
            post = await self._moving.move_to(actor, post.id, step, seen_version=post.version)
