"""Posts that are out and when they are measured, on the fakes and both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.adapters.table.items.measured_items import measured_item
from core.adapters.table.limits import value_size
from core.domain.clips.edit_plan import Layout
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.measured_post import AGES_DAYS, note_post
from core.domain.learning.metrics import PostMetric
from core.domain.learning.post_tags import tag_post
from core.domain.people.creator_profile import find_zone
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.errors import Conflict
from tests.builders import CREATOR, NOON, make_clip, make_publication, make_score, make_test_ulid

BEN = CreatorId("ben")
ZONE = find_zone("America/Argentina/Buenos_Aires")
BATCH = DueBatch(at=NOON, creator_id=CREATOR, made_on=NOON.date())


def make_measured(number=1, **given):
    publication = make_publication(
        **{
            "id": PublicationId(make_test_ulid(number)),
            "platform": Platform.YOUTUBE,
            "account_id": "UCabcdefghijklmnopqrstuv",
            "post_id": f"-bcdefghi{number:02}",
        }
        | given
    )
    clip = make_clip(
        score=make_score(), duration_seconds=29.9, cut_layout=Layout.STACK, cut_captions="words"
    )
    title = "Chat cannot stop laughing: “NO WAY he did that again with one hand”"
    tags = tag_post(clip, title, out_at=NOON, zone=ZONE)
    return publication, note_post(publication, title, tags)


def measure_all(post):
    for days in AGES_DAYS:
        at = NOON + timedelta(days=days)
        post = post.read(
            PostMetric(
                platform=post.platform,
                on=at.date(),
                post_id=post.post_id,
                measured_at=at,
                views=1_234_567,
                likes=45_678,
                comments=1_234,
                shares=None,
                watched_seconds=1234567.5,
                watched_share=0.8125,
                engaged_views=987_654,
            )
        )
    return post


async def test_a_post_is_kept_with_all_that_is_known_of_it_in_less_than_a_kilobyte(stores):
    publication, post = make_measured()
    full = replace(measure_all(post), shown="1.2M 45K 1.2K", shown_at=NOON)

    saved = await stores.measured_posts.save_post(full)

    assert saved == replace(full, version=1)
    assert await stores.measured_posts.find_posts([publication]) == {publication.id: saved}
    found = await stores.measured_posts.find_post(CREATOR, post.id, made_on=post.made_on)
    assert found == saved
    assert value_size(measured_item(full)) <= 1024
    assert await stores.measured_posts.find_post(BEN, post.id, made_on=post.made_on) is None


async def test_of_two_who_saw_the_same_version_one_saves(stores):
    _, post = make_measured()
    saved = await stores.measured_posts.save_post(post)

    with pytest.raises(Conflict) as refusal:
        await stores.measured_posts.save_post(post)
    assert refusal.value.current == saved
    assert (await stores.measured_posts.save_post(saved)).version == 2


async def test_posts_are_listed_by_the_days_on_which_they_were_made(stores):
    kept = []
    for number in range(3):
        at = NOON + timedelta(days=number)
        _, post = make_measured(number, created_at=at, updated_at=at)
        kept.append(await stores.measured_posts.save_post(post))
    day = NOON.date()

    async def listed(creator, first, last):
        return await stores.measured_posts.list_posts(
            creator, first=day + timedelta(days=first), last=day + timedelta(days=last)
        )

    assert await listed(CREATOR, 0, 9) == tuple(kept)
    assert await listed(CREATOR, 1, 1) == (kept[1],)
    assert await listed(BEN, 0, 9) == ()
    assert await listed(CREATOR, 1, 0) == ()


async def test_a_post_is_forgotten_after_400_days(stores, clock):
    publication, post = make_measured()
    await stores.measured_posts.save_post(post)
    clock.step(days=401)

    assert await stores.measured_posts.find_posts([publication]) == {}
    assert await stores.measured_posts.find_post(CREATOR, post.id, made_on=post.made_on) is None
    assert await stores.measured_posts.list_posts(CREATOR, first=date.min, last=date.max) == ()


async def read_due(stores, until):
    found = []
    for shard in range(stores.due_batches.shards):
        cursor = None
        while True:
            page = await stores.due_batches.list_batches(shard, until=until, cursor=cursor, limit=2)
            found += page.items
            if (cursor := page.cursor) is None:
                break
    return found


async def test_batches_are_due_by_time_once_each(stores):
    later = replace(BATCH, at=NOON + timedelta(hours=1))
    others = [replace(BATCH, creator_id=CreatorId(f"c{n}")) for n in range(5)]
    await stores.due_batches.put_batches([BATCH, BATCH, later, *others])
    await stores.due_batches.put_batches([BATCH])

    assert sorted(await read_due(stores, NOON), key=repr) == sorted([BATCH, *others], key=repr)
    assert await read_due(stores, NOON - timedelta(seconds=1)) == []
    assert later in await read_due(stores, later.at)

    await stores.due_batches.delete_batches([BATCH, *others])
    assert await read_due(stores, later.at) == [later]


async def test_what_is_due_goes_with_its_creator(stores):
    _, post = make_measured()
    await stores.measured_posts.save_post(post)
    await stores.due_batches.put_batches([BATCH, replace(BATCH, creator_id=BEN)])

    await stores.workspace.forget_creator(CREATOR)

    assert await read_due(stores, NOON) == [replace(BATCH, creator_id=BEN)]
    assert await stores.measured_posts.list_posts(CREATOR, first=date.min, last=date.max) == ()


async def test_that_older_posts_were_taken_up_is_remembered(stores):
    assert not await stores.due_batches.has_taken_up()
    await stores.due_batches.note_taken_up()
    assert await stores.due_batches.has_taken_up()
