import pytest

from core.domain.asking.tool_spec import ToolCall
from tests.asking.workspace import make_world
from tests.builders import make_test_clip_id, make_test_ulid


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


@pytest.fixture
def read(world):
    async def read_tool(name, **given):
        return await world.app.asking.toolbox.read(world.actor, name, **given)

    return read_tool


def titles(result):
    return [row.said["title"] for row in result.rows]


async def test_clips_are_found_by_status_score_time_words_and_stream(read):
    best = await read("list_clips", order="score", limit=2)
    week = await read("list_clips", status="rejected", from_day="2026-11-23", to_day="2026-11-29")

    assert titles(best) == ["The boss goes down", "Fresh and ready"]
    assert best.has_more
    assert titles(week) == ["Second try"]
    assert week.facts == {"count": 1, "is_count_complete": True}
    assert titles(await read("list_clips", words="COW fence")) == ["A cow stuck in a fence"]
    weakest = await read("list_clips", order="weakest", limit=1)
    assert titles(weakest) == ["Lost save"]
    assert titles(await read("list_clips", at_least=90)) == ["The boss goes down"]
    assert len((await read("list_clips", stream_id=make_test_ulid(1))).rows) == 0


async def test_a_row_leads_to_its_page_and_names_nobody(read):
    row = (await read("list_clips", words="broken")).rows[0]

    assert row.link.path == f"/clips/{make_test_clip_id(8)}"
    assert row.facts["score"] is None
    assert row.said["failed_because"] == "The video file could not be read."
    assert "decided_by" not in row.facts


async def test_a_clip_shows_the_parts_of_its_score_the_heaviest_first(read):
    shown = await read("show_clip", clip_id=make_test_clip_id(1))

    assert [row.facts["part"] for row in shown.rows[1:]] == ["hook", "chat crowd", "sound"]
    assert shown.rows[2].facts["reason"].startswith("31 people")


async def test_what_a_score_is_made_of_adds_up(read):
    told = await read("explain_score")

    assert sum(row.facts["out_of"] for row in told.rows) == 100
    assert told.facts["measured_points"] == 60


@pytest.mark.parametrize(
    "clip_id", ["", "x", "../../etc", make_test_clip_id(901), "A" * 28, "Z" * 26 + "zz"]
)
async def test_an_id_that_is_not_ours_is_not_there(world, clip_id):
    call = ToolCall(name="show_clip", arguments={"clip_id": clip_id})
    told = await world.app.asking.toolbox.run(world.actor, call)

    assert told.problem
    assert told.rows == ()
