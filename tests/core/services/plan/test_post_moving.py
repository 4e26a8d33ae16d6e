from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.plan.post import PostStatus
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import Conflict, Forbidden, InvalidInput
from core.services.plan.post_writing import NewPost
from tests.builders import NOON
from tests.core.services.plan.plan_world import EDITOR, MODERATOR, OWNER, VIEWER, PlanWorld

S = PostStatus


@pytest.fixture
def world(tmp_path):
    return PlanWorld(tmp_path)


async def add(world, **given):
    return await world.writing.add_post(
        MODERATOR, NewPost(**({"title": "An ace", "platforms": (Platform.X,)} | given))
    )


async def move(world, post, status, actor=OWNER, seen=None):
    return await world.moving.move_to(actor, post.id, status, seen_version=seen or post.version)


async def test_a_post_goes_its_way_by_role(world):
    post = await move(world, await add(world), S.REVIEW, MODERATOR)
    for forbidden in (MODERATOR, VIEWER):
        with pytest.raises(Forbidden):
            await move(world, post, S.SCHEDULED, forbidden)
    post = await move(world, post, S.SCHEDULED, EDITOR)
    post = await move(world, post, S.PUBLISHED)
    with pytest.raises(Conflict):
        await move(world, post, S.IDEA)
    assert (post.status, post.changed_by) == (S.PUBLISHED, "web")


async def test_who_moves_second_is_told_by_whom_and_where_it_is_now(world):
    seen = await add(world)
    await move(world, seen, S.REVIEW, EDITOR)

    with pytest.raises(Conflict, match=r"by discord:2 meanwhile; it is review") as conflict:
        await move(world, seen, S.IDEA)
    assert conflict.value.current == await world.stores.posts.get_post(seen.creator_id, seen.id)


async def test_nothing_is_scheduled_whose_text_does_not_fit(world):
    post = await add(world, text="a" * 100)
    whole = await world.variants.draft(OWNER, post.id)
    variant = whole.variants[0]
    broken = await world.stores.posts.save_variant(replace(variant, text="b" * 300))
    assert len(broken.text) == 300
    post = await move(world, post, S.REVIEW)

    with pytest.raises(InvalidInput, match="X has 300 of 280"):
        await move(world, post, S.SCHEDULED)


async def test_a_move_to_another_day_takes_the_texts_along_and_names_the_creators_month(world):
    await world.live_in("Pacific/Auckland")
    post = await add(world)
    await world.variants.draft(OWNER, post.id)
    at = NOON + timedelta(days=30, hours=1)  # the 31st at noon in UTC, April there

    moved = await world.moving.reschedule(MODERATOR, post.id, at, seen_version=post.version)

    assert (moved.planned_at, moved.month) == (at, "2026-04")
    assert (await world.reading.get_post(OWNER, post.id)).variants[0].planned_at == at
    with pytest.raises(Conflict):
        await world.moving.reschedule(OWNER, post.id, at, seen_version=post.version)
    with pytest.raises(InvalidInput):
        await world.moving.reschedule(
            OWNER, post.id, at + timedelta(days=400), seen_version=moved.version
        )


async def test_a_text_saved_meanwhile_is_not_moved_over(world):
    post = await add(world)
    await world.writing.save_text(
        EDITOR, post.id, Wording(title="Other"), seen_version=post.version
    )
    with pytest.raises(Conflict):
        await move(world, post, S.REVIEW)
