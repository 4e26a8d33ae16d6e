import pytest

from core.adapters.table.clip_shards import read_merged_page
from core.adapters.table.clip_spreading import SHARDS_MAX, ClipSpread, spread_clips
from core.adapters.table.items.clip_items import clip_item
from core.adapters.table.keys import clips_pk
from core.adapters.table.stores.workspace import TableWorkspace
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput, NotFound
from tests.builders import CREATOR, make_clip, make_stream, make_test_clip_id


async def test_the_number_rises_and_the_same_again_changes_nothing(stores, table):
    await stores.streams.add_stream(make_stream())

    assert await spread_clips(table, CREATOR, shards=1) == ClipSpread(before=1, now=1)
    assert await spread_clips(table, CREATOR, shards=4) == ClipSpread(before=1, now=4)
    table.calls.clear()
    assert await spread_clips(table, CREATOR, shards=4) == ClipSpread(before=4, now=4)
    assert table.calls == {"get": 1}

    assert (await stores.profiles.get_profile(CREATOR)).clip_shards == 4


async def test_fewer_partitions_than_there_are_are_refused(stores, table):
    await stores.streams.add_stream(make_stream())
    await spread_clips(table, CREATOR, shards=4)

    with pytest.raises(InvalidInput, match=r"lie in 4 partitions.*name 4 or more"):
        await spread_clips(table, CREATOR, shards=2)


@pytest.mark.parametrize("shards", [-1, 0, SHARDS_MAX + 1, 257])
async def test_a_number_that_no_list_could_read_is_refused(stores, table, shards):
    await stores.streams.add_stream(make_stream())

    with pytest.raises(InvalidInput, match="1 to 16"):
        await spread_clips(table, CREATOR, shards=shards)


async def test_a_creator_whom_nobody_knows_is_refused_and_not_made(stores, table):
    await stores.streams.add_stream(make_stream())

    with pytest.raises(NotFound, match=rf"no creator 'bob'.*knows {CREATOR}"):
        await spread_clips(table, CreatorId("bob"), shards=4)
    with pytest.raises(InvalidInput):
        await spread_clips(table, CreatorId("a#b"), shards=4)

    assert (await stores.profiles.get_profile(CreatorId("bob"))).version == 0


async def test_who_raises_less_at_the_same_time_is_told(stores, table, monkeypatch):
    """Of two commands that both saw one partition, the larger number stays."""
    await stores.streams.add_stream(make_stream())
    get = table.get

    async def get_and_be_late(key, *, consistent=False):
        found = await get(key, consistent=consistent)
        await stores.clips.spread_clips(CREATOR, shards=8)
        return found

    monkeypatch.setattr(table, "get", get_and_be_late)

    with pytest.raises(InvalidInput, match="8 partitions"):
        await spread_clips(table, CREATOR, shards=2)


async def test_a_list_that_was_begun_goes_on_in_order_over_partitions_that_came_since(table):
    """What is newer than the pages shown is not shown again below them."""

    def item(number, shards):
        return clip_item(make_clip(id=make_test_clip_id(number, shards=shards), spike=None))

    await table.batch_put([item(number, 1) for number in range(10, 20)])
    first, cursor = await read_merged_page(table, [clips_pk(CREATOR, 0)], cursor=None, limit=4)
    both = [clips_pk(CREATOR, shard) for shard in range(2)]
    odd = [one for n in (*range(1, 10), *range(20, 30)) if (one := item(n, 2))["PK"] == both[1]]
    await table.batch_put(odd)

    found = [one["SK"] for one in first]
    while cursor is not None:
        items, cursor = await read_merged_page(table, both, cursor=cursor, limit=4)
        found += [one["SK"] for one in items]

    assert found == sorted(found, reverse=True)
    older = {one["SK"] for one in odd if one["SK"] < found[3]}
    assert older
    assert set(found) == older | {item(number, 1)["SK"] for number in range(10, 20)}


async def test_the_longest_cursor_of_the_most_partitions_opens_again(stores, table):
    """A cursor names each partition, and longer ones than 4,096 letters are refused."""
    creator_id = CreatorId("a" * 128)
    await stores.streams.add_stream(make_stream(creator_id=creator_id))
    await spread_clips(table, creator_id, shards=SHARDS_MAX)
    ids = [make_test_clip_id(number, shards=SHARDS_MAX) for number in range(80)]
    items = [clip_item(make_clip(creator_id=creator_id, id=one, spike=None)) for one in ids]
    for start in range(0, len(items), 20):
        await table.batch_put(items[start : start + 20])

    found: list[str] = []
    cursor = None
    while not found or cursor:
        page = await stores.clips.list_clips(creator_id, cursor=cursor, limit=30)
        found, cursor = [*found, *(clip.id for clip in page.items)], page.cursor

    assert found == sorted(ids, reverse=True)


@pytest.mark.parametrize("is_spread", [False, True])
async def test_a_creator_who_is_deleted_meanwhile_is_not_made_again(
    sqlite, stores, table, monkeypatch, is_spread
):
    """After “remove everything” a scan finds nothing of them."""
    await stores.streams.add_stream(make_stream())
    if is_spread:
        await spread_clips(table, CREATOR, shards=2)
    transact = table.transact

    async def be_late(actions):
        await TableWorkspace(sqlite).forget_creator(CREATOR)
        await transact(actions)

    monkeypatch.setattr(table, "transact", be_late)

    with pytest.raises(NotFound, match="was deleted just now"):
        await spread_clips(table, CREATOR, shards=4)

    assert [item for item in (await sqlite.scan()).items if CREATOR in item["PK"]] == []
