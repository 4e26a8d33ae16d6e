from dataclasses import replace

import pytest

from core.domain.chat.baseline import Bucket
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId
from tests.builders import CREATOR, make_spike, make_stream, make_test_ulid

STREAM = make_stream().id
MEMORY = DetectorMemory(
    heard_seconds=3605,
    offset_seconds=3725.25,
    fired_at=3500,
    quiet_until=3610,
    buckets=(Bucket(118, 1, 2, 3, 4, 5, 6, 7), Bucket(119, voices=3)),
    open_bucket=Bucket(120, voices=2),
    peaks=(10.125, 44.5),
    unstored=(make_spike(), make_spike(asked_by="ann")),
)


async def put(stores, memory=MEMORY, *, writer="one"):
    return await stores.memories.put_memory(CREATOR, STREAM, memory, writer=writer)


async def take(stores, creator_id=CREATOR, stream_id=STREAM, *, writer="two"):
    return await stores.memories.take_memory(creator_id, stream_id, writer=writer)


async def test_a_memory_comes_back_as_it_was_put(stores):
    assert await put(stores)

    assert await take(stores) == MEMORY


async def test_a_newer_memory_replaces_the_older_one(stores):
    newer = replace(MEMORY, heard_seconds=4200)
    for memory in (MEMORY, newer):
        assert await put(stores, memory)

    assert await take(stores) == newer


async def test_before_anything_was_put_nothing_is_taken(stores):
    assert [await take(stores, writer="one"), await take(stores, writer="two")] == [None, None]


@pytest.mark.parametrize("before", [True, False])
async def test_who_took_a_memory_is_the_only_one_to_put_it(stores, before):
    """The former writer was stopped in the middle of a write, and wakes: it writes over nothing."""
    await take(stores, writer="one")
    if before:
        await put(stores)
    newer = replace(MEMORY, heard_seconds=4200)
    await take(stores, writer="two")

    assert not await put(stores, MEMORY, writer="one")
    assert await put(stores, newer, writer="two")
    assert not await put(stores, MEMORY, writer="one")

    assert await take(stores, writer="three") == newer


@pytest.mark.parametrize(
    ("creator_id", "stream_id"),
    [(CreatorId("ben"), STREAM), (CREATOR, StreamId(make_test_ulid(9)))],
)
async def test_a_memory_is_of_one_stream_of_one_creator(stores, creator_id, stream_id):
    await put(stores)

    assert await take(stores, creator_id, stream_id) is None


async def test_a_memory_is_forgotten_after_two_days_though_others_took_it(stores, clock):
    await put(stores)
    clock.step(days=1)
    assert await take(stores) == MEMORY

    clock.step(days=1)

    assert await take(stores) is None
