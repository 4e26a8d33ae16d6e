from datetime import timedelta

import pytest

from core.domain.work.ids import StreamId
from core.domain.work.job import Queue
from core.errors import NotFound
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_job,
    make_score,
    make_spike,
    make_stream,
    make_test_ulid,
)
from tests.contracts.paging import read_all


async def test_a_spike_brings_its_clip_and_its_job_with_it(stores):
    clip = make_clip(score=make_score(20, 15))

    assert await stores.spikes.add_spike(make_stream(), make_spike(), clip=clip, job=make_job())

    assert (await stores.spikes.list_spikes(make_stream())).items == (make_spike(),)
    assert await stores.clips.get_clip(CREATOR, clip.id) == clip
    assert await stores.jobs.get_job(CREATOR, make_job().id) == make_job()
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=60)
    assert lease.job_id == make_job().id


async def test_a_spike_may_come_alone(stores):
    assert await stores.spikes.add_spike(make_stream(), make_spike())

    assert (await stores.spikes.list_spikes(make_stream())).items == (make_spike(),)


async def test_a_known_spike_stores_nothing_again(stores):
    """A stream that is heard twice, after a crash, makes no second clip."""
    await stores.spikes.add_spike(make_stream(), make_spike())

    assert not await stores.spikes.add_spike(
        make_stream(), make_spike(score=99.0), clip=make_clip(), job=make_job()
    )

    with pytest.raises(NotFound):
        await stores.clips.get_clip(CREATOR, make_clip().id)
    assert (await stores.spikes.list_spikes(make_stream())).items == (make_spike(),)


async def test_the_evidence_of_a_spike_can_be_replaced(stores):
    """What the first second of a burst showed is a third of it."""
    await stores.spikes.add_spike(make_stream(), make_spike(chatters=12))
    ripe = make_spike(chatters=45, score=60.0, asked_by="ann")

    assert await stores.spikes.replace_spike(make_stream(), ripe)

    assert (await stores.spikes.list_spikes(make_stream())).items == (ripe,)


async def test_a_spike_that_is_not_known_is_not_replaced(stores):
    assert not await stores.spikes.replace_spike(make_stream(), make_spike())

    assert (await stores.spikes.list_spikes(make_stream())).items == ()


async def test_a_known_clip_or_job_keeps_its_spike_out(stores):
    await stores.jobs.add_job(make_job())

    assert not await stores.spikes.add_spike(make_stream(), make_spike(), job=make_job())

    assert (await stores.spikes.list_spikes(make_stream())).items == ()


async def test_two_streams_may_spike_at_one_moment(stores):
    other = make_stream(id=StreamId(make_test_ulid(9)))

    assert await stores.spikes.add_spike(make_stream(), make_spike())
    assert await stores.spikes.add_spike(other, make_spike(score=20.0))

    assert (await stores.spikes.list_spikes(make_stream())).items == (make_spike(),)
    assert (await stores.spikes.list_spikes(other)).items == (make_spike(score=20.0),)


@pytest.mark.parametrize("duration_seconds", [None, 500.0])
async def test_spikes_are_listed_as_they_were_detected(stores, duration_seconds):
    stream = make_stream(duration_seconds=duration_seconds)
    spikes = [make_spike(detected_at_seconds=100.0 + n * 7.25) for n in range(5)]
    for spike in reversed(spikes):
        await stores.spikes.add_spike(stream, spike)

    async def read(cursor):
        return await stores.spikes.list_spikes(stream, cursor=cursor, limit=2)

    assert await read_all(read) == spikes


async def test_a_spike_is_forgotten_after_90_days(stores, clock):
    await stores.spikes.add_spike(make_stream(), make_spike())

    clock.step(days=89)
    assert len((await stores.spikes.list_spikes(make_stream())).items) == 1
    clock.step(days=1)
    assert (await stores.spikes.list_spikes(make_stream())).items == ()


async def test_spikes_near_a_moment_are_found_and_one_by_its_time(stores):
    """Whoever asks for a moment looks whether it is being cut already."""
    stream = make_stream()
    spikes = [make_spike(detected_at_seconds=at) for at in (40.0, 131.0004, 200.0)]
    for spike in spikes:
        await stores.spikes.add_spike(stream, spike)
    await stores.spikes.add_spike(
        make_stream(id=StreamId(make_test_ulid(77))), make_spike(detected_at_seconds=130.0)
    )

    near = await stores.spikes.list_near(stream, first_seconds=71.0, last_seconds=191.0)

    assert near == (spikes[1],)
    at = stream.started_at + timedelta(seconds=131.0004)
    assert await stores.spikes.find_spike(CREATOR, stream.id, detected_at=at) == spikes[1]
    assert await stores.spikes.find_spike(CREATOR, stream.id, detected_at=NOON) is None
