"""The toolbox, and what holds of every tool in it."""

import pytest

from core.domain.asking.tool_spec import ToolCall
from core.domain.people.actor import Role
from core.errors import Forbidden, InvalidInput
from tests.asking.workspace import make_world
from tests.builders import make_actor

NAMES = {
    "list_clips", "show_clip", "explain_score", "list_streams", "show_stream", "read_chat",
    "list_publications", "list_waiting", "figures_by_day", "figures_by_post",
    "figures_by_platform", "list_plan", "list_slots", "list_insights", "list_tasks",
    "read_settings", "list_accounts", "list_jobs", "list_troubles", "read_spend", "compute",
}  # fmt: skip


async def test_the_tools_are_these_and_each_says_what_it_does(tmp_path):
    toolbox = (await make_world(tmp_path)).app.asking.toolbox

    assert {spec.name for spec in toolbox.specs} == NAMES
    for spec in toolbox.specs:
        assert len(spec.about) > 20
        assert all(parameter.about for parameter in spec.parameters)
        assert "creator_id" not in {parameter.name for parameter in spec.parameters}


async def test_nobody_without_a_role_reads_anything(tmp_path):
    world = await make_world(tmp_path)
    viewer = make_actor(person_id="discord:9", role=Role.VIEWER)

    for name in NAMES | {"nonsense"}:
        with pytest.raises(Forbidden):
            await world.app.asking.toolbox.run(viewer, ToolCall(name=name))


async def test_a_wrong_call_is_told_and_raised_only_for_our_own(tmp_path):
    world = await make_world(tmp_path)
    toolbox = world.app.asking.toolbox

    unknown = await toolbox.run(world.actor, ToolCall(name="drop_table"))
    missing = await toolbox.run(world.actor, ToolCall(name="show_clip"))

    assert unknown.problem.startswith("There is no such tool; the tools are list_clips")
    assert missing.problem == "show_clip needs clip_id: the clip's id."
    with pytest.raises(InvalidInput):
        await toolbox.read(world.actor, "show_clip")
