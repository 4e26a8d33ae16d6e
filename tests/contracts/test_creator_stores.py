from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.work.ids import CreatorId
from core.errors import NotFound
from tests.builders import CREATOR, make_stream
from tests.contracts.paging import read_all
from tests.plan_builders import make_binding, make_profile, make_upload

BEN = CreatorId("ben")


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_all_creators_are_walked(stores, limit):
    creators = {CreatorId(f"c{number}") for number in range(20)}
    for creator in creators:
        await stores.profiles.save_profile(make_profile(creator_id=creator))
    await stores.streams.add_stream(make_stream(creator_id=BEN))

    async def read(cursor):
        return await stores.directory.list_creators(cursor=cursor, limit=limit)

    walked = await read_all(read)
    assert sorted(walked) == sorted(creators | {BEN})


@pytest.mark.parametrize("limit", [1, 100])
async def test_channels_that_are_watched_are_walked(stores, limit):
    bindings = [make_binding(broadcaster_id=str(number)) for number in range(10)]
    for binding in bindings:
        assert await stores.bindings.add_binding(binding)
    await stores.bindings.save_binding(replace(bindings[3], is_watched=False))
    assert await stores.bindings.delete_binding(bindings[4])

    async def read(cursor):
        return await stores.directory.list_twitch_channels(cursor=cursor, limit=limit)

    assert sorted(await read_all(read)) == ["0", "1", "2", "5", "6", "7", "8", "9"]
    listed = await stores.bindings.list_bindings(CREATOR)
    assert [binding.broadcaster_id for binding in listed] == list("012356789")


async def test_a_channel_is_one_creators(stores):
    assert await stores.bindings.add_binding(make_binding())

    assert not await stores.bindings.add_binding(make_binding(creator_id=BEN))
    assert not await stores.bindings.delete_binding(make_binding(creator_id=BEN))
    assert await stores.bindings.find_binding("44") == make_binding()
    assert await stores.bindings.list_bindings(BEN) == ()


async def test_a_channel_that_was_let_go_is_free(stores):
    await stores.bindings.add_binding(make_binding())

    assert await stores.bindings.delete_binding(make_binding())
    assert not await stores.bindings.delete_binding(make_binding())
    assert await stores.bindings.add_binding(make_binding(creator_id=BEN))
    assert await stores.bindings.list_bindings(CREATOR) == ()


async def test_a_creator_s_uploads_are_listed_up_to_a_limit(stores, clock):
    for number in range(4):
        await stores.uploads.add_upload(make_upload(id=f"{number:032x}"))
    await stores.uploads.add_upload(make_upload(creator_id=BEN))

    assert len(await stores.uploads.list_uploads(CREATOR, limit=3)) == 3
    listed = await stores.uploads.list_uploads(CREATOR, limit=10)
    assert sorted(upload.id for upload in listed) == [f"{number:032x}" for number in range(4)]
    clock.step(days=2.5)
    assert await stores.uploads.list_uploads(CREATOR, limit=10) == ()


async def test_an_upload_that_was_begun_meanwhile_is_not_deleted(stores):
    upload = make_upload()
    await stores.uploads.add_upload(upload)

    async def delete(before):
        return await stores.uploads.delete_upload(CREATOR, upload.id, begun_before=before)

    assert not await delete(upload.created_at)
    assert await delete(upload.created_at + timedelta(seconds=1))
    assert not await delete(upload.created_at + timedelta(seconds=1))


async def test_an_upload_is_forgotten_when_it_is_done_or_after_two_days(stores, clock):
    await stores.uploads.add_upload(make_upload())
    assert not await stores.uploads.delete_upload(BEN, make_upload().id)
    assert await stores.uploads.delete_upload(CREATOR, make_upload().id)
    assert not await stores.uploads.delete_upload(CREATOR, make_upload().id)
    await stores.uploads.add_upload(make_upload())
    clock.step(days=2)

    with pytest.raises(NotFound):
        await stores.uploads.get_upload(CREATOR, make_upload().id)
