from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.learning.task import TaskStatus
from core.domain.plan.post import ClipWish, PostStatus
from core.domain.work.platform import Platform
from core.services.plan.post_writing import NewPost
from tests.builders import CREATOR, NOON, make_score
from tests.core.services.plan.plan_world import OWNER, PlanWorld


@pytest.fixture
async def world(tmp_path):
    world = PlanWorld(tmp_path)
    await world.send_to(Platform.YOUTUBE)
    return world


async def wait(world, hours):
    new = NewPost(
        title=f"In {hours} h",
        platforms=(Platform.YOUTUBE,),
        at=NOON + timedelta(hours=hours),
        wish=ClipWish(),
        status=PostStatus.IDEA,
    )
    return await world.writing.add_post(OWNER, new)


async def list_tasks(world):
    return (await world.stores.tasks.list_tasks(CREATOR, TaskStatus.OPEN)).items


async def test_a_post_that_comes_within_two_days_asks_once_and_offers_the_best(world):
    await wait(world, 47)
    await wait(world, 49)
    await world.add_clip(1, points=4)
    await world.add_clip(2, points=9)

    await world.plan.sweep.sweep_creator(CREATOR)
    await world.plan.sweep.sweep_creator(CREATOR)

    (task,) = await list_tasks(world)
    assert "In 47 h" in task.title
    assert task.detail == "The best that wait for a decision: Clip 2 (9); Clip 1 (4)."


async def test_the_sweep_does_what_a_process_that_died_left_undone(world):
    """The decision was stored, and nothing after it."""
    raw = world.plan.clip_posts
    post = await wait(world, 30)
    clip = await world.add_clip(status=ClipStatus.APPROVED, score=make_score(9))

    await world.plan.sweep.sweep_creator(CREATOR)

    assert (await world.reading.get_post(OWNER, post.id)).post.clip_id == clip.id
    assert await list_tasks(world) == ()
    assert raw is world.clip_posts


async def test_nobody_is_asked_where_nothing_waits(world):
    await world.plan.sweep.sweep()
    await wait(world, 30)
    await world.plan.sweep.sweep_creator(CREATOR)
    (task,) = await list_tasks(world)
    assert task.detail == "No clip waits: cut one."
