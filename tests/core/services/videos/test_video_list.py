from datetime import timedelta

import pytest

from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import NotFound
from tests.builders import CREATOR, NOON, make_actor, make_asset, make_job, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.understanding import FakeVideoAnalyst

OWNER = make_actor()
ASSET = make_asset()


@pytest.fixture
async def app(tmp_path):
    app = make_app(tmp_path, video_analyst=FakeVideoAnalyst())
    source = tmp_path / "source.mp4"
    source.write_bytes(b"a video")
    await app.ports.storage.put_file(ASSET.object_key, source)
    await app.ports.stores.assets.add_asset(ASSET)
    return app


def _analysis(number, status=JobStatus.FAILED, **given):
    at = NOON + timedelta(seconds=number)
    return make_job(
        id=make_test_ulid(number),
        kind=JobKind.ANALYSE_ASSET,
        subject_id=ASSET.id,
        status=status,
        created_at=at,
        updated_at=at,
        **given,
    )


async def test_an_estimate_comes_before_anything_is_spent(app):
    report = await app.videos.list.report_video(OWNER, ASSET.id)

    assert (report.analysis, report.job, report.model) == (None, None, "a model")
    assert (report.estimate.windows, report.estimate.cost_micro_dollars) == (1, 1100)
    assert (await app.ports.stores.spends.get_spend(CREATOR, "2026-03")).requests == 0


async def test_an_analysis_is_followed_and_then_there(app):
    job = await app.work.requests.request_analysis(OWNER, ASSET.id)
    waiting = await app.videos.list.report_video(OWNER, ASSET.id)

    await app.work.runner.work_once(Queue.ANALYSIS)

    done = await app.videos.list.report_video(OWNER, ASSET.id)
    assert (waiting.job, waiting.analysis) == (job, None)
    assert done.job is None
    assert done.analysis is not None
    assert done.analysis.job_id == job.id


async def test_the_newest_failure_is_told_until_an_analysis_comes_after_it(app):
    for number in (1, 2):
        await app.ports.stores.jobs.add_job(_analysis(number, reason=f"Failure {number}."))
    await app.ports.stores.jobs.add_job(make_job(status=JobStatus.FAILED))
    failed = await app.videos.list.report_video(OWNER, ASSET.id)
    assert failed.job is not None
    assert failed.job.reason == "Failure 2."

    app.ports.clock.advance(60)
    await app.work.requests.request_analysis(OWNER, ASSET.id)
    while await app.work.runner.work_once(Queue.ANALYSIS):
        pass

    assert (await app.videos.list.report_video(OWNER, ASSET.id)).job is None
    await app.ports.stores.jobs.add_job(_analysis(3600, reason="Later."))
    later = await app.videos.list.report_video(OWNER, ASSET.id)
    assert later.job is not None
    assert later.job.reason == "Later."


async def test_videos_are_listed_and_found_by_words_of_their_titles(app):
    await app.ports.stores.assets.add_asset(
        make_asset(id=make_test_ulid(9), title="The Grand Final")
    )

    async def find(text):
        found = await app.videos.list.search_videos(OWNER, text, limit=5)
        return [asset.title for asset in found]

    assert len((await app.videos.list.list_videos(OWNER, limit=1)).items) == 1
    assert await find("final grand") == ["The Grand Final"]
    assert len(await find("")) == 2
    assert await find("final ada") == []


async def test_nothing_of_another_creator_is_there(app):
    stranger = make_actor(creator_id=CreatorId("ben"))
    await app.work.requests.request_analysis(OWNER, ASSET.id)

    with pytest.raises(NotFound):
        await app.videos.list.report_video(stranger, ASSET.id)
    assert (await app.videos.list.list_videos(stranger)).items == ()
    assert await app.videos.list.list_jobs(stranger, *JobStatus) == ()
