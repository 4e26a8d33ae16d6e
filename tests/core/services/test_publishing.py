from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clip import ClipStatus
from core.domain.job import JobStatus, Queue
from core.domain.platform import Platform
from core.domain.publication import PublicationStatus
from core.errors import ExternalFailure
from core.services.working import JobProgress
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.publishing import FakePublisher


@pytest.fixture
def make_approved(tmp_path):
    """An app whose one clip is rendered and approved, its publication waiting."""

    async def make(publisher):
        app = make_app(tmp_path, publishers={Platform.FOLDER: publisher})
        source = tmp_path / "source.mp4"
        source.write_bytes(b"a video")
        asset = make_asset()
        await app.ports.storage.put_file(asset.object_key, source)
        await app.ports.assets.add_asset(asset)
        draft = make_clip()
        await app.ports.spikes.add_spike(make_stream(), make_spike(), clip=draft, job=make_job())
        await app.working.work_once(Queue.WORK)
        clip = await app.reviewing.get_clip(make_actor(), draft.id)
        await app.reviewing.approve(make_actor(), clip.id, seen_version=clip.version)
        return app

    return make


async def _publication(app):
    return (await app.publishing.list_publications(make_actor())).items[0]


async def test_an_approved_clip_is_published_with_its_link(make_approved):
    publisher = FakePublisher()
    app = await make_approved(publisher)

    await app.working.work_once(Queue.WORK)

    publication = await _publication(app)
    assert publication.status is PublicationStatus.PUBLISHED
    assert publication.link
    assert list(publisher.published) == [make_clip().id]
    clip = await app.reviewing.get_clip(make_actor(), make_clip().id)
    assert clip.status is ClipStatus.APPROVED


async def test_a_failure_that_may_pass_is_tried_again(make_approved):
    publisher = FakePublisher(failures=[ExternalFailure("Try later.", retryable=True)])
    app = await make_approved(publisher)

    await app.working.work_once(Queue.WORK)
    app.ports.clock.advance(60)
    await app.working.work_once(Queue.WORK)

    assert (await _publication(app)).status is PublicationStatus.PUBLISHED
    assert publisher.calls == 2


async def test_a_final_failure_stays_on_the_publication_with_its_reason(make_approved):
    publisher = FakePublisher(failures=[ExternalFailure("The folder is gone.", stage="publish")])
    app = await make_approved(publisher)

    await app.working.work_once(Queue.WORK)

    publication = await _publication(app)
    assert publication.status is PublicationStatus.FAILED
    assert publication.reason == "publish: The folder is gone."


async def test_what_is_out_is_not_published_again(make_approved):
    """A kill between the publication's last write and the job's."""
    publisher = FakePublisher()
    app = await make_approved(publisher)
    await app.working.work_once(Queue.WORK)
    done = (await app.ports.jobs.list_jobs(CREATOR, JobStatus.DONE)).items
    publication = await _publication(app)
    job = next(job for job in done if job.subject_id == publication.id)

    await app.publishing.publish_clip(job, JobProgress())

    assert publisher.calls == 1


async def test_a_job_that_comes_too_early_leaves_the_publication_to_its_time(make_approved):
    """A restarted bot makes its predecessor's work visible at once; nothing goes out early."""
    publisher = FakePublisher()
    app = await make_approved(publisher)
    publication = await _publication(app)
    await app.ports.publications.save_publication(
        replace(publication, due_at=NOON + timedelta(seconds=60))
    )

    await app.working.work_once(Queue.WORK)
    await app.working.work_once(Queue.WORK)

    assert publisher.published == {}
    app.ports.clock.advance(61)
    await app.working.work_once(Queue.WORK)
    assert (await _publication(app)).status is PublicationStatus.PUBLISHED
