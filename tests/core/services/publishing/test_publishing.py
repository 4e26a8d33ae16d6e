from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.ids import PublicationId
from core.domain.work.job import JobKind, JobStatus
from core.domain.work.platform import Platform
from core.errors import (
    Conflict,
    ExternalFailure,
    NoAnswer,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
)
from core.ports.publishing import PublishStep
from core.services.publishing import publishing
from core.services.work.job_handlers import JobProgress
from tests.builders import CREATOR, NOON, make_actor, make_clip, make_job, make_test_ulid
from tests.core.services.publishing.publishing_world import (
    dispatch,
    make_approved,
    only_publication,
)
from tests.fakes.publishing import FakePublisher, SteppingPublisher

S = PublicationStatus


async def test_an_approved_clip_is_published_with_its_link(tmp_path):
    publisher = FakePublisher()
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)

    publication = await only_publication(app)
    assert publication.status is S.PUBLISHED
    assert publication.link == f"https://folder.example/{make_clip().id}"
    assert publication.post_id == f"post-{make_clip().id}"
    clip = await app.review.clips.get_clip(make_actor(), make_clip().id)
    assert clip.status is ClipStatus.APPROVED


async def test_a_failure_that_may_pass_is_tried_again_when_its_time_has_come(tmp_path):
    publisher = FakePublisher(failures=[ExternalFailure("Try later.", retryable=True)])
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)
    waiting = await only_publication(app)
    await dispatch(app, seconds=1)
    assert publisher.calls == 1
    await dispatch(app, seconds=60)

    assert (waiting.status, waiting.reason, waiting.tries) == (S.RETRY_AT, "Try later.", 1)
    assert (await only_publication(app)).status is S.PUBLISHED
    assert publisher.calls == 2


@pytest.mark.parametrize(
    ("failure", "status", "wait"),
    [
        (ExternalFailure("The folder is gone."), S.FAILED, None),
        (ReconnectRequired("Link it anew."), S.RECONNECT_REQUIRED, None),
        (RetryLater("Slow down.", seconds=90), S.RETRY_AT, 90),
        (QuotaReached("No more.", until=NOON + timedelta(hours=9)), S.QUOTA_WAIT, 9 * 3600),
    ],
)
async def test_a_setback_stays_on_the_publication_with_its_words(tmp_path, failure, status, wait):
    app = await make_approved(tmp_path, FakePublisher(failures=[failure]))

    await dispatch(app)

    publication = await only_publication(app)
    assert (publication.status, publication.reason) == (status, str(failure))
    expected = None if wait is None else app.ports.clock.now() + timedelta(seconds=wait)
    if status is S.QUOTA_WAIT:
        expected = NOON + timedelta(seconds=wait)
    assert publication.next_at == expected


async def test_what_a_platform_forbids_is_said_before_anything_is_sent(tmp_path):
    publisher = FakePublisher(problem="This clip is too long for it.")
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)

    publication = await only_publication(app)
    assert (publication.status, publication.reason) == (S.FAILED, "This clip is too long for it.")
    assert publisher.calls == 0


async def test_a_platform_that_is_not_set_up_fails_with_a_sentence(tmp_path):
    app = await make_approved(tmp_path, FakePublisher(), publishers={})

    await dispatch(app)

    publication = await only_publication(app)
    assert publication.status is S.FAILED
    assert publication.reason == "Nothing can be published to folder here: set it up first."


async def test_a_clip_goes_out_step_by_step_and_is_looked_after_until_it_is_seen(tmp_path):
    publisher = SteppingPublisher(looks_needed=2)
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)
    processing = await only_publication(app)
    await dispatch(app, seconds=10)
    still = await only_publication(app)
    await dispatch(app, seconds=10)

    assert (processing.status, processing.progress.looks) == (S.PROCESSING, 1)
    assert (still.status, still.progress.looks) == (S.PROCESSING, 2)
    out = await only_publication(app)
    assert (out.status, out.post_id, out.next_at) == (S.PUBLISHED, "post-1", None)
    assert publisher.posts == [make_clip().id]


async def test_a_secret_lies_in_the_table_sealed_alone_and_goes_when_it_is_over(tmp_path):
    app = await make_approved(tmp_path, SteppingPublisher(looks_needed=1))

    await dispatch(app)
    processing = await only_publication(app)
    await dispatch(app, seconds=10)

    assert processing.sealed_secret
    assert "session-0" not in processing.sealed_secret
    assert "session-0" not in repr(processing)
    out = await only_publication(app)
    assert (out.sealed_secret, out.secret_key_id) == ("", "")


