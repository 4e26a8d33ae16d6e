import asyncio
from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.videos.intake import IntakeSource
from core.domain.videos.multipart_upload import NewFile
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import ExternalFailure, Forbidden, InvalidInput, NotFound
from core.services.work.job_requests import CANCELLED
from tests.builders import CREATOR, make_actor
from tests.fakes.app import make_app
from tests.fakes.fetching import FakeFetcher
from tests.fakes.media import FakeProber, FakeSignalReader
from tests.fakes.storage import FakeStorage
from tests.fakes.uploads import FakeUploads

URL = "https://example.org/videos/My%20stream.mp4"
CDN = "https://cdn.discordapp.com/attachments/1/2/run.mov"
VIDEO = b"\x00\x00\x00\x20ftypisom and so on"
MIB = 1024**2
VIEWER = make_actor(role=Role.VIEWER)


@pytest.fixture
def web():
    return FakeFetcher({URL: VIDEO, "https://example.org/page": b"<!doctype html>"})


@pytest.fixture
def tickets():
    return FakeUploads()


@pytest.fixture
def storage(tmp_path):
    return FakeStorage(tmp_path)


@pytest.fixture
def app(tmp_path, web, tickets, storage):
    return make_app(
        tmp_path,
        storage=storage,
        fetcher=web,
        attachments=FakeFetcher({CDN: VIDEO}),
        upload_tickets=tickets,
        signals=FakeSignalReader(loud_at_seconds=(44.0,)),
    )


async def work(app):
    """Let workers do all that is to be done."""
    for queue in (Queue.FETCH, Queue.ANALYSIS, Queue.WORK):
        while await app.work.runner.work_once(queue):
            pass


async def job_of(app, intake):
    return await app.work.requests.get_job(make_actor(), intake.fetch_job_id)


async def test_the_video_at_an_address_becomes_an_asset_and_clips(app):
    intake = await app.videos.fetching.request_address(make_actor(), URL)
    assert (intake.title, intake.source) == ("My stream", IntakeSource.ADDRESS)
    assert (await job_of(app, intake)).status is JobStatus.QUEUED

    await work(app)

    job = await job_of(app, intake)
    assert (job.kind, job.status, job.stage) == (JobKind.FETCH_ASSET, JobStatus.DONE, "hand over")
    asset = await app.ports.stores.assets.get_asset(CREATOR, intake.asset_id)
    assert (asset.title, asset.object_key) == ("My stream", intake.object_key)
    async with app.ports.storage.open_file(asset.object_key) as stored:
        assert stored.read_bytes() == VIDEO
    analysis = await app.work.requests.get_job(make_actor(), intake.analysis_job_id)
    assert analysis.status is JobStatus.DONE
    clips = await app.review.clips.list_clips(make_actor())
    assert [clip.asset_id for clip in clips.items] == [asset.id]


async def test_an_address_is_forgotten_once_its_video_is_here(app):
    """It may carry a signature that opens more than this video."""
    intake = await app.videos.fetching.request_address(make_actor(), URL)
    assert intake.url == URL

    await work(app)

    assert (await app.videos.fetching.get_intake(make_actor(), intake.id)).url == ""


async def test_an_attachment_comes_from_discord_and_from_nowhere_else(app, web):
    intake = await app.videos.fetching.request_attachment(
        make_actor(), CDN, file_name="run.mov", size_bytes=len(VIDEO), title="The run"
    )

    await work(app)

    assert (await app.ports.stores.assets.get_asset(CREATOR, intake.asset_id)).title == "The run"
    assert web.asked == []


@pytest.mark.parametrize(
    ("url", "words"),
    [("https://example.org/gone.mp4", "no file"), ("https://example.org/page", "a web page")],
)
async def test_what_is_no_video_fails_the_job_with_a_sentence_and_leaves_nothing(
    app, url, words, tmp_path, storage
):
    intake = await app.videos.fetching.request_address(make_actor(), url)

    await work(app)

    job = await job_of(app, intake)
    assert (job.status, job.stage) == (JobStatus.FAILED, "download")
    assert words in job.reason
    assert storage.keys == []
    assert list((tmp_path / "scratch").iterdir()) == []


