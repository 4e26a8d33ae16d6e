import pytest

from core.domain.videos.asset import AssetStatus
from core.domain.work.ids import AssetId, CreatorId
from core.errors import InvalidInput, NotFound
from core.ports.videos import ByteCount
from tests.builders import CREATOR, make_asset, make_facts, make_test_ulid
from tests.contracts.paging import read_all


async def test_an_asset_comes_back_as_it_was_added(stores):
    asset = make_asset(
        facts=make_facts(duration_seconds=1 / 3, frame_rate=30000 / 1001, has_audio=False),
        status=AssetStatus.BROKEN,
        size_bytes=3 * 1024**4,
    )

    assert await stores.assets.add_asset(asset)

    assert await stores.assets.get_asset(CREATOR, asset.id) == asset


async def test_an_asset_is_added_once(stores):
    assert await stores.assets.add_asset(make_asset())
    assert not await stores.assets.add_asset(make_asset(title="Another"))


async def test_the_asset_of_another_creator_is_not_found(stores):
    await stores.assets.add_asset(make_asset())

    with pytest.raises(NotFound):
        await stores.assets.get_asset(CreatorId("ben"), make_asset().id)


async def test_assets_are_listed_newest_first(stores):
    assets = [make_asset(id=AssetId(make_test_ulid(n))) for n in range(5)]
    for asset in assets:
        await stores.assets.add_asset(asset)

    async def read(cursor):
        return await stores.assets.list_assets(CREATOR, cursor=cursor, limit=2)

    assert await read_all(read) == assets[::-1]


async def test_the_cursor_of_another_list_is_refused(stores):
    for number in range(2):
        await stores.assets.add_asset(make_asset(id=AssetId(make_test_ulid(number))))
    cursor = (await stores.assets.list_assets(CREATOR, limit=1)).cursor

    with pytest.raises(InvalidInput):
        await stores.streams.list_streams(CREATOR, cursor=cursor)


async def test_the_bytes_of_a_creator_s_assets_are_counted_once_each(stores):
    assert await stores.assets.count_bytes(CREATOR) == ByteCount()
    for number, size_bytes in ((1, 5), (2, 7 * 1024**4), (1, 5), (3, 0)):
        asset = make_asset(id=AssetId(make_test_ulid(number)), size_bytes=size_bytes)
        await stores.assets.add_asset(asset)
    await stores.assets.add_asset(make_asset(creator_id=CreatorId("ben"), size_bytes=1))

    count = await stores.assets.count_bytes(CREATOR)
    assert (count.size_bytes, count.is_whole) == (5 + 7 * 1024**4, False)


async def test_a_count_is_made_whole_once_unless_something_was_added_meanwhile(stores):
    """What an older program stored is not in the count, so somebody measures it."""
    nothing = await stores.assets.count_bytes(CREATOR)
    await stores.assets.add_asset(make_asset(size_bytes=5))
    assert not await stores.assets.complete_count(CREATOR, nothing, size_bytes=100)
    seen = await stores.assets.count_bytes(CREATOR)

    assert await stores.assets.complete_count(CREATOR, seen, size_bytes=105)

    assert not await stores.assets.complete_count(CREATOR, seen, size_bytes=105)
    await stores.assets.add_asset(make_asset(id=AssetId(make_test_ulid(2)), size_bytes=7))
    count = await stores.assets.count_bytes(CREATOR)
    assert (count.size_bytes, count.is_whole) == (112, True)


async def test_a_count_of_nothing_is_made_whole_too(stores):
    nothing = await stores.assets.count_bytes(CREATOR)

    assert await stores.assets.complete_count(CREATOR, nothing, size_bytes=0)

    count = await stores.assets.count_bytes(CREATOR)
    assert (count.size_bytes, count.is_whole) == (0, True)
