from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import PublishTarget
from core.domain.publishing.wording import Wording
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.services.publishing.publication_creation import Posting
from tests.builders import CREATOR, make_actor, make_binding, make_publication, make_test_ulid
from tests.core.services.publishing.publishing_world import dispatch
from tests.core.services.publishing.test_publication_creation import EVERY_EVENING, add_clip
from tests.fakes.app import make_app
from tests.fakes.people import FakeAnnouncements
from tests.fakes.publishing import FakePublisher

S = PublicationStatus
ADA = make_actor()
VIEWER = make_actor(role=Role.VIEWER)
MODERATOR = make_actor(role=Role.MODERATOR)
YOUTUBE = PublishTarget(platform=Platform.YOUTUBE, account_id="UC1")


@pytest.fixture
def publishers():
    return {Platform.FOLDER: FakePublisher(), Platform.DISCORD: FakePublisher(Platform.DISCORD)}


@pytest.fixture
async def app(tmp_path, publishers):
    app = make_app(tmp_path, publishers=publishers)
    source = tmp_path / "in"
    source.write_bytes(b"a film")
    for name in ("clip.mp4", "thumbnail.jpg"):
        await app.ports.storage.put_file(f"creators/ada/clips/1/{name}", source)
    return app


async def _store(app, **given):
    """Store an approved clip with one publication."""
    clip = await add_clip(app, status=ClipStatus.APPROVED)
    publication = make_publication(
        clip_id=clip.id, due_at=app.ports.clock.now() + timedelta(hours=1), **given
    )
    await app.ports.stores.clips.save_clip(clip, publications=[publication])
    return publication


async def test_a_clip_is_published_at_once_and_approved_by_that(app):
    clip = await add_clip(app)

    (publication,) = await app.publishing.scheduling.publish_clip(ADA, clip.id)

    stored = await app.review.clips.get_clip(ADA, clip.id)
    assert (stored.status, stored.decided_by) == (ClipStatus.APPROVED, "web")
    assert publication.due_at == app.ports.clock.now()


async def test_one_moderator_publishes_nothing_where_it_takes_several_to_approve(app):
    await app.ports.stores.guilds.add_guild(make_binding(approvals_needed=2))
    clip = await add_clip(app)

    with pytest.raises(Conflict, match="takes 2 approvals"):
        await app.publishing.scheduling.publish_clip(MODERATOR, clip.id)

    assert (await app.publishing.scheduling.publish_clip(ADA, clip.id))[0].clip_id == clip.id


async def test_a_clip_goes_to_the_accounts_that_are_named_with_its_words(app):
    clip = await add_clip(app, status=ClipStatus.APPROVED)
    posting = Posting(wording=Wording(title="Mine"))
    target = PublishTarget(platform=Platform.DISCORD, account_id="77")

    (publication,) = await app.publishing.scheduling.publish_clip(ADA, clip.id, [target], posting)

    assert (publication.platform, publication.account_id) == (Platform.DISCORD, "77")
    assert publication.wording == Wording(title="Mine")


async def test_a_clip_goes_to_an_account_once(app):
    clip = await add_clip(app)
    await app.publishing.scheduling.publish_clip(ADA, clip.id)

    with pytest.raises(Conflict, match="goes there already"):
        await app.publishing.scheduling.publish_clip(ADA, clip.id)


async def test_what_a_platform_forbids_is_said_before_and_nothing_is_stored(tmp_path):
    publisher = FakePublisher(problem="This clip is too long for it.")
    app = make_app(tmp_path, publishers={Platform.FOLDER: publisher})
    clip = await add_clip(app)

    with pytest.raises(InvalidInput, match="too long"):
        await app.publishing.scheduling.publish_clip(ADA, clip.id)

    assert await app.review.clips.get_clip(ADA, clip.id) == clip


async def test_a_platform_that_is_not_set_up_is_named(app):
    clip = await add_clip(app)

    with pytest.raises(InvalidInput, match="YouTube is not set up"):
        await app.publishing.scheduling.publish_clip(ADA, clip.id, [YOUTUBE])


@pytest.mark.parametrize("status", [ClipStatus.REJECTED, ClipStatus.DRAFT, ClipStatus.RENDERING])
async def test_what_nobody_would_see_as_ready_is_not_published(app, status):
    clip = await add_clip(app, status=status)

    with pytest.raises(Conflict):
        await app.publishing.scheduling.publish_clip(ADA, clip.id)


async def test_a_clip_is_scheduled_for_a_time_and_moved_to_another(app):
    clip = await add_clip(app)
    first = app.ports.clock.now() + timedelta(hours=2)
    later = first + timedelta(hours=3)

    (scheduled,) = await app.publishing.scheduling.schedule_clip(ADA, clip.id, at=first)
    (moved,) = await app.publishing.scheduling.schedule_clip(ADA, clip.id, at=later)

    assert (scheduled.due_at, moved.due_at, moved.id) == (first, later, scheduled.id)
    await dispatch(app, seconds=2 * 3600)
    assert [p.status for p in (await app.publishing.sending.list_publications(ADA)).items] == [
        S.SCHEDULED
    ]
    await dispatch(app, seconds=3 * 3600)
    assert [p.status for p in (await app.publishing.sending.list_publications(ADA)).items] == [
        S.PUBLISHED
    ]


