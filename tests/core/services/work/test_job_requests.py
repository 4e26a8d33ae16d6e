import asyncio

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.voice import Tone, Voice
from core.domain.work.ids import AssetId, CreatorId, JobId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import Conflict, Forbidden, NotFound
from core.services.work.job_requests import CANCELLED
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.media import FakeSignalReader
from tests.fakes.understanding import FakeVideoAnalyst


@pytest.fixture
async def app(tmp_path):
    app = make_app(tmp_path, signals=FakeSignalReader(loud_at_seconds=(44.0,)))
    source = tmp_path / "source.mp4"
    source.write_bytes(b"a video")
    await app.ports.storage.put_file(make_asset().object_key, source)
    await app.ports.stores.assets.add_asset(make_asset())
    return app


async def test_an_analysis_is_done_by_a_worker_and_followed_by_its_id(app):
    job = await app.work.requests.request_analysis(make_actor(), make_asset().id)
    assert (job.kind, job.queue, job.status) == (
        JobKind.ANALYSE_ASSET,
        Queue.ANALYSIS,
        JobStatus.QUEUED,
    )

    await app.work.runner.work_once(Queue.ANALYSIS)

    done = await app.work.requests.get_job(make_actor(), job.id)
    assert (done.status, done.progress, done.stage) == (JobStatus.DONE, 1.0, "drafts")
    assert "Looked at 6:00 of video" in done.reason
    analysis = (await app.videos.list.report_video(make_actor(), make_asset().id)).analysis
    assert analysis
    assert analysis.job_id == job.id


async def test_its_drafts_are_rendered_with_the_title_and_score_they_came_with(app):
    await app.work.requests.request_analysis(make_actor(), make_asset().id)
    await app.work.runner.work_once(Queue.ANALYSIS)
    await app.work.runner.work_once(Queue.WORK)

    (clip,) = (await app.ports.stores.clips.list_clips(CREATOR)).items
    analysis = (await app.videos.list.report_video(make_actor(), make_asset().id)).analysis
    assert analysis
    assert clip.status is ClipStatus.IN_REVIEW
    assert clip.id == analysis.clip_ids[0]
    assert (clip.title, clip.score) == (analysis.highlights[0].title, analysis.highlights[0].score)


async def test_neither_viewers_nor_other_creators_have_videos_analysed(app):
    viewer = make_actor(role=Role.VIEWER)
    stranger = make_actor(creator_id=CreatorId("ben"))
    job = await app.work.requests.request_analysis(make_actor(), make_asset().id)

    with pytest.raises(Forbidden):
        await app.work.requests.request_analysis(viewer, make_asset().id)
    with pytest.raises(Forbidden):
        await app.work.requests.cancel_job(viewer, job.id)
    with pytest.raises(NotFound):
        await app.work.requests.request_analysis(stranger, make_asset().id)
    with pytest.raises(NotFound):
        await app.work.requests.get_job(stranger, job.id)
    with pytest.raises(NotFound):
        await app.work.requests.cancel_job(stranger, job.id)


async def test_what_is_not_there_is_not_found(app):
    with pytest.raises(NotFound):
        await app.work.requests.request_analysis(make_actor(), AssetId("none"))
    with pytest.raises(NotFound):
        await app.work.requests.get_job(make_actor(), JobId("none"))


async def test_work_that_was_called_off_is_never_begun(app):
    job = await app.work.requests.request_analysis(make_actor(), make_asset().id)

    cancelled = await app.work.requests.cancel_job(make_actor(), job.id)
    await app.work.runner.work_once(Queue.ANALYSIS)

    assert cancelled.status is JobStatus.CANCELLED
    assert (await app.work.requests.get_job(make_actor(), job.id)).status is JobStatus.CANCELLED
    assert (await app.videos.list.report_video(make_actor(), make_asset().id)).analysis is None
    with pytest.raises(Conflict):
        await app.work.requests.cancel_job(make_actor(), job.id)


async def test_a_render_that_was_called_off_leaves_a_clip_that_says_so(app):
    await app.ports.stores.spikes.add_spike(
        make_stream(), make_spike(), clip=make_clip(), job=make_job()
    )

    await app.work.requests.cancel_job(make_actor(), make_job().id)

    clip = await app.ports.stores.clips.get_clip(CREATOR, make_clip().id)
    assert (clip.status, clip.failed_reason) == (ClipStatus.FAILED, CANCELLED)


async def test_a_render_of_a_clip_that_is_gone_is_called_off_all_the_same(app):
    await app.ports.stores.jobs.add_job(make_job())

    cancelled = await app.work.requests.cancel_job(make_actor(), make_job().id)

    assert cancelled.status is JobStatus.CANCELLED


async def test_what_goes_out_is_not_called_off_halfway(app):
    job = make_job(kind=JobKind.PUBLISH_CLIP)
    await app.ports.stores.jobs.add_job(job)

    with pytest.raises(Conflict, match="take the approval back"):
        await app.work.requests.cancel_job(make_actor(), job.id)


async def test_a_worker_that_is_called_off_while_it_works_decides_nothing(app, monkeypatch):
    job = await app.work.requests.request_analysis(make_actor(), make_asset().id)
    is_reading, may_go_on = asyncio.Event(), asyncio.Event()
    read = app.ports.videos.signals.read_signals

    async def read_slowly(*given, **named):
        is_reading.set()
        await may_go_on.wait()
        return await read(*given, **named)

    monkeypatch.setattr(app.ports.videos.signals, "read_signals", read_slowly)
    job_runner = asyncio.ensure_future(app.work.runner.work_once(Queue.ANALYSIS))
    await is_reading.wait()

    await app.work.requests.cancel_job(make_actor(), job.id)
    may_go_on.set()

    assert await job_runner is True
    assert (await app.work.requests.get_job(make_actor(), job.id)).status is JobStatus.CANCELLED


async def test_a_model_is_told_the_voice_of_the_creators_profile(tmp_path):
    analyst = FakeVideoAnalyst()
    app = make_app(tmp_path, video_analyst=analyst)
    source = tmp_path / "source.mp4"
    source.write_bytes(b"a video")
    await app.ports.storage.put_file(make_asset().object_key, source)
    await app.ports.stores.assets.add_asset(make_asset())
    await app.ports.stores.profiles.save_profile(
        CreatorProfile(
            creator_id=CREATOR, display_name="Ada", published_tone=Tone.BRUTAL, language="de"
        )
    )

    await app.work.requests.request_analysis(make_actor(), make_asset().id)
    await app.work.runner.work_once(Queue.ANALYSIS)

    voice = Voice(tone=Tone.BRUTAL, display_name="Ada", language="de")
    assert [material.voice for material in analyst.materials] == [voice]
