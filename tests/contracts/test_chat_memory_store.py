from dataclasses import replace

import pytest

from core.domain.chat.baseline import Bucket
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId
from tests.builders import CREATOR, make_stream, make_test_ulid

STREAM = make_stream().id
MEMORY = DetectorMemory(
    heard_seconds=3600,
    offset_seconds=3725.25,
    fired_at=3500,
    quiet_until=3610,
    buckets=(Bucket(118, 1, 2, 3, 4, 5, 6, 7), Bucket(119, voices=3)),
    peaks=(10.125, 44.5),
)


async def test_a_memory_comes_back_as_it_was_put(stores):
    await stores.memories.put_memory(CREATOR, STREAM, MEMORY)

    assert await stores.memories.find_memory(CREATOR, STREAM) == MEMORY


async def test_a_newer_memory_replaces_the_older_one(stores):
    newer = replace(MEMORY, heard_seconds=4200)
    for memory in (MEMORY, newer):
        await stores.memories.put_memory(CREATOR, STREAM, memory)

    assert await stores.memories.find_memory(CREATOR, STREAM) == newer


@pytest.mark.parametrize(
    ("creator_id", "stream_id"),
    [(CreatorId("ben"), STREAM), (CREATOR, StreamId(make_test_ulid(9)))],
)
async def test_a_memory_is_of_one_stream_of_one_creator(stores, creator_id, stream_id):
    await stores.memories.put_memory(CREATOR, STREAM, MEMORY)

    assert await stores.memories.find_memory(creator_id, stream_id) is None


async def test_a_memory_is_forgotten_after_two_days(stores, clock):
    await stores.memories.put_memory(CREATOR, STREAM, MEMORY)

    clock.step(days=2)

    assert await stores.memories.find_memory(CREATOR, STREAM) is None