async def test_a_clip_is_scheduled_for_the_next_free_slot(app):
    await app.publishing.settings.set_slots(ADA, EVERY_EVENING)
    clip = await add_clip(app)

    (scheduled,) = await app.publishing.scheduling.schedule_clip(ADA, clip.id)
    (again,) = await app.publishing.scheduling.schedule_clip(ADA, clip.id)

    assert f"{scheduled.due_at:%H:%M}" == "18:07"
    assert again.due_at == scheduled.due_at + timedelta(days=1)


async def test_without_slots_a_time_must_be_said(app):
    clip = await add_clip(app)

    with pytest.raises(InvalidInput, match="no posting slots"):
        await app.publishing.scheduling.schedule_clip(ADA, clip.id)


async def test_slots_of_another_platform_are_good_for_nothing(app):
    publication = await _store(app)
    await app.publishing.settings.set_slots(ADA, "mon 18:00 tiktok")

    with pytest.raises(InvalidInput, match="No posting slot"):
        await app.publishing.scheduling.schedule_clip(ADA, publication.clip_id)


async def test_nothing_is_scheduled_for_years_ahead(app):
    clip = await add_clip(app)
    far = app.ports.clock.now() + timedelta(days=400)

    with pytest.raises(InvalidInput, match="more than a year"):
        await app.publishing.scheduling.schedule_clip(ADA, clip.id, at=far)


async def test_only_what_waits_is_rescheduled(app):
    publication = await _store(app)
    at = app.ports.clock.now() + timedelta(days=1)

    moved = await app.publishing.scheduling.reschedule(ADA, publication.id, at=at)
    await app.ports.stores.publications.save_publication(replace(moved, status=S.UPLOADING))

    assert moved.due_at == at
    with pytest.raises(Conflict, match="still waits"):
        await app.publishing.scheduling.reschedule(ADA, publication.id, at=at)


@pytest.mark.parametrize("status", [S.SCHEDULED, S.RETRY_AT, S.QUOTA_WAIT, S.FAILED])
async def test_what_nobody_can_have_seen_is_called_off(app, status):
    publication = await _store(app, status=status)

    cancelled = await app.publishing.scheduling.cancel(ADA, publication.id)

    assert (cancelled.status, cancelled.next_at) == (S.CANCELLED, None)


@pytest.mark.parametrize(
    "given",
    [
        {"status": S.PUBLISHED},
        {"status": S.UPLOADING},
        {"status": S.RETRY_AT, "progress": PublishProgress(step="finish", may_be_out=True)},
    ],
)
async def test_what_may_be_out_is_not_called_off(app, given):
    publication = await _store(app, **given)

    with pytest.raises(Conflict, match="no longer be called off"):
        await app.publishing.scheduling.cancel(ADA, publication.id)


async def test_a_person_says_that_it_is_there(app):
    publication = await _store(app, status=S.UNCONFIRMED, reason="Look there.")

    confirmed = await app.publishing.scheduling.confirm(
        ADA, publication.id, is_there=True, link="https://www.tiktok.com/@ada/video/1"
    )

    assert (confirmed.status, confirmed.reason) == (S.PUBLISHED, None)
    assert confirmed.link == "https://www.tiktok.com/@ada/video/1"


async def test_a_person_says_that_it_is_not_there_and_it_goes_out(app, publishers):
    progress = PublishProgress(step="create", may_be_out=True)
    publication = await _store(app, status=S.UNCONFIRMED, progress=progress)

    again = await app.publishing.scheduling.confirm(ADA, publication.id, is_there=False)
    await dispatch(app)

    assert (again.status, again.progress) == (S.SCHEDULED, PublishProgress())
    assert publishers[Platform.FOLDER].calls == 1


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://x.example", "https://", "x"])
async def test_a_link_that_is_none_is_refused(app, link):
    publication = await _store(app, status=S.UNCONFIRMED)

    with pytest.raises(InvalidInput, match="whole address"):
        await app.publishing.scheduling.confirm(ADA, publication.id, is_there=True, link=link)


async def test_nobody_confirms_what_the_platform_knows(app):
    failed = await _store(app, status=S.FAILED)
    with pytest.raises(Conflict):
        await app.publishing.scheduling.confirm(ADA, failed.id, is_there=True)

    await app.ports.stores.publications.save_publication(replace(failed, status=S.LOCKED_PRIVATE))
    with pytest.raises(Conflict, match="platform says"):
        await app.publishing.scheduling.confirm(ADA, failed.id, is_there=False)


