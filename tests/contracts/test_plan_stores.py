from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.task import TaskId, TaskStatus
from core.domain.plan.post import ClipWish, PostId, PostStatus, WholePost
from core.domain.work.due import DueKind
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.plan import PostChange
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_publication,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.contracts.paging import read_all
from tests.plan_builders import MONTH, make_draft, make_plan, make_post, make_task, make_variant


def _posts(count, **given):
    return [
        make_post(id=PostId(make_test_ulid(40 + n)), planned_at=NOON + timedelta(hours=n), **given)
        for n in range(count)
    ]


async def test_a_post_is_read_with_its_variants_and_drafts(stores):
    variants = [make_variant(platform=platform) for platform in (Platform.TIKTOK, Platform.TWITCH)]
    assert await stores.posts.add_post(make_post(), variants=variants)
    neighbour = make_post(id=PostId(make_post().id + "x"))
    await stores.posts.add_post(neighbour)
    first = await stores.posts.save_post(make_post(text="one"), draft=make_draft())
    second = await stores.posts.save_post(first, draft=make_draft(number=2))

    whole = await stores.posts.get_whole_post(CREATOR, make_post().id)

    drafts = (make_draft(), make_draft(number=2))
    assert whole == WholePost(post=second, variants=tuple(variants), drafts=drafts)
    assert await stores.posts.get_whole_post(CREATOR, neighbour.id) == WholePost(post=neighbour)
    with pytest.raises(NotFound):
        await stores.posts.get_whole_post(CreatorId("ben"), make_post().id)


async def test_a_draft_is_never_written_over(stores):
    await stores.posts.add_post(make_post())
    post = await stores.posts.save_post(make_post(), draft=make_draft())

    with pytest.raises(Conflict) as conflict:
        await stores.posts.save_post(post, draft=make_draft(text="other words"))

    assert conflict.value.current == post
    whole = await stores.posts.get_whole_post(CREATOR, post.id)
    assert (whole.post, whole.drafts) == (post, (make_draft(),))


async def test_a_post_is_added_with_all_its_variants_or_not_at_all(stores):
    await stores.posts.add_post(make_post(), variants=[make_variant()])

    assert not await stores.posts.add_post(make_post(), variants=[make_variant()])


@pytest.mark.parametrize("limit", [1, 2, 20])
async def test_posts_of_a_status_are_listed_by_the_time_planned(stores, limit):
    posts = _posts(3)
    for post in [*posts, make_post(status=PostStatus.REVIEW)]:
        await stores.posts.add_post(post)

    async def read(cursor):
        return await stores.posts.list_posts(CREATOR, PostStatus.IDEA, cursor=cursor, limit=limit)

    assert await read_all(read) == posts[::-1]


async def test_variants_of_a_platform_are_listed_by_status_and_time(stores):
    statuses = [PostStatus.REVIEW, PostStatus.DRAFTING, PostStatus.REVIEW]
    variants = [
        make_variant(
            post_id=PostId(make_test_ulid(n)), planned_at=NOON + timedelta(hours=n), status=status
        )
        for n, status in enumerate(statuses)
    ]
    for variant in [*variants, make_variant(platform=Platform.TWITCH)]:
        await stores.posts.save_variant(replace(variant, version=0))

    def lister(status):
        async def read(cursor):
            return await stores.posts.list_variants(
                CREATOR, Platform.TIKTOK, status=status, cursor=cursor, limit=1
            )

        return read

    first, second, third = variants
    assert await read_all(lister(None)) == [second, first, third]
    assert await read_all(lister(PostStatus.REVIEW)) == [first, third]


@pytest.mark.parametrize("limit", [1, 20])
async def test_tasks_of_a_status_are_listed_as_they_are_due(stores, limit):
    tasks = [
        make_task(id=TaskId(make_test_ulid(n)), due_at=NOON + timedelta(days=n)) for n in range(3)
    ]
    for task in [*tasks, make_task(status=TaskStatus.DONE)]:
        await stores.tasks.add_task(task)

    async def read(cursor):
        return await stores.tasks.list_tasks(CREATOR, TaskStatus.OPEN, cursor=cursor, limit=limit)

    assert await read_all(read) == tasks


@pytest.mark.parametrize("limit", [1, 3, 20])
async def test_a_month_shows_its_plan_and_then_all_in_the_order_of_time(stores, limit):
    await stores.tasks.add_task(make_task(due_at=NOON + timedelta(days=2)))
    await stores.posts.add_post(make_post(planned_at=NOON + timedelta(days=1)))
    await stores.streams.add_stream(make_stream())
    await stores.plans.save_plan(make_plan(version=0))
    await stores.plans.save_plan(make_plan(month="2026-04", version=0))

    async def read(cursor):
        return await stores.calendar.list_month(CREATOR, MONTH, cursor=cursor, limit=limit)

    entries = await read_all(read)
    assert [(entry.kind, entry.title) for entry in entries] == [
        ("plan", "March"),
        ("stream", "A stream"),
        ("post", "A post"),
        ("task", "Stream on a Monday"),
    ]
    assert [entry.id for entry in entries] == [
        MONTH,
        make_stream().id,
        make_post().id,
        make_task().id,
    ]
    assert [entry.at for entry in entries[:2]] == [None, NOON]


