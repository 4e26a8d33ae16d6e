from dataclasses import replace

import pytest

from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import StreamStatus
from core.domain.work.job import JobKind, JobStatus
from core.errors import Conflict, ExternalFailure
from core.services.streams.stream_storage import StreamStorage
from tests.builders import CREATOR, NOON, make_stream, make_test_ulid
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def keeping(stores):
    return StreamStorage(clock=FakeClock(), ids=FakeIds(), streams=stores.streams)


async def test_a_live_stream_is_known_again_by_its_channel_and_start(keeping):
    known = await keeping.open_stream(make_stream(broadcaster_id="7"))
    again = make_stream(id=make_test_ulid(99), broadcaster_id="7", title="Renamed")

    assert await keeping.open_stream(again) == known
    assert (await keeping.open_stream(replace(again, broadcaster_id="8"))).id == again.id


async def test_a_change_is_made_to_what_somebody_else_stored_meanwhile(keeping, stores):
    seen = await keeping.open_stream(make_stream())
    await stores.streams.save_stream(replace(seen, category="Chess"))

    changed = await keeping.change(seen, lambda known: replace(known, title="Renamed"))

    assert (changed.title, changed.category, changed.version) == ("Renamed", "Chess", 3)


async def test_a_stream_is_deleted_only_where_that_is_known(keeping, stores, monkeypatch):
    """While the table is away, its chat is kept."""
    seen = await keeping.open_stream(make_stream())
    assert not await keeping.is_deleted(seen)

    stores.memory.streams.clear()
    assert await keeping.is_deleted(seen)

    async def fail(*_args):
        raise ExternalFailure("The table is away.", stage="table")

    monkeypatch.setattr(stores.streams, "get_stream", fail)
    assert not await keeping.is_deleted(seen)


async def test_where_nothing_changes_nothing_is_written(keeping, stores):
    seen = await keeping.open_stream(make_stream())

    assert (await keeping.change(seen, lambda known: known)).version == 1


@pytest.mark.parametrize(
    ("given", "jobs"),
    [({"broadcaster_id": "7"}, 1), ({}, 0), ({"broadcaster_id": "7", "asset_id": None}, 0)],
)
async def test_the_end_of_a_channels_stream_with_a_video_asks_how_late_chat_was(
    keeping, stores, given, jobs
):
    seen = await keeping.open_stream(make_stream(**given))

    await keeping.change(seen, lambda known: known.end(duration_seconds=60.0))

    found = (await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert [job.kind for job in found] == [JobKind.MEASURE_LAG] * jobs


async def test_a_stream_is_started_once_however_often_a_process_does(keeping):
    first = await keeping.start_stream(CREATOR, title="Chess", started_at=NOON, category="Games")
    again = await keeping.start_stream(CREATOR, title="Chess", started_at=NOON)

    assert again == first
    assert (first.title, first.category, first.status) == ("Chess", "Games", StreamStatus.LIVE)


async def test_a_gap_is_recorded_over_what_somebody_else_stored(keeping, stores):
    seen = await keeping.open_stream(make_stream())
    await stores.streams.save_stream(replace(seen, category="Chess"))

    gap = CoverageGap(start_seconds=10.0, end_seconds=20.0, reason="the line was cut")
    changed = await keeping.add_gap(seen, gap)

    assert (changed.category, changed.gaps) == ("Chess", (gap,))


async def test_a_stream_that_others_change_without_end_stays_as_they_stored_it(keeping, stores):
    """Counts follow with the next change; chat must not stop being read for them."""
    seen = await keeping.open_stream(make_stream())

    async def be_late(stream, *, jobs=()):
        raise Conflict("Somebody was faster.")

    stores.streams.save_stream = be_late

    assert await keeping.change(seen, lambda known: replace(known, title="Renamed")) == seen