async def test_a_broken_video_is_named_by_its_title(app, tmp_path, web, storage):
    class Refusing(FakeProber):
        async def probe(self, video):
            raise InvalidInput(f"{video.name} is cut off before its index was written.")

    app = make_app(tmp_path, fetcher=web, prober=Refusing())
    intake = await app.videos.fetching.request_address(make_actor(), URL)

    await work(app)

    job = await job_of(app, intake)
    assert (job.stage, job.status) == ("check", JobStatus.FAILED)
    assert job.reason == "“My stream” is cut off before its index was written."
    assert storage.keys == []


async def test_a_passing_failure_is_tried_again(app, web):
    web.failure = ExternalFailure("Nobody answers.", retryable=True, stage="download")
    intake = await app.videos.fetching.request_address(make_actor(), URL)
    await app.work.runner.work_once(Queue.FETCH)
    job = await job_of(app, intake)
    assert (job.status, job.reason) == (JobStatus.QUEUED, "Nobody answers.")
    web.failure = None
    app.ports.clock.advance(60)

    await work(app)

    assert (await job_of(app, intake)).status is JobStatus.DONE


async def test_an_attempt_after_a_kill_makes_nothing_twice(app, web):
    """Killed after the asset was written down, before the next job was."""
    intake = await app.videos.fetching.request_address(make_actor(), URL)
    job = await job_of(app, intake)
    await work(app)

    class Progress:
        def enter(self, stage, fraction): ...

    await app.videos.fetching.fetch_asset(job, Progress())
    await work(app)

    assert len(web.asked) == 1
    assert len((await app.review.clips.list_clips(make_actor())).items) == 1


async def test_it_can_be_called_off_while_it_waits(app, storage):
    intake = await app.videos.fetching.request_address(make_actor(), URL)

    await app.work.requests.cancel_job(make_actor(), intake.fetch_job_id)
    await work(app)

    assert (await job_of(app, intake)).status is JobStatus.CANCELLED
    assert storage.keys == []
    assert CANCELLED


async def test_a_failed_one_begins_anew_when_somebody_says_so(app, web):
    web.failure = InvalidInput("There is no file at that address.")
    intake = await app.videos.fetching.request_address(make_actor(), URL)
    await work(app)
    web.failure = None

    again = await app.work.requests.retry_job(make_actor(), intake.fetch_job_id)
    assert (again.status, again.reason, again.failures) == (JobStatus.QUEUED, None, 0)
    await work(app)

    assert (await job_of(app, intake)).status is JobStatus.DONE


@pytest.mark.parametrize(
    "url", ["no address", "file:///etc/passwd", "https://ada:pw@example.org/v.mp4"]
)
async def test_what_is_no_address_is_refused_before_there_is_a_job(app, url):
    with pytest.raises(InvalidInput):
        await app.videos.fetching.request_address(make_actor(), url)

    assert await app.videos.fetching.list_intakes(make_actor()) == ()


async def test_an_attachment_that_is_too_large_is_refused_at_once(app):
    with pytest.raises(InvalidInput, match="larger than 100 MiB"):
        await app.videos.fetching.request_attachment(
            make_actor(), CDN, file_name="run.mov", size_bytes=100 * MIB + 1
        )


async def test_somebody_without_a_role_brings_nothing(app):
    for asked in (
        app.videos.fetching.request_address(VIEWER, URL),
        app.videos.fetching.request_attachment(VIEWER, CDN, file_name="run.mov", size_bytes=1),
        app.videos.fetching.list_intakes(VIEWER),
    ):
        with pytest.raises(Forbidden, match="add videos"):
            await asked


async def test_another_creators_intake_is_not_there(app):
    intake = await app.videos.fetching.request_address(make_actor(), URL)
    stranger = make_actor(creator_id=CreatorId("ben"))

    assert await app.videos.fetching.list_intakes(stranger) == ()
    with pytest.raises(NotFound):
        await app.videos.fetching.get_intake(stranger, intake.id)