async def test_the_cursor_of_one_month_opens_no_other(stores):
    for post in _posts(2):
        await stores.posts.add_post(post)
    page = await stores.calendar.list_month(CREATOR, MONTH, limit=1)

    with pytest.raises(InvalidInput):
        await stores.calendar.list_month(CREATOR, "2026-04", cursor=page.cursor)
    with pytest.raises(InvalidInput):
        await stores.calendar.list_month(CreatorId("ben"), MONTH, cursor=page.cursor)


async def test_a_text_that_was_not_the_first_is_kept_beside_the_one_that_was(stores):
    await stores.posts.add_post(make_post(), variants=[make_variant()], draft=make_draft())
    lost = make_draft(text="mine", written_by="discord:2", lost_id="1f0a")
    of_variant = make_draft(text="short", platform=Platform.TIKTOK)

    assert await stores.posts.keep_lost_draft(lost)
    assert not await stores.posts.keep_lost_draft(lost)
    await stores.posts.save_variant(make_variant(text="short"), draft=of_variant)

    whole = await stores.posts.get_whole_post(CREATOR, make_post().id)
    assert whole.drafts == (make_draft(), lost, of_variant)
    assert [draft.is_taken for draft in whole.drafts] == [True, False, True]
    assert whole.find_draft("1~1f0a") == lost
    assert whole.find_draft("1", Platform.TIKTOK) == of_variant
    assert whole.post.version == 1


async def test_a_clip_fills_one_post_until_it_is_given_back(stores):
    clip_id, (one, two) = make_test_clip_id(7), _posts(2, clip_id=None)
    for post in (one, two):
        await stores.posts.add_post(post)

    one = await stores.posts.save_post(replace(one, clip_id=clip_id), takes=clip_id)
    with pytest.raises(Conflict):
        await stores.posts.save_post(replace(two, clip_id=clip_id), takes=clip_id)
    assert await stores.posts.find_post_of_clip(CREATOR, clip_id) == one.id
    assert not await stores.posts.add_post(make_post(), takes=clip_id)

    await stores.posts.save_post(replace(one, clip_id=None), gives_back=clip_id)
    await stores.posts.save_post(replace(two, clip_id=clip_id), takes=clip_id)
    assert await stores.posts.find_post_of_clip(CREATOR, clip_id) == two.id


async def test_a_post_moves_with_its_publications_and_variants_or_not_at_all(stores):
    later = NOON + timedelta(days=3)
    publication = make_publication()
    await stores.clips.add_clip(make_clip())
    await stores.clips.save_clip(make_clip(), publications=[publication])
    await stores.posts.add_post(make_post(), variants=[make_variant()])
    moved = replace(make_post(), planned_at=later)

    with pytest.raises(Conflict):
        await stores.posts.save_post(
            moved, publications=[replace(publication, due_at=later, version=9)]
        )
    assert await stores.posts.get_post(CREATOR, moved.id) == make_post()
    await stores.posts.save_post(
        moved,
        variants=[
            replace(make_variant(), planned_at=later),
            make_variant(platform=Platform.X, version=0),
        ],
        publications=[replace(publication, due_at=later)],
    )

    whole = await stores.posts.get_whole_post(CREATOR, moved.id)
    assert [(v.platform, v.version) for v in whole.variants] == [
        (Platform.TIKTOK, 2),
        (Platform.X, 1),
    ]
    kept = await stores.publications.get_publication(CREATOR, publication.id)
    assert (kept.due_at, kept.version) == (later, 2)


@pytest.mark.parametrize("limit", [1, 20])
async def test_posts_from_a_time_on_are_listed_earliest_first(stores, limit):
    posts = _posts(4)
    for post in posts:
        await stores.posts.add_post(post)

    async def read(cursor):
        return await stores.posts.list_posts(
            CREATOR, PostStatus.IDEA, after=posts[1].planned_at, cursor=cursor, limit=limit
        )

    assert await read_all(read) == posts[1:]


async def test_posts_are_saved_all_or_none(stores):
    new, there = make_post(version=0), make_post(id=PostId(make_test_ulid(90)))
    await stores.posts.add_post(there)
    changes = [
        PostChange(post=new, draft=make_draft()),
        PostChange(post=replace(there, text="x", version=7)),
    ]
    assert not await stores.posts.save_posts(changes)
    with pytest.raises(NotFound):
        await stores.posts.get_post(CREATOR, new.id)

    changes[1] = PostChange(post=replace(there, text="x"))
    assert await stores.posts.save_posts(changes)
    assert (await stores.posts.get_post(CREATOR, there.id)).version == 2
    assert (await stores.posts.get_whole_post(CREATOR, new.id)).drafts == (make_draft(),)
    assert await stores.posts.save_posts([])


async def test_a_post_that_the_clock_must_see_to_leaves_a_reminder(stores):
    wish = ClipWish()
    waits = {"wish": wish, "clip_id": None, "status": PostStatus.IDEA}
    waiting = make_post(planned_at=NOON + timedelta(hours=72), **waits)
    await stores.posts.add_post(waiting)
    imported = make_post(
        id=PostId(make_test_ulid(41)),
        planned_at=NOON + timedelta(hours=90),
        version=0,
        **waits,
    )
    await stores.posts.save_posts([PostChange(post=imported)])

    pages = [
        await stores.due.list_due(shard, until=NOON + timedelta(days=9))
        for shard in range(stores.due.shards)
    ]

    found = [due for page in pages for due in page.items]
    hours = [(due.at - NOON) / timedelta(hours=1) for due in found if due.kind is DueKind.PLAN]
    assert hours == [24, 42]
