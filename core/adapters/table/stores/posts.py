"""Posts in the table, each with its variants and drafts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.expressions import Condition, Key
from core.adapters.table.items.due_items import due_item
from core.adapters.table.items.plan_items import (
    clip_post_item,
    clip_post_key,
    draft_item,
    post_item,
    post_key,
    variant_item,
)
from core.adapters.table.items.records import from_record
from core.adapters.table.limits import BATCH_WRITE_MAX
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.rows import Rows, between, read_range
from core.adapters.table.stores.publications import save_publication_actions
from core.adapters.table.table import Action, ConditionFailed, Delete, Index, Item, Put, Table
from core.adapters.table.writing import add_all, new, over
from core.domain.plan.plan_due import find_first_look, make_plan_due
from core.domain.plan.post import DraftVersion, PlatformVariant, Post, PostId, PostStatus, WholePost
from core.domain.publishing.publication import Publication
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.ports.paging import Page
from core.ports.plan import PostChange
from core.ports.work import Clock


class PostTable:
    """Keeps posts; one query reads a post with its variants and drafts."""

    def __init__(self, table: Table, pager: Pager, clock: Clock) -> None:
        self._table = table
        self._pager = pager
        self._posts = Rows(table=table, clock=clock, kind=Post, item=post_item, noun="post")
        self._variants = Rows(
            table=table, clock=clock, kind=PlatformVariant, item=variant_item, noun="variant"
        )

    async def get_post(self, creator_id: CreatorId, post_id: PostId) -> Post:
        return await self._posts.get(post_key(creator_id, post_id))

    async def get_whole_post(self, creator_id: CreatorId, post_id: PostId) -> WholePost:
        condition = between(keys.creator_pk(creator_id), keys.post_range(post_id))
        items = await read_range(self._table, condition, consistent=True)
        if not items or items[0]["type"] != "post":
            raise NotFound("There is no such post; choose another one.")
        return WholePost(
            post=from_record(Post, items[0]),
            variants=_read_all(items, PlatformVariant, "variant"),
            drafts=_read_all(items, DraftVersion, "draft"),
        )

    async def add_post(
        self,
        post: Post,
        *,
        variants: Sequence[PlatformVariant] = (),
        draft: DraftVersion | None = None,
        takes: ClipId | None = None,
    ) -> bool:
        also: list[Action] = [new(variant_item(variant)) for variant in variants]
        also += [new(draft_item(draft))] if draft else []
        also += [new(clip_post_item(post, takes))] if takes else []
        return await self._posts.add(post, [*also, *_remind(post)])

    async def save_post(
        self,
        post: Post,
        *,
        draft: DraftVersion | None = None,
        variants: Sequence[PlatformVariant] = (),
        publications: Sequence[Publication] = (),
        takes: ClipId | None = None,
        gives_back: ClipId | None = None,
    ) -> Post:
        also: list[Action] = [new(draft_item(draft))] if draft else []
        if takes:
            also.append(new(clip_post_item(post, takes)))
        if gives_back:
            also.append(Delete(key=clip_post_key(post.creator_id, gives_back)))
        also += map(_over_variant, variants)
        for publication in publications:
            also += save_publication_actions(publication)
        return await self._posts.save(post, [*also, *_remind(post)])

    async def save_posts(self, changes: Sequence[PostChange]) -> bool:
        actions: list[Action] = []
        for change in changes:
            saved = replace(change.post, version=change.post.version + 1)
            actions.append(over(post_item(saved), seen=change.post.version))
            actions += [new(draft_item(change.draft))] if change.draft else []
            actions += map(_over_variant, change.variants)
        # A transaction has no room for reminders. Without those before it, a kill would lose them;
        # without those after it, whoever looks at the plan in between would.
        await self._remind_all(changes)
        if not actions or await add_all(self._table, actions):
            await self._remind_all(changes)
            return True
        return False

    async def _remind_all(self, changes: Sequence[PostChange]) -> None:
        reminders = [put.item for change in changes for put in _remind(change.post)]
        rows = list({item["SK"]: item for item in reminders}.values())
        for start in range(0, len(rows), BATCH_WRITE_MAX):
            await self._table.batch_put(rows[start : start + BATCH_WRITE_MAX])

    async def save_variant(
        self, variant: PlatformVariant, *, draft: DraftVersion | None = None
    ) -> PlatformVariant:
        return await self._variants.save(variant, [new(draft_item(draft))] if draft else [])

    async def keep_lost_draft(self, draft: DraftVersion) -> bool:
        put = new(draft_item(draft))
        try:
            await self._table.put_if(put.item, put.condition)
        except ConditionFailed:
            return False
        return True

    async def find_post_of_clip(self, creator_id: CreatorId, clip_id: ClipId) -> PostId | None:
        item = await self._table.get(clip_post_key(creator_id, clip_id), consistent=True)
        return PostId(item["postId"]) if item else None

    async def list_posts(
        self,
        creator_id: CreatorId,
        status: PostStatus,
        *,
        after: datetime | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Post]:
        pk = keys.status_gsi2pk(creator_id, "POST", status.value)
        condition: Condition = Key("GSI2PK").eq(pk)
        since = ""
        if after is not None:
            since = keys.time_part(after)
            condition = condition & Key("GSI2SK").gte(since)
        listing = Listing(
            creator_id=creator_id,
            name=f"posts#{status.value}#{since}",
            condition=condition,
            index=Index.GSI2,
            forward=after is not None,
        )

        def read(item: Item) -> Post | None:
            return self._posts.read(item) if item["status"] == status else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)

    async def list_variants(
        self,
        creator_id: CreatorId,
        platform: Platform,
        *,
        status: PostStatus | None = None,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[PlatformVariant]:
        condition: Condition = Key("GSI2PK").eq(keys.platform_gsi2pk(creator_id, platform.value))
        if status is not None:
            condition = condition & Key("GSI2SK").begins_with(f"{status.value}#")
        listing = Listing(
            creator_id=creator_id,
            name=f"variants#{platform.value}#{status.value if status else ''}",
            condition=condition,
            index=Index.GSI2,
        )

        def read(item: Item) -> PlatformVariant | None:
            is_wanted = status is None or item["status"] == status
            return self._variants.read(item) if is_wanted else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)


def _remind(post: Post) -> list[Put]:
    """Return the due row for what the clock must do about a post."""
    at = find_first_look(post)
    if at is None:
        return []
    return [Put(item=due_item(make_plan_due(post.creator_id, at, set_at=post.updated_at)))]


def _over_variant(variant: PlatformVariant) -> Action:
    saved = replace(variant, version=variant.version + 1)
    return over(variant_item(saved), seen=variant.version)


def _read_all(items: Sequence[Item], kind: type, name: str) -> tuple[Any, ...]:
    return tuple(from_record(kind, item) for item in items if item["type"] == name)
