from dataclasses import replace

import pytest

from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import StreamStatus
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId, JobId, StreamId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import Conflict, InvalidInput, NotFound
from tests.builders import CREATOR, make_job, make_stream, make_test_ulid
from tests.contracts.paging import read_all

BEN = CreatorId("ben")


def _streams(count):
    return [make_stream(id=StreamId(make_test_ulid(n)), title=f"Évening {n}") for n in range(count)]


@pytest.mark.parametrize("creator_id", [CREATOR, DEMO_CREATOR_ID])
async def test_a_stream_comes_back_as_it_was_added(stores, creator_id):
    """Every float and every microsecond comes back, whatever the engine stores."""
    stream = make_stream(
        creator_id=creator_id,
        started_at=make_stream().started_at.replace(microsecond=123456),
        duration_seconds=0.1 + 0.2,
        status=StreamStatus.ENDED,
        category="Chess",
        chat_peak=0.1 + 0.2,
        spikes=3,
        heard_seconds=10 / 3,
        gaps=(CoverageGap(start_seconds=1 / 3, end_seconds=2.0, reason="the line was cut"),),
    )

    assert await stores.streams.add_stream(stream)

    assert await stores.streams.get_stream(creator_id, stream.id) == stream


async def test_a_stream_is_added_once(stores):
    assert await stores.streams.add_stream(make_stream())

    assert not await stores.streams.add_stream(make_stream(title="Another"))

    assert (await stores.streams.get_stream(CREATOR, make_stream().id)).title == "A stream"


async def test_a_saved_stream_has_the_next_version(stores):
    await stores.streams.add_stream(make_stream())

    saved = await stores.streams.save_stream(make_stream(title="Renamed", asset_id=None))

    assert (saved.title, saved.version) == ("Renamed", 2)
    assert await stores.streams.get_stream(CREATOR, saved.id) == saved


async def test_a_job_that_follows_is_stored_with_the_stream_or_not_at_all(stores):
    await stores.streams.add_stream(make_stream())
    job = make_job(kind=JobKind.MEASURE_LAG, subject_id=make_stream().id)
    late = replace(job, id=JobId(make_test_ulid(50)))

    saved = await stores.streams.save_stream(make_stream(), jobs=(job,))
    with pytest.raises(Conflict):
        await stores.streams.save_stream(make_stream(), jobs=(late,))

    lease = await stores.queue.receive(Queue.WORK, lease_seconds=30)
    assert (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items == (job,)
    assert lease.job_id == job.id
    assert (await stores.streams.get_stream(CREATOR, saved.id)).version == 2


async def test_the_second_of_two_editors_is_told_what_is_stored_now(stores):
    seen = make_stream()
    await stores.streams.add_stream(seen)
    first = await stores.streams.save_stream(replace(seen, title="First"))

    with pytest.raises(Conflict) as conflict:
        await stores.streams.save_stream(replace(seen, title="Second"))

    assert conflict.value.current == first


async def test_a_stream_that_is_not_there_is_not_found(stores):
    with pytest.raises(NotFound):
        await stores.streams.get_stream(CREATOR, make_stream().id)
    with pytest.raises(NotFound):
        await stores.streams.save_stream(make_stream())


async def test_a_creator_never_meets_the_streams_of_another(stores):
    await stores.streams.add_stream(make_stream())

    with pytest.raises(NotFound):
        await stores.streams.get_stream(BEN, make_stream().id)
    assert (await stores.streams.list_streams(BEN)).items == ()


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
async def test_streams_are_listed_newest_first(stores, limit):
    streams = _streams(5)
    for stream in streams:
        await stores.streams.add_stream(stream)

    async def read(cursor):
        return await stores.streams.list_streams(CREATOR, cursor=cursor, limit=limit)

    assert await read_all(read) == streams[::-1]


async def test_a_full_last_page_has_no_cursor(stores):
    for stream in _streams(2):
        await stores.streams.add_stream(stream)

    assert (await stores.streams.list_streams(CREATOR, limit=2)).cursor is None


@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "é", "A" * 5000])
async def test_a_cursor_that_nobody_gave_is_refused(stores, cursor):
    with pytest.raises(InvalidInput):
        await stores.streams.list_streams(CREATOR, cursor=cursor)


async def test_the_cursor_of_another_creator_is_refused(stores):
    """The key inside a cursor is the boundary between tenants."""
    for creator_id in (CREATOR, BEN):
        for stream in _streams(2):
            await stores.streams.add_stream(replace(stream, creator_id=creator_id))
    foreign = (await stores.streams.list_streams(BEN, limit=1)).cursor

    with pytest.raises(InvalidInput):
        await stores.streams.list_streams(CREATOR, cursor=foreign)


async def test_the_open_stream_of_a_channel_is_found_among_any_number_of_others(stores):
    """A restart with 111 channels looked at the latest hundred streams, and split eleven."""
    for number in range(1, 112):
        stream = make_stream(id=StreamId(make_test_ulid(number)), broadcaster_id=str(number))
        await stores.streams.add_stream(stream)

    (found,) = await stores.streams.list_open_streams(CREATOR, "1")

    assert found.id == make_test_ulid(1)
    assert await stores.streams.list_open_streams(BEN, "1") == ()


async def test_a_stream_that_ended_is_open_no_more(stores):
    older = make_stream(id=StreamId(make_test_ulid(1)), broadcaster_id="7")
    newer = make_stream(id=StreamId(make_test_ulid(2)), broadcaster_id="7")
    over = make_stream(
        id=StreamId(make_test_ulid(3)), broadcaster_id="7", status=StreamStatus.ENDED
    )
    for stream in (older, newer, over):
        await stores.streams.add_stream(stream)
    assert await stores.streams.list_open_streams(CREATOR, "7") == (newer, older)

    await stores.streams.save_stream(replace(older, status=StreamStatus.ENDED))

    assert await stores.streams.list_open_streams(CREATOR, "7") == (newer,)