async def test_what_is_out_is_not_published_again(tmp_path):
    """A kill between the publication's last write and the job's."""
    publisher = FakePublisher()
    app = await make_approved(tmp_path, publisher)
    await dispatch(app)
    done = (await app.ports.stores.jobs.list_jobs(CREATOR, JobStatus.DONE)).items
    job = next(job for job in done if job.kind is JobKind.PUBLISH_CLIP)

    await app.publishing.sending.publish_clip(job, JobProgress())

    assert publisher.calls == 1


async def test_nothing_goes_out_before_its_time(tmp_path):
    publisher = FakePublisher()
    app = await make_approved(tmp_path, publisher)
    waiting = await only_publication(app)
    later = app.ports.clock.now() + timedelta(seconds=60)
    await app.ports.stores.publications.save_publication(replace(waiting, due_at=later))

    await dispatch(app, seconds=59)
    assert publisher.published == {}
    await dispatch(app, seconds=1)

    assert (await only_publication(app)).status is S.PUBLISHED


async def test_whoever_was_forestalled_leaves_the_publication_alone(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())
    await app.publishing.sweep.sweep_due()
    claimed = await only_publication(app)

    async def forestall(publication, *, jobs=()):
        raise Conflict("Somebody was faster.", current=publication)

    app.ports.stores.publications.save_publication = forestall  # type: ignore[method-assign]
    job = make_job(id=claimed.job_id, kind=JobKind.PUBLISH_CLIP, subject_id=claimed.id)

    with pytest.raises(ExternalFailure) as raised:
        await app.publishing.sending.publish_clip(job, JobProgress())

    assert raised.value.retryable
    assert await only_publication(app) == claimed


async def test_a_setback_that_was_forestalled_changes_nothing(tmp_path):
    """A worker that was taken for dead comes second; what the first stored counts."""
    failing = FakePublisher(failures=[ExternalFailure("No.")])
    app = await make_approved(tmp_path, failing)
    await app.publishing.sweep.sweep_due()
    save = app.ports.stores.publications.save_publication

    async def forestall(publication, *, jobs=()):
        if publication.status is S.FAILED:
            raise Conflict("Somebody was faster.", current=publication)
        return await save(publication, jobs=jobs)

    app.ports.stores.publications.save_publication = forestall  # type: ignore[method-assign]
    claimed = await only_publication(app)
    job = make_job(id=claimed.job_id, kind=JobKind.PUBLISH_CLIP, subject_id=claimed.id)

    with pytest.raises(ExternalFailure) as raised:
        await app.publishing.sending.publish_clip(job, JobProgress())

    assert raised.value.retryable
    assert (await only_publication(app)).status is S.UPLOADING


@pytest.mark.parametrize(
    ("status", "may_be_out", "expected"),
    [
        (S.UPLOADING, False, S.FAILED),
        (S.UPLOADING, True, S.UNCONFIRMED),
        (S.PROCESSING, True, S.UNCONFIRMED),
        (S.PUBLISHED_NO_LINK, True, S.PUBLISHED_NO_LINK),
        (S.SCHEDULED, False, S.SCHEDULED),
    ],
)
async def test_what_nobody_can_carry_on_is_never_called_failed_if_it_may_be_out(
    tmp_path, status, may_be_out, expected
):
    app = await make_approved(tmp_path, FakePublisher())
    progress = PublishProgress(step="send", may_be_out=may_be_out)
    waiting = await only_publication(app)
    await app.ports.stores.publications.save_publication(
        replace(waiting, status=status, progress=progress)
    )

    job = make_job(kind=JobKind.PUBLISH_CLIP, subject_id=waiting.id)
    await app.publishing.sending.give_up(job, "upload", "It broke.")

    assert (await only_publication(app)).status is expected


async def test_an_upload_without_end_is_stopped(tmp_path, monkeypatch):
    class Endless(FakePublisher):
        async def advance(self, order, files):
            self.calls += 1
            return await self.look(order)

    monkeypatch.setattr(publishing, "STEPS_MAX", 5)
    publisher = Endless()
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)

    assert publisher.calls == 5
    assert (await only_publication(app)).status is S.FAILED


async def test_a_step_that_puts_off_without_a_time_waits_a_minute(tmp_path):
    class Putting(FakePublisher):
        async def advance(self, order, files):
            step = await self.look(order)
            return replace(step, status=S.RETRY_AT, sentence="Not now.")

    app = await make_approved(tmp_path, Putting())

    await dispatch(app)

    publication = await only_publication(app)
    assert publication.next_at == app.ports.clock.now() + timedelta(seconds=60)


