from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.plan.post import ClipWish, PostStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.due import DueKind
from core.domain.work.ids import StreamId
from core.domain.work.platform import Platform
from core.services.plan.post_writing import NewPost
from tests.builders import CREATOR, NOON
from tests.core.services.plan.plan_world import OWNER, PlanWorld
from tests.fakes.time_and_ids import FakeClock

S = PostStatus


@pytest.fixture
async def world(tmp_path):
    world = PlanWorld(tmp_path)
    await world.send_to(Platform.YOUTUBE)
    return world


async def wait(world, day=1, *, wish=None, title="A clip", platforms=(Platform.YOUTUBE,), **given):
    new = NewPost(
        title=title,
        platforms=platforms,
        at=NOON + timedelta(days=day),
        wish=wish or ClipWish(),
        status=S.IDEA,
        **given,
    )
    return await world.writing.add_post(OWNER, new)


async def get(world, post):
    return (await world.reading.get_post(OWNER, post.id)).post


async def test_an_approved_clip_takes_the_earliest_post_that_waits_and_its_publication_moves(world):
    later, first = await wait(world, 5), await wait(world, 2, title="Mine", text="My own words.")
    clip = await world.approve(await world.add_clip())

    whole = await world.reading.get_post(OWNER, first.id)
    assert (whole.post.clip_id, whole.post.status) == (clip.id, S.SCHEDULED)
    assert (await get(world, later)).clip_id is None
    (publication,) = await world.list_publications(clip.id)
    assert publication.due_at == first.planned_at
    (variant,) = whole.variants
    assert (variant.status, variant.title, variant.tags) == (S.SCHEDULED, "Mine", ("ace",))
    assert publication.wording.text == variant.text == "My own words."
    due = await world.stores.due.list_due(0, until=NOON + timedelta(days=9))
    times = {one.at for one in due.items if one.kind is DueKind.PUBLICATION}
    assert times <= {first.planned_at}


async def test_the_better_clip_goes_first_and_of_equals_the_older(world):
    clips = {}
    for number, points in ((1, 5), (2, 9), (3, 9)):
        clips[number] = await world.approve(await world.add_clip(number, points=points))
    posts = [await wait(world, day) for day in (1, 2, 3)]

    await world.clip_posts.settle_waiting(CREATOR)

    assert [(await get(world, post)).clip_id for post in posts] == [
        clips[2].id,
        clips[3].id,
        clips[1].id,
    ]


@pytest.mark.parametrize(
    "wish",
    [
        ClipWish(kind="not_such_a_kind"),
        ClipWish(stream_id=StreamId("other")),
        ClipWish(seconds_max=5.0),
    ],
    ids=["kind", "stream", "length"],
)
async def test_a_clip_takes_no_post_that_wishes_for_another(world, wish):
    post = await wait(world, 1, wish=wish)
    await world.approve(await world.add_clip())
    assert (await get(world, post)).clip_id is None


async def test_a_clip_takes_no_post_of_a_platform_it_does_not_go_to(world):
    post = await wait(world, 1, platforms=(Platform.TIKTOK,))
    await world.approve(await world.add_clip())
    assert (await get(world, post)).clip_id is None


async def test_published_follows_from_the_publications(world):
    post = await wait(world)
    clip = await world.approve(await world.add_clip())
    (publication,) = await world.list_publications(clip.id)

    await world.publish(publication)

    whole = await world.reading.get_post(OWNER, post.id)
    assert whole.post.status is S.PUBLISHED
    assert whole.variants[0].link == "https://example.org/1"
    board = await world.reading.list_status(OWNER, S.PUBLISHED)
    assert [one.id for one in board.items] == [post.id]
    month = await world.reading.list_month(OWNER, "2026-03")
    assert [e.status for e in month.entries if e.kind == "post"] == ["published"]


async def test_taking_a_clip_back_empties_the_post_for_the_next(world):
    post = await wait(world)
    clip = await world.approve(await world.add_clip())
    assert (await get(world, post)).clip_id == clip.id

    await world.app.review.clips.undo(OWNER, clip.id, seen_version=clip.version)

    emptied = await get(world, post)
    assert (emptied.clip_id, emptied.status, emptied.title) == (None, S.IDEA, "A clip")
    second = await world.approve(await world.add_clip(2))
    assert (await get(world, post)).clip_id == second.id


async def test_moving_a_filled_post_moves_its_publications_across_a_change_of_clocks(tmp_path):
    world = PlanWorld(tmp_path, clock=FakeClock(datetime(2026, 3, 27, 12, tzinfo=UTC)))
    await world.live_in("Europe/Berlin")
    await world.send_to(Platform.YOUTUBE)
    before = await world.app.publishing.scheduling.read_time(OWNER, "2026-03-28 18:00")
    after = await world.app.publishing.scheduling.read_time(OWNER, "2026-03-29 18:00")
    new = NewPost(title="x", platforms=(Platform.YOUTUBE,), at=before, wish=ClipWish())
    post = await world.writing.add_post(OWNER, new)
    clip = await world.approve(await world.add_clip())
    post = await get(world, post)

    moved = await world.moving.reschedule(OWNER, post.id, after, seen_version=post.version)

    assert (after - before) == timedelta(hours=23)
    (publication,) = await world.list_publications(clip.id)
    assert publication.due_at == moved.planned_at == after


async def test_settling_twice_changes_nothing_and_what_went_out_by_itself_takes_no_post(world):
    clip = await world.approve(await world.add_clip())
    (publication,) = await world.list_publications(clip.id)
    await world.publish(publication)
    post = await wait(world)

    assert await world.clip_posts.settle(CREATOR, clip.id) is None
    second = await world.approve(await world.add_clip(2))
    once = await get(world, post)
    assert once.clip_id == second.id
    assert await world.clip_posts.settle(CREATOR, second.id) == once
    assert await get(world, post) == once


async def test_a_cancelled_publication_is_none_of_the_post(world):
    await world.send_to(Platform.YOUTUBE, Platform.TIKTOK)
    post = await wait(world, platforms=(Platform.YOUTUBE, Platform.TIKTOK))
    clip = await world.approve(await world.add_clip())
    first, second = await world.list_publications(clip.id)
    await world.publish(first)
    assert (await get(world, post)).status is S.SCHEDULED

    cancelled = replace(second, status=PublicationStatus.CANCELLED)
    await world.stores.publications.save_publication(cancelled)

    assert (await get(world, post)).status is S.PUBLISHED
