from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.people.creator_profile import CreatorProfile
from core.domain.publishing.posting_slot import PostingSlots, read_slots
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.work.platform import Platform
from core.services.publishing.publication_creation import Posting
from tests.builders import (
    CREATOR,
    make_actor,
    make_clip,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.core.domain.publishing.test_posting_slot import CHANGES
from tests.fakes.app import make_app

EVERY_EVENING = "mon 18:07, tue 18:07, wed 18:07, thu 18:07, fri 18:07, sat 18:07, sun 18:07"
YOUTUBE = PublishTarget(platform=Platform.YOUTUBE, account_id="UC1")
TIKTOK = PublishTarget(platform=Platform.TIKTOK, account_id="o1")


async def add_clip(app, number=1, status=ClipStatus.IN_REVIEW, **given):
    """Store a clip that people may decide on."""
    clip = make_clip(
        id=make_test_clip_id(number),
        title=f"Clip {number}",
        status=status,
        object_key="creators/ada/clips/1/clip.mp4",
        thumbnail_key="creators/ada/clips/1/thumbnail.jpg",
        size_bytes=1000,
        duration_seconds=30.0,
        **given,
    )
    spike = make_spike(detected_at_seconds=float(number))
    await app.ports.stores.spikes.add_spike(make_stream(), spike, clip=clip)
    return clip


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


async def _choose(app, *targets, **given):
    await app.ports.stores.targets.save_targets(
        PublishTargets(creator_id=CREATOR, targets=targets, **given)
    )


async def _approve(app, clip):
    await app.review.clips.approve(make_actor(), clip.id, seen_version=clip.version)
    page = await app.publishing.sending.list_publications(make_actor())
    return [p for p in page.items if p.clip_id == clip.id]


async def test_who_has_chosen_nothing_publishes_to_the_folder_after_the_grace(app):
    clip = await add_clip(app)

    (publication,) = await _approve(app, clip)

    assert (publication.platform, publication.revision) == (Platform.FOLDER, 1)
    assert publication.due_at == app.ports.clock.now()


async def test_an_approval_makes_one_publication_for_each_target(app):
    second = replace(YOUTUBE, account_id="UC2")
    await _choose(app, YOUTUBE, second, TIKTOK)
    clip = await add_clip(app)

    made = await _approve(app, clip)

    assert {(p.platform, p.account_id) for p in made} == {
        (Platform.YOUTUBE, "UC1"),
        (Platform.YOUTUBE, "UC2"),
        (Platform.TIKTOK, "o1"),
    }


@pytest.mark.parametrize(("zone", "day"), CHANGES)
async def test_ten_approvals_across_a_change_of_the_clocks_go_out_on_the_minute(app, zone, day):
    """Each takes the next free slot, and is swept at that minute and not before."""
    place = ZoneInfo(zone)
    clock = app.ports.clock
    start = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=place) - timedelta(days=4)
    clock.advance((start.astimezone(UTC) - clock.now()).total_seconds())
    await app.ports.stores.profiles.save_profile(CreatorProfile(creator_id=CREATOR, time_zone=zone))
    slots = PostingSlots(creator_id=CREATOR, slots=read_slots(EVERY_EVENING))
    await app.ports.stores.slots.save_slots(slots)
    made = [(await _approve(app, await add_clip(app, number)))[0] for number in range(1, 11)]

    local = [p.due_at.astimezone(place) for p in made]
    assert [at.date() for at in local] == [start.date() + timedelta(days=n) for n in range(10)]
    assert {f"{at:%H:%M:%S}" for at in local} == {"18:07:00"}
    assert len({at.utcoffset() for at in local}) == 2
    for publication in made:
        clock.advance((publication.due_at - clock.now()).total_seconds() - 1)
        assert await app.publishing.sweep.sweep_due() == 0
        clock.advance(1)
        assert await app.publishing.sweep.sweep_due() == 1


async def test_a_slot_is_free_for_another_account(app):
    await _choose(app, YOUTUBE, TIKTOK)
    slots = PostingSlots(creator_id=CREATOR, slots=read_slots(EVERY_EVENING))
    await app.ports.stores.slots.save_slots(slots)

    first = await _approve(app, await add_clip(app, 1))
    second = await _approve(app, await add_clip(app, 2))

    assert len({p.due_at for p in first}) == 1
    assert {p.due_at for p in second} == {first[0].due_at + timedelta(days=1)}


async def test_who_does_not_use_slots_publishes_after_the_grace(app):
    await _choose(app, YOUTUBE, uses_slots=False)
    slots = PostingSlots(creator_id=CREATOR, slots=read_slots(EVERY_EVENING))
    await app.ports.stores.slots.save_slots(slots)

    (publication,) = await _approve(app, await add_clip(app))

    assert publication.due_at == app.ports.clock.now()


async def test_a_time_that_was_said_counts_before_slots(app):
    slots = PostingSlots(creator_id=CREATOR, slots=read_slots(EVERY_EVENING))
    await app.ports.stores.slots.save_slots(slots)
    clip, at = await add_clip(app), app.ports.clock.now() + timedelta(minutes=5)

    (publication,) = await app.publishing.scheduling._publication_creation.make_publications(
        clip, None, Posting(at=at)
    )

    assert publication.due_at == at


async def test_where_a_clip_goes_already_it_gets_no_second_publication(app):
    clip = await add_clip(app)
    await app.ports.stores.clips.save_clip(clip, publications=[make_publication(clip_id=clip.id)])

    assert await app.publishing.scheduling._publication_creation.make_publications(clip) == ()


async def test_what_was_called_off_is_another_revision_when_it_comes_again(app):
    """Its lock may be held by the one that was called off."""
    clip = await add_clip(app)
    off = make_publication(clip_id=clip.id, status=PublicationStatus.CANCELLED)
    await app.ports.stores.clips.save_clip(clip, publications=[off])

    (publication,) = await app.publishing.scheduling._publication_creation.make_publications(clip)

    assert publication.revision == 2


async def test_cards_of_one_change_share_what_was_read_and_those_of_the_next_read_it_anew(app):
    """A card that follows a change must show it; nobody would lay that card again."""
    creation, clock, clip = app.publishing.creation, app.ports.clock, await add_clip(app)

    async def plan(since):
        terms = await creation.read_terms(clip, since=since)
        planned = await creation.plan(clip, terms, known=(), since=since)
        return [one.platform for one in planned]

    first = clock.now()
    clock.advance(5)
    await _choose(app, YOUTUBE)
    assert await plan(first) == [Platform.YOUTUBE]
    clock.advance(5)
    stored = await app.ports.stores.targets.get_targets(CREATOR)
    await app.ports.stores.targets.save_targets(replace(stored, targets=(TIKTOK,)))

    second = clock.now()
    assert await plan(first) == [Platform.YOUTUBE]
    assert await plan(second) == [Platform.TIKTOK]
    assert await plan(None) == [Platform.TIKTOK]