async def test_a_platform_with_accounts_needs_one_that_is_linked(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())
    waiting = await only_publication(app)
    await app.ports.stores.publications.save_publication(
        replace(waiting, platform=Platform.YOUTUBE)
    )
    app.publishing.sending._publishers = {Platform.YOUTUBE: FakePublisher(Platform.YOUTUBE)}

    await dispatch(app)

    assert (await only_publication(app)).status is S.RECONNECT_REQUIRED


async def test_a_refused_token_is_replaced_once_and_the_step_replayed(tmp_path):
    publisher = FakePublisher(failures=[TokenRefused("Who are you?")])
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)

    assert publisher.calls == 2
    assert (await only_publication(app)).status is S.PUBLISHED


class _Recognising(FakePublisher):
    """A platform that lost what it was told, and recognises a post by what it looks like."""

    def __init__(self, platform, post_id):
        super().__init__(platform)
        self._post_id = post_id

    async def advance(self, order, files):
        self.calls += 1
        if order.progress.step != "fetch":
            facts = {"likeness": "l"}
            return PublishStep(progress=PublishProgress(step="fetch", may_be_out=True, facts=facts))
        raise NoAnswer("Nobody answers.")

    async def look(self, order):
        return PublishStep(
            progress=order.progress,
            status=S.PUBLISHED,
            post_id=self._post_id,
            is_recognised=True,
        )


async def test_a_post_that_was_recognised_is_published_and_not_sent_again(tmp_path):
    publisher = _Recognising(Platform.FOLDER, "7")
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)
    await dispatch(app, seconds=60)
    await dispatch(app, seconds=86_400)

    publication = await only_publication(app)
    assert (publication.status, publication.post_id) == (S.PUBLISHED, "7")
    assert publisher.calls == 2


async def test_a_post_that_may_be_another_publications_is_for_a_person(tmp_path):
    publisher = _Recognising(Platform.FOLDER, "7")
    app = await make_approved(tmp_path, publisher)
    first = await only_publication(app)
    clip = await app.review.clips.get_clip(make_actor(), first.clip_id)
    other = replace(
        first,
        id=PublicationId(make_test_ulid(77)),
        version=1,
        status=S.PUBLISHED,
        post_id="7",
        account_id="b",
    )
    await app.ports.stores.clips.save_clip(clip, publications=[other])

    await dispatch(app)
    await dispatch(app, seconds=60)

    publication = await app.ports.stores.publications.get_publication(CREATOR, first.id)
    assert (publication.status, publication.post_id) == (S.UNCONFIRMED, None)
    assert "another clip" in (publication.reason or "")
    assert publisher.calls == 2


class _Refusing(FakePublisher):
    """Refuses what it had announced: a token first, then for a while."""

    def __init__(self, refusals):
        super().__init__()
        self.refusals = refusals

    async def advance(self, order, files):
        if order.progress.step != "fetch":
            return PublishStep(progress=PublishProgress(step="fetch", may_be_out=True))
        if self.refusals:
            return PublishStep(progress=PublishProgress(), refused=self.refusals.pop(0))
        return await super().advance(order, files)


async def test_what_the_platform_refused_is_begun_anew_and_nobody_has_to_look(tmp_path):
    publisher = _Refusing([TokenRefused("No."), RetryLater("Slow down.", seconds=90)])
    app = await make_approved(tmp_path, publisher)

    await dispatch(app)
    waiting = await only_publication(app)
    await dispatch(app, seconds=91)

    assert (waiting.status, waiting.progress.may_be_out) == (S.RETRY_AT, False)
    assert (waiting.reason, waiting.begins) == ("Slow down.", 1)
    published = await only_publication(app)
    assert (published.status, published.begins, publisher.calls) == (S.PUBLISHED, 2, 1)


async def test_a_job_of_an_older_claim_has_no_say_any_more(tmp_path):
    """Its worker was taken for dead; the publication was claimed anew and is under way."""
    app = await make_approved(tmp_path, FakePublisher())
    await app.publishing.sweep.sweep_due()
    claimed = await only_publication(app)
    older = make_job(kind=JobKind.PUBLISH_CLIP, subject_id=claimed.id, attempts=1)

    await app.publishing.sending.give_up(older, "upload", "It was changed by someone else.")
    await app.publishing.sending.publish_clip(older, JobProgress())

    assert await only_publication(app) == claimed
