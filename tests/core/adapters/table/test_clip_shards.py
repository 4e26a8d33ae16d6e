"""5,000 clips in 8 partitions, paged while clips come and go."""

import random

import pytest

from core.adapters.table.clip_shards import read_merged_page
from core.adapters.table.items.clip_items import clip_item
from core.adapters.table.keys import clips_pk
from core.adapters.table.table import key_of
from tests.builders import CREATOR, make_clip, make_test_clip_id

SHARDS = 8
PARTITIONS = [clips_pk(CREATOR, shard) for shard in range(SHARDS)]


def _item(number):
    return clip_item(make_clip(id=make_test_clip_id(number, shards=SHARDS), spike=None))


async def _put(table, numbers):
    items = [_item(number) for number in numbers]
    for start in range(0, len(items), 25):
        await table.batch_put(items[start : start + 25])


async def _walk(table, *, limit, between=None):
    """Read all pages; `between` is awaited after each."""
    found, cursor, pages = [], None, 0
    while True:
        items, cursor = await read_merged_page(table, PARTITIONS, cursor=cursor, limit=limit)
        found += [item["SK"] for item in items]
        pages += 1
        if cursor is None:
            return found, pages
        if between:
            await between()


@pytest.mark.parametrize("limit", [1, 20, 50])
async def test_partitions_are_merged_newest_first(table, limit):
    await _put(table, range(1, 101))

    found, pages = await _walk(table, limit=limit)

    assert found == sorted((_item(n)["SK"] for n in range(1, 101)), reverse=True)
    assert pages == 100 // limit


async def test_one_partition_is_one_query_a_page(table):
    await table.batch_put([_item(n) | {"PK": PARTITIONS[0]} for n in range(1, 21)])
    cursor = None
    table.calls.clear()

    for _ in range(4):
        _, cursor = await read_merged_page(table, PARTITIONS[:1], cursor=cursor, limit=5)

    assert cursor is None
    assert table.calls["query"] == 4


async def test_2000_clips_are_paged_while_clips_come_and_go(table):
    """Nothing that is present throughout is skipped or repeated."""
    rng = random.Random(5)
    await _put(table, range(1000, 3000))
    present = set(range(1000, 3000))
    fresh = iter(range(3000, 6000))
    gone: set[int] = set()

    async def change():
        added = [next(fresh) for _ in range(3)] + [rng.randrange(1, 1000)]
        await _put(table, added)
        removed = rng.sample(sorted(present - gone), 3)
        gone.update(removed)
        await table.batch_delete([key_of(_item(number)) for number in removed])

    table.calls.clear()
    found, pages = await _walk(table, limit=20, between=change)

    assert len(found) == len(set(found))
    assert {_item(number)["SK"] for number in present - gone} <= set(found)
    assert found == sorted(found, reverse=True)
    assert table.calls["query"] / pages < 9