async def test_what_failed_is_tried_again_by_hand_and_the_platform_asked_first(app):
    progress = PublishProgress(step="finish", may_be_out=True)
    publication = await _store(app, status=S.FAILED, progress=progress, tries=7)

    again = await app.publishing.scheduling.retry_publication(ADA, publication.id)

    assert (again.status, again.tries, again.progress) == (S.SCHEDULED, 0, progress)
    assert again.due_at == app.ports.clock.now()


@pytest.mark.parametrize("status", [S.RETRY_AT, S.QUOTA_WAIT])
async def test_what_waits_is_tried_at_once(app, status):
    later = app.ports.clock.now() + timedelta(hours=5)
    publication = await _store(app, status=status, next_at=later)

    again = await app.publishing.scheduling.retry_publication(ADA, publication.id)

    assert (again.status, again.next_at) == (status, app.ports.clock.now())


async def test_what_is_out_is_not_tried_again(app):
    publication = await _store(app, status=S.PUBLISHED)

    with pytest.raises(Conflict, match="nothing to try"):
        await app.publishing.scheduling.retry_publication(ADA, publication.id)


async def test_what_is_open_comes_with_its_clip_what_is_due_first_first(app):
    first = await _store(app)
    clip = await app.review.clips.get_clip(ADA, first.clip_id)
    sooner = replace(
        first, id=PublicationId(make_test_ulid(99)), account_id="b", due_at=app.ports.clock.now()
    )
    gone = replace(first, id=PublicationId(make_test_ulid(98)), account_id="c", status=S.PUBLISHED)
    await app.ports.stores.clips.save_clip(clip, publications=[sooner, gone])

    found = await app.publishing.scheduling.list_open(ADA)

    assert [(p.id, c.id) for p, c in found] == [(sooner.id, clip.id), (first.id, clip.id)]


async def test_a_time_is_read_on_the_creators_clock(app):
    at = await app.publishing.scheduling.read_time(ADA, "2026-11-30 18:00")

    assert f"{at:%H:%M %Z}" == "18:00 UTC"


async def test_only_who_may_does(app):
    publication = await _store(app)
    scheduling, at = app.publishing.scheduling, app.ports.clock.now()

    for call in (
        scheduling.publish_clip(VIEWER, publication.clip_id),
        scheduling.schedule_clip(VIEWER, publication.clip_id, at=at),
        scheduling.reschedule(VIEWER, publication.id, at=at),
        scheduling.cancel(VIEWER, publication.id),
        scheduling.confirm(VIEWER, publication.id, is_there=True),
        scheduling.retry_publication(VIEWER, publication.id),
    ):
        with pytest.raises(Forbidden):
            await call


async def test_another_creators_publication_does_not_exist(app):
    publication = await _store(app)
    stranger = make_actor(creator_id=CreatorId("eve"))

    with pytest.raises(NotFound):
        await app.publishing.scheduling.cancel(stranger, publication.id)
    assert publication.creator_id == CREATOR


@pytest.mark.parametrize("ago", [timedelta(minutes=2), timedelta(days=3)])
async def test_a_time_that_is_over_is_refused_in_a_sentence(app, ago):
    """It went out at once, as if somebody had said now."""
    waiting = await _store(app)
    clip = await add_clip(app, 5, status=ClipStatus.APPROVED)
    past = app.ports.clock.now() - ago
    scheduling = app.publishing.scheduling

    for refused in (
        scheduling.schedule_clip(ADA, clip.id, at=past),
        scheduling.schedule_clip(ADA, waiting.clip_id, at=past),
        scheduling.reschedule(ADA, waiting.id, at=past),
        scheduling.publish_clip(ADA, clip.id, posting=Posting(at=past)),
    ):
        with pytest.raises(InvalidInput, match=r"time is over: it is .* \(UTC\)\. Say a later"):
            await refused

    stored = await app.ports.stores.publications.get_publication(CREATOR, waiting.id)
    assert stored == waiting


async def test_the_minute_that_runs_is_not_over(app):
    waiting = await _store(app)
    at = app.ports.clock.now() - timedelta(seconds=59)

    moved = await app.publishing.scheduling.reschedule(ADA, waiting.id, at=at)

    assert moved.due_at == at


async def test_a_clip_is_not_sent_to_a_channel_of_somebody_else(tmp_path, publishers):
    app = make_app(tmp_path, publishers=publishers, announcements=FakeAnnouncements("666"))
    await app.ports.stores.guilds.add_guild(make_binding())
    clip = await add_clip(app)
    target = PublishTarget(platform=Platform.DISCORD, account_id="77")

    with pytest.raises(InvalidInput, match="none of this creator's servers"):
        await app.publishing.scheduling.publish_clip(ADA, clip.id, [target])

    assert await app.review.clips.get_clip(ADA, clip.id) == clip
