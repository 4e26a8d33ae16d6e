import pytest

from tests.asking.workspace import make_world
from tests.builders import CREATOR
from tests.plan_builders import make_insight


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


async def test_tasks_and_insights_are_told_with_their_evidence(world, read):
    await world.app.ports.stores.insights.add_insight(make_insight(creator_id=CREATOR))

    tasks, insights = await read("list_tasks"), await read("list_insights")

    assert tasks.rows[0].said["title"] == "Link YouTube again"
    assert insights.rows[0].facts["evidence"]
