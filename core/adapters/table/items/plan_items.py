"""The month's plan as items: plans, posts with their variants and drafts, slots, tasks."""

from __future__ import annotations

from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import SCHEMA_VERSION, fit_card, instant
from core.adapters.table.table import Item, ItemKey
from core.domain.learning.task import Task
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.month_plan import MonthPlan
from core.domain.plan.post import DraftVersion, PlatformVariant, Post
from core.domain.publishing.posting_slot import PostingSlots
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.platform import Platform

PLAN_FIRST = "0#PLAN"  # sorts before every time of the month


def plan_key(creator_id: CreatorId, month: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.plan_sk(month))


def plan_item(plan: MonthPlan) -> Item:
    index = {"GSI1PK": keys.month_gsi1pk(plan.creator_id, plan.month), "GSI1SK": PLAN_FIRST}
    card = fit_card(plan.title, {})
    return make_item("plan", plan_key(plan.creator_id, plan.month), plan, card=card, **index)


def post_key(creator_id: CreatorId, post_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.post_sk(post_id))


def post_item(post: Post) -> Item:
    card = fit_card(
        post.title,
        {
            "plannedAt": instant(post.planned_at),
            "clipId": post.clip_id,
            "status": post.status.value,
            "platforms": ",".join(post.platforms) or None,
        },
    )
    return make_item(
        "post",
        post_key(post.creator_id, post.id),
        post,
        card=card,
        **_month_keys(post.creator_id, post.month, post.planned_at, "POST", post.id),
        GSI2PK=keys.status_gsi2pk(post.creator_id, "POST", post.status.value),
        GSI2SK=keys.status_gsi2sk(post.planned_at, post.id),
    )


def _month_keys(creator_id: CreatorId, month: str, at: datetime, kind: str, name: str) -> Item:
    return {
        "GSI1PK": keys.month_gsi1pk(creator_id, month),
        "GSI1SK": keys.month_gsi1sk(at, kind, name),
    }


def variant_key(creator_id: CreatorId, post_id: str, platform: Platform) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.variant_sk(post_id, platform.value))


def variant_item(variant: PlatformVariant) -> Item:
    creator_id, post_id, status = variant.creator_id, variant.post_id, variant.status.value
    return make_item(
        "variant",
        variant_key(creator_id, post_id, variant.platform),
        variant,
        card=fit_card(variant.title, {"plannedAt": instant(variant.planned_at)}),
        GSI2PK=keys.platform_gsi2pk(creator_id, variant.platform.value),
        GSI2SK=keys.platform_gsi2sk(status, variant.planned_at, post_id),
    )


def draft_item(draft: DraftVersion) -> Item:
    platform = draft.platform.value if draft.platform else ""
    sort_key = keys.draft_sk(draft.post_id, draft.number, platform=platform, lost_id=draft.lost_id)
    return make_item("draft", ItemKey(keys.creator_pk(draft.creator_id), sort_key), draft)


def clip_post_key(creator_id: CreatorId, clip_id: ClipId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.clip_post_sk(clip_id))


def clip_post_item(post: Post, clip_id: ClipId) -> Item:
    key = clip_post_key(post.creator_id, clip_id)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "clip_post",
        "schemaVersion": SCHEMA_VERSION,
        "postId": post.id,
    }


def slots_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.SLOTS)


def slots_item(slots: PostingSlots) -> Item:
    return make_item("slots", slots_key(slots.creator_id), slots)


def task_key(creator_id: CreatorId, task_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.task_sk(task_id))


def task_item(task: Task) -> Item:
    return make_item(
        "task",
        task_key(task.creator_id, task.id),
        task,
        card=fit_card(task.title, {"dueAt": instant(task.due_at)}),
        **_month_keys(task.creator_id, task.month, task.due_at, "TASK", task.id),
        GSI2PK=keys.status_gsi2pk(task.creator_id, "TASK", task.status.value),
        GSI2SK=keys.status_gsi2sk(task.due_at, task.id),
    )


def read_calendar_entry(entry: Item) -> CalendarEntry:
    """Return an entry from the calendar's index: its card, its key and its type."""
    card = entry.get("card", {})
    time, _, name = entry["GSI1SK"].partition("#")
    is_plan = entry["GSI1SK"] == PLAN_FIRST
    return CalendarEntry(
        kind=entry["type"],
        id=entry["SK"].partition("#")[2] if is_plan else name.partition("#")[2],
        at=None if is_plan else datetime.fromisoformat(time),
        title=card.get("title", ""),
        platform=card.get("platform"),
        status=card.get("status"),
        platforms=tuple(filter(None, card.get("platforms", "").split(","))),
        clip_id=card.get("clipId"),
    )
