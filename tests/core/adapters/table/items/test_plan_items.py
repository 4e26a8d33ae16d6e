from collections.abc import Callable
from typing import Any

from core.adapters.table.items.plan_items import (
    draft_item,
    plan_item,
    post_item,
    read_calendar_entry,
    slots_item,
    task_item,
    variant_item,
)
from core.adapters.table.items.records import from_record
from core.adapters.table.limits import check_item, value_size
from core.adapters.table.table import Item
from core.domain.plan.calendar import CalendarEntry
from core.domain.publishing.posting_slot import PostingSlots
from tests.builders import CREATOR, NOON
from tests.plan_builders import make_draft, make_plan, make_post, make_task, make_variant

THINGS: list[tuple[Any, Callable[[Any], Item]]] = [
    (make_plan(title="x" * 900), plan_item),
    (make_post(title="ü" * 900), post_item),
    (make_variant(), variant_item),
    (make_draft(), draft_item),
    (PostingSlots(creator_id=CREATOR), slots_item),
    (make_task(), task_item),
]


def test_things_of_the_plan_come_back_and_their_cards_are_small():
    for thing, to_item in THINGS:
        item = check_item(to_item(thing))

        assert from_record(type(thing), item) == thing
        assert value_size(item.get("card", {})) <= 400


def test_the_calendar_reads_what_its_index_holds():
    entry = read_calendar_entry(
        {name: value for name, value in post_item(make_post()).items() if _is_projected(name)}
    )

    assert entry == CalendarEntry(
        kind="post",
        id=make_post().id,
        at=NOON,
        title="A post",
        status=make_post().status,
        clip_id=make_post().clip_id,
    )
    plan = read_calendar_entry(plan_item(make_plan()))
    assert plan == CalendarEntry(kind="plan", id="2026-03", at=None, title="March")


def _is_projected(name):
    return name in {"PK", "SK", "GSI1PK", "GSI1SK", "type", "card"}
