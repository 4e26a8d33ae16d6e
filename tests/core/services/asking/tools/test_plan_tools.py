from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.task import TaskId
from tests.asking.workspace import make_world
from tests.builders import CREATOR, make_test_ulid
from tests.core.domain.learning.test_todo import CLAIM
from tests.plan_builders import make_insight, make_task


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


@pytest.fixture
def read(world):
    async def read_tool(name, **given):
        return await world.app.asking.toolbox.read(world.actor, name, **given)

    return read_tool


async def test_the_plan_of_some_days_is_told_over_the_turn_of_a_month(read):
    told = await read("list_plan", from_day="2026-11-27", to_day="2026-12-04")

    assert [row.said["title"] for row in told.rows if row.facts["what"] == "post"] == [
        "Behind the scenes",
        "Weekly recap",
        "Q and A",
    ]
    assert told.facts["posts"] == 3
    assert told.rows[0].facts["at"] == "2026-11-27 18:00"


async def test_the_next_free_slots_leave_out_what_is_taken(read):
    told = await read("list_slots")

    assert told.facts["slots"] == "Wed 18:00, Fri 18:00, Sun 12:00"
    assert [row.facts["free_slot_at"] for row in told.rows][:2] == [
        "2026-11-27 18:00",
        "2026-11-29 12:00",
    ]
    later = await read("list_slots", platform="tiktok", from_day="2026-12-02")
    assert later.rows[0].facts["free_slot_at"] == "2026-12-02 18:00"


async def test_tasks_and_what_holds_are_told_with_their_evidence(world, read):
    stores = world.app.ports.stores
    await stores.insights.add_insight(make_insight(creator_id=CREATOR, statement="Held once."))
    claim = replace(CLAIM, evidence=("3 of 4 clips",))
    lessons = await stores.lessons.get_lessons(CREATOR)
    await stores.lessons.save_lessons(replace(lessons, claims=(claim,)))

    tasks, insights = await read("list_tasks"), await read("list_insights")

    assert tasks.rows[0].said["title"] == "Link YouTube again"
    assert [row.facts["statement"] for row in insights.rows] == [CLAIM.statement]
    assert insights.rows[0].said["evidence"] == "3 of 4 clips"


async def test_where_nothing_is_claimed_it_is_said_why(world, read):
    kept = world.app.ports.stores.lessons
    lessons = await kept.get_lessons(CREATOR)
    await kept.save_lessons(replace(lessons, silence="Twelve posts are missing."))

    assert (await read("list_insights")).note == "Twelve posts are missing."


async def test_a_task_that_is_put_off_is_not_told_before_its_time(world, read):
    tasks = world.app.ports.stores.tasks
    await tasks.add_task(
        make_task(
            id=TaskId(make_test_ulid(61)),
            about="evening",
            due_at=world.clock.at + timedelta(days=7),
        )
    )

    assert (await read("list_tasks")).facts["count"] == 1
