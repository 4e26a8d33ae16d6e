import asyncio
from dataclasses import replace

from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import Saying, make_ballot
from core.domain.review.review_card import Verdict
from core.domain.work.due import Due, DueKind
from core.domain.work.ids import PublicationId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.domain.work.platform import Platform
from core.services.publishing.due_sweep import HEAD_START, LEFT_ALONE, LONG_DUE
from tests.builders import CREATOR, NOON, make_actor, make_posted_card, make_test_ulid
from tests.core.services.publishing.publishing_world import (
    dispatch,
    make_approved,
    only_publication,
)
from tests.fakes.publishing import FakePublisher
from tests.fakes.time_and_ids import FakeClock

S = PublicationStatus


async def _jobs(app, kind):
    queued = (await app.ports.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    return [job for job in queued if job.kind is kind]


async def test_what_is_due_is_claimed_with_its_job(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())

    count = await app.publishing.sweep.sweep_due()

    publication = await only_publication(app)
    (job,) = await _jobs(app, JobKind.PUBLISH_CLIP)
    assert (count, publication.status) == (1, S.CLAIMED)
    assert (job.subject_id, job.creator_id) == (publication.id, CREATOR)


async def test_of_many_sweepers_one_gives_it_out(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())

    counts = await asyncio.gather(*(app.publishing.sweep.sweep_due() for _ in range(8)))

    assert sum(counts) == 1
    assert len(await _jobs(app, JobKind.PUBLISH_CLIP)) == 1


async def test_a_platform_whose_connection_one_process_holds_gets_the_job_there(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())
    waiting = await only_publication(app)
    await app.ports.stores.publications.save_publication(replace(waiting, platform=Platform.TWITCH))

    await app.publishing.sweep.sweep_due()

    assert len(await _jobs(app, JobKind.PUBLISH_TO_TWITCH)) == 1


async def test_what_no_process_in_discord_sends_is_told_after_a_while(tmp_path):
    """It waits for as long as none runs, and nothing else would say so."""
    clock = FakeClock()
    app = await make_approved(tmp_path, FakePublisher(), clock=clock, limits={"is_shared": True})
    stores, waiting = app.ports.stores, await only_publication(app)
    card = make_posted_card(await app.review.clips.get_clip(make_actor(), waiting.clip_id))
    said = Saying(message_id=card.message_id, person_id="discord:20", verdict=Verdict.APPROVE)
    await stores.cards.add_card(card)
    await stores.ballots.save_ballot(make_ballot(card).hear(said))

    assert await app.publishing.sweep.sweep_due() == 0
    assert app.work.health.list_troubles() == ()

    clock.advance(LONG_DUE.total_seconds() + 1)
    assert await app.publishing.sweep.sweep_due() == 0
    assert [part.trouble for part in app.work.health.list_troubles()] == [LEFT_ALONE]

    clock.advance(LONG_DUE.total_seconds() + 1)
    assert app.work.health.list_troubles() == ()


async def test_a_second_publication_of_the_same_content_is_called_off_with_a_reason(tmp_path):
    publisher = FakePublisher()
    app = await make_approved(tmp_path, publisher)
    first = await only_publication(app)
    clip = await app.review.clips.get_clip(make_actor(), first.clip_id)
    twin = replace(first, id=PublicationId(make_test_ulid(77)), version=1)
    await app.ports.stores.clips.save_clip(clip, publications=[twin])

    await dispatch(app)
    await dispatch(app)

    found = (await app.publishing.sending.list_publications(make_actor())).items
    assert sorted(p.status for p in found) == [S.CANCELLED, S.PUBLISHED]
    (cancelled,) = [p for p in found if p.status is S.CANCELLED]
    assert cancelled.reason
    assert publisher.calls == 1


async def test_other_things_that_are_due_are_left_alone(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())
    await app.publishing.sweep.sweep_due()
    run = Due(at=NOON, kind=DueKind.METRICS, creator_id=CREATOR, id="m")
    await app.ports.stores.due.add_due(run)

    assert await app.publishing.sweep.sweep_due() == 0
    assert await app.ports.stores.due.delete_due(run)


async def test_a_clip_of_a_higher_priority_goes_out_before_work_that_has_waited(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())
    publication = await only_publication(app)
    clip = await app.review.clips.get_clip(make_actor(), publication.clip_id)
    await app.ports.stores.clips.save_clip(replace(clip, priority=2))

    await app.publishing.sweep.sweep_due()

    (job,) = await _jobs(app, JobKind.PUBLISH_CLIP)
    assert job.next_at == job.created_at - 2 * HEAD_START
    lease = await app.ports.stores.queue.receive(Queue.PUBLISHING, lease_seconds=30)
    assert lease is not None
    assert lease.job_id == job.id


async def test_a_publication_that_is_gone_is_dropped_and_stops_nothing(tmp_path):
    app = await make_approved(tmp_path, FakePublisher())
    await app.ports.stores.due.add_due(
        Due(at=NOON, kind=DueKind.PUBLICATION, creator_id=CREATOR, id=make_test_ulid(99))
    )

    assert await app.publishing.sweep.sweep_due() == 1
