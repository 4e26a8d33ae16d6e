import pytest

from core.adapters.table.pages import bounded
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.chat.chat_message import ChatHistogram
from core.domain.clips.clip import ClipStatus
from core.domain.work.ids import AssetId, JobId, PublicationId, StreamId
from core.domain.work.job import JobStatus
from tests.builders import (
    CREATOR,
    NOON,
    make_asset,
    make_clip,
    make_job,
    make_publication,
    make_score,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.core.adapters.table.counting_table import CountingTable

STREAM = make_stream()


async def _fill(stores, count=3):
    for n in range(count):
        ulid = make_test_ulid(n)
        await stores.streams.add_stream(make_stream(id=StreamId(ulid)))
        await stores.assets.add_asset(make_asset(id=AssetId(ulid)))
        clip = make_clip(id=make_test_clip_id(n), score=make_score(20, 15 + n))
        spike = make_spike(detected_at_seconds=100.0 + n)
        await stores.spikes.add_spike(STREAM, spike, clip=clip, job=make_job(id=JobId(ulid)))
        publication = make_publication(id=PublicationId(ulid))
        await stores.clips.save_clip(clip, publications=[publication])
        starts_at = NOON.replace(minute=10 * n)
        row = ChatHistogram(
            stream_id=STREAM.id, starts_at=starts_at, messages=(1,) * 120, chatters=1
        )
        await stores.histograms.put_histogram(CREATOR, row)


LISTS = {
    "streams": lambda s, **page: s.streams.list_streams(CREATOR, **page),
    "assets": lambda s, **page: s.assets.list_assets(CREATOR, **page),
    "spikes": lambda s, **page: s.spikes.list_spikes(STREAM, **page),
    "histograms": lambda s, **page: s.histograms.list_histograms(CREATOR, STREAM.id, **page),
    "publications": lambda s, **page: s.publications.list_publications(CREATOR, **page),
    "jobs": lambda s, **page: s.jobs.list_jobs(CREATOR, JobStatus.QUEUED, **page),
    "clips": lambda s, **page: s.clips.list_clips(CREATOR, **page),
    "by status": lambda s, **p: s.clips.list_clips_by_status(CREATOR, ClipStatus.DRAFT, **p),
    "by score": lambda s, **p: s.clips.list_clips_by_score(CREATOR, at_least=30, **p),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("limit", "pages"), [(2, 2), (3, 1), (20, 1)])
async def test_a_page_of_any_list_is_exactly_one_query(stores, table, name, limit, pages):
    """No list is filtered out of a partition, and no list is scanned."""
    await _fill(stores)
    table.calls.clear()

    found, cursor = 0, None
    for _ in range(pages):
        page = await LISTS[name](stores, cursor=cursor, limit=limit)
        found, cursor = found + len(page.items), page.cursor

    assert (found, cursor) == (3, None)
    assert table.calls["query"] == pages
    assert table.calls["batch_get"] == (pages if name in {"jobs", "by status", "by score"} else 0)


@pytest.mark.parametrize("name", ["jobs", "by status", "by score"])
async def test_an_index_that_lags_behind_never_shows_what_has_left_the_list(
    sqlite, clock, tmp_path, name
):
    """The index of this table stands still while the items go on."""
    lagging = await SqliteTable.open(tmp_path / "lagging.db")
    await _fill(open_stores(lagging, cursor_secret=b"x" * 16, clock=clock))
    table = CountingTable(sqlite, index=lagging)
    stores = open_stores(table, cursor_secret=b"x" * 16, clock=clock)
    await _fill(stores)

    job = await stores.jobs.get_job(CREATOR, JobId(make_test_ulid(1)))
    await stores.jobs.save_job(job.move_to(JobStatus.RUNNING, at=NOON))
    clip = await stores.clips.get_clip(CREATOR, make_test_clip_id(1))
    moved = clip.move_to(ClipStatus.RENDERING, at=NOON)
    await stores.clips.save_clip(moved)
    rescored = await stores.clips.get_clip(CREATOR, moved.id)
    await stores.clips.save_clip(
        make_clip(**{f: getattr(rescored, f) for f in ("id", "version")}, score=make_score(1))
    )

    page = await LISTS[name](stores)

    assert len(page.items) == (3 if name == "by status" else 2)
    await lagging.close()


@pytest.mark.parametrize(("limit", "used"), [(-1, 1), (0, 1), (5, 5), (501, 500)])
def test_a_limit_is_brought_within_bounds(limit, used):
    assert bounded(limit, 500) == used
