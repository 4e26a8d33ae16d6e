from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.learning.task import TaskStatus
from core.domain.plan.plan_due import SETTLED_AFTER, SOON, make_plan_due
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


async def count_reads(world, monkeypatch):
    """Sweep, and return whose plans were read."""
    swept = []
    sweep_creator = world.plan.sweep.sweep_creator

    async def note(creator_id):
        swept.append(creator_id)
        await sweep_creator(creator_id)

    monkeypatch.setattr(world.plan.sweep, "sweep_creator", note)
    await world.plan.sweep.sweep()
    return swept


async def test_after_a_look_at_all_only_plans_that_are_due_are_read(world, monkeypatch):
    await world.plan.sweep.sweep()
    await wait(world, 72)

    assert await count_reads(world, monkeypatch) == []

    world.clock.advance(24 * 3600)
    assert await count_reads(world, monkeypatch) == [CREATOR]
    assert len(await list_tasks(world)) == 1
    assert await count_reads(world, monkeypatch) == []


async def test_a_plan_that_waits_is_looked_at_each_hour_until_nothing_does(world, monkeypatch):
    await world.plan.sweep.sweep()
    await wait(world, 3)
    looks = []
    for _ in range(6):
        looks.append(len(await count_reads(world, monkeypatch)) > 0)
        world.clock.advance(3600)

    assert looks == [True, True, True, True, False, False]


@pytest.mark.parametrize("is_before", [True, False])
async def test_a_post_that_is_stored_while_the_plan_is_looked_at_is_looked_at_too(
    world, monkeypatch, is_before
):
    """Its reminder is the one that was read already, or one whose post is not to be seen yet."""
    await world.plan.sweep.sweep()
    sweep_creator = world.plan.sweep.sweep_creator
    due = make_plan_due(CREATOR, NOON + timedelta(hours=40) - SOON, set_at=world.clock.now())
    await world.stores.due.add_due(due)
    if not is_before:
        world.clock.advance(2 * SETTLED_AFTER.total_seconds())

    async def sweep_meanwhile(creator_id):
        await sweep_creator(creator_id)
        await wait(world, 40)

    with monkeypatch.context() as patched:
        patched.setattr(world.plan.sweep, "sweep_creator", sweep_meanwhile)
        await world.plan.sweep.sweep()
    assert await list_tasks(world) == ()

    await world.plan.sweep.sweep()

    assert [task.title for task in await list_tasks(world)] == ["Choose a clip for “In 40 h”"]
