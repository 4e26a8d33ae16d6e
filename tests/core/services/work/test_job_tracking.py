import pytest

from core.domain.work.ids import CreatorId, JobId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import InvalidInput, NotFound
from tests.builders import CREATOR, make_actor, make_clip, make_job, make_spike, make_stream
from tests.fakes.app import make_app
from tests.fakes.fetching import FakeFetcher
from tests.fakes.media import FakeSignalReader

URL = "https://example.org/run.mp4"
ACTOR = make_actor()


@pytest.fixture
def web():
    return FakeFetcher({URL: b"\x00\x00\x00\x20ftypisom"})


@pytest.fixture
def app(tmp_path, web):
    return make_app(tmp_path, fetcher=web, signals=FakeSignalReader(loud_at_seconds=(44.0,)))


async def test_one_look_follows_a_video_from_its_address_to_its_clips(app):
    intake = await app.videos.fetching.request_address(ACTOR, URL)
    seen = []
    for queue in (Queue.FETCH, Queue.ANALYSIS, Queue.WORK, Queue.WORK):
        tracked = await app.work.tracking.look(ACTOR, intake.fetch_job_id)
        seen.append((tracked.job.kind, tracked.unfinished, tracked.is_over, tracked.title))
        await app.work.runner.work_once(queue)

    assert seen == [
        (JobKind.FETCH_ASSET, 0, False, "run"),
        (JobKind.ANALYSE_ASSET, 0, False, "run"),
        (JobKind.ANALYSE_ASSET, 1, False, "run"),
        (JobKind.ANALYSE_ASSET, 0, True, "run"),
    ]


async def test_it_ends_where_the_work_ends(app, web):
    web.failure = InvalidInput("There is no file.")
    intake = await app.videos.fetching.request_address(ACTOR, URL)
    await app.work.runner.work_once(Queue.FETCH)

    tracked = await app.work.tracking.look(ACTOR, intake.fetch_job_id)

    assert (tracked.job.status, tracked.job.reason) == (JobStatus.FAILED, "There is no file.")
    assert tracked.is_over


async def test_a_clips_job_is_followed_to_its_clip(app):
    clip = make_clip(title="A moment")
    await app.ports.stores.streams.add_stream(make_stream())
    job = make_job(subject_id=clip.id)
    await app.ports.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip, job=job)

    tracked = await app.work.tracking.look(ACTOR, job.id)

    assert (tracked.title, tracked.clips) == ("A moment", (clip,))


async def test_other_work_is_followed_by_itself(app):
    job = make_job(kind=JobKind.POST_CARD)
    await app.ports.stores.jobs.add_job(job)

    tracked = await app.work.tracking.look(ACTOR, job.id)

    assert (tracked.title, tracked.job, tracked.clips) == ("", job, ())


async def test_another_creators_work_is_not_there(app):
    intake = await app.videos.fetching.request_address(ACTOR, URL)

    with pytest.raises(NotFound):
        await app.work.tracking.look(make_actor(creator_id=CreatorId("ben")), intake.fetch_job_id)


async def test_who_waits_for_what_is_kept_until_they_were_told(app):
    kept = await app.work.tracking.keep_informed(ACTOR, JobId("1"), guild_id="5", channel_id="6")
    await app.work.tracking.keep_informed(ACTOR, JobId("2"), guild_id="7", channel_id="8")
    await app.work.tracking.save_followed(kept)

    assert await app.work.tracking.list_followed(CREATOR, "5") == (kept,)
    await app.work.tracking.let_go(CREATOR, JobId("1"))
    assert await app.work.tracking.list_followed(CREATOR, "5") == ()