@pytest.fixture
async def upload(app, tickets):
    """An upload of 20 MiB, all of whose parts are here."""
    file = NewFile(name="run.mp4", size_bytes=20 * MIB, fingerprint="f", start=VIDEO)
    standing = await app.videos.uploads.begin(make_actor(), file)
    for number in (3, 1, 2):
        size = standing.upload.size_of_part(number)
        tickets.arrive_part(standing.upload.storage_upload_id, number, size)
    return standing.upload


async def test_an_upload_becomes_an_asset_where_it_lies(app, upload, tickets, tmp_path):
    source = tmp_path / "whole.mp4"
    source.write_bytes(VIDEO)
    await app.ports.storage.put_file(upload.object_key, source)

    intake = await app.videos.fetching.finish_upload(make_actor(), upload.id)
    again = await app.videos.fetching.finish_upload(make_actor(), upload.id)
    await work(app)

    assert again == intake
    assert (await job_of(app, intake)).status is JobStatus.DONE
    assert (intake.title, intake.asset_id) == ("run", upload.asset_id)
    assert (await app.ports.stores.assets.get_asset(CREATOR, upload.asset_id)).title == "run"
    assert tickets.sizes == {upload.object_key: 20 * MIB}


async def test_the_same_file_again_leads_to_what_became_of_it(app, upload):
    """Another tab asks after the parts were joined; it must not send all of them again."""
    await app.videos.fetching.finish_upload(make_actor(), upload.id)
    await work(app)

    standing = await app.videos.uploads.look(make_actor(), upload.id)

    assert (standing.upload.is_finished, standing.missing) == (True, ())
    assert standing.upload.intake_id == upload.intake_id


async def test_an_upload_whose_work_is_called_off_may_come_anew(app, upload, tickets):
    intake = await app.videos.fetching.finish_upload(make_actor(), upload.id)

    await app.work.requests.cancel_job(make_actor(), intake.fetch_job_id)

    with pytest.raises(NotFound):
        await app.videos.uploads.look(make_actor(), upload.id)
    with pytest.raises(NotFound):
        await tickets.list_parts(upload.object_key, upload.storage_upload_id)


async def test_giving_up_leaves_an_upload_alone_whose_video_has_come_in(app, upload, tmp_path):
    """Another worker was faster; the same file chosen again leads to what is here."""
    source = tmp_path / "whole.mp4"
    source.write_bytes(VIDEO)
    await app.ports.storage.put_file(upload.object_key, source)
    intake = await app.videos.fetching.finish_upload(make_actor(), upload.id)
    job = await job_of(app, intake)
    await work(app)

    await app.videos.fetching.give_up(job, "join parts", CANCELLED)

    assert (await app.videos.uploads.look(make_actor(), upload.id)).upload.is_finished


async def test_a_broken_upload_is_deleted(app, upload, tmp_path, monkeypatch, storage):
    source = tmp_path / "whole.mp4"
    source.write_bytes(VIDEO)
    await app.ports.storage.put_file(upload.object_key, source)

    async def refuse(video):
        raise InvalidInput(f"{video.name} has no moving picture.")

    monkeypatch.setattr(app.ports.videos.prober, "probe", refuse)
    intake = await app.videos.fetching.finish_upload(make_actor(), upload.id)

    await work(app)

    assert (await job_of(app, intake)).reason == "“run” has no moving picture."
    assert storage.keys == []
    with pytest.raises(NotFound):
        await app.videos.uploads.look(make_actor(), upload.id)


async def test_two_tabs_that_finish_at_once_make_one_asset(app, upload):
    actor = make_actor()

    first, second = await asyncio.gather(
        app.videos.fetching.finish_upload(actor, upload.id),
        app.videos.fetching.finish_upload(actor, upload.id),
    )

    assert replace(first, updated_at=second.updated_at) == second
    assert len(await app.videos.fetching.list_intakes(actor)) == 1
