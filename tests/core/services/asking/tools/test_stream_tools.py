from dataclasses import replace

import pytest

from core.domain.asking.tool_spec import ToolCall
from core.domain.streams.coverage_gap import CoverageGap
from tests.asking.workspace import MONDAY, TUESDAY, make_world
from tests.builders import CREATOR, make_test_clip_id


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


@pytest.fixture
def read(world):
    async def read_tool(name, **given):
        return await world.app.asking.toolbox.read(world.actor, name, **given)

    return read_tool


async def test_streams_of_some_days_are_listed_the_newest_first(read):
    told = await read("list_streams", from_day="2026-11-23", to_day="2026-11-29")

    assert [row.said["title"] for row in told.rows] == ["Horror night", "Boss rush marathon"]
    assert told.facts == {"count": 2, "spikes": 5}
    assert told.rows[0].facts["length"] == "3:00:00"


async def test_a_stream_shows_spikes_with_their_clips_and_peaks_without(read):
    told = await read("show_stream")

    assert told.facts["spikes"] == 2
    assert told.facts["missed_peaks"] == 2
    spike, missed = told.rows[1], told.rows[3]
    assert spike.facts["clip_id"] == make_test_clip_id(2)
    assert spike.link.path == f"/clips/{make_test_clip_id(2)}"
    assert missed.facts["why_not"] == "stronger moments used up the spikes an hour that are set"


async def test_no_name_of_a_chatter_is_told(read):
    shown = await read("show_stream", stream_id=MONDAY)

    assert "NO WAY" in str(shown)
    assert "secretname" not in str(shown)


async def test_a_time_of_day_is_found_in_the_newest_stream_that_ran_then(read):
    told = await read("read_chat", at="20:14")

    assert told.facts["at"] == "2026-11-24 20:14"
    assert told.facts["offset"] == "1:14:00"
    assert told.facts["messages_in_2_minutes"] == told.facts["usual_in_2_minutes"] == 72
    assert (told.facts["spikes"], told.facts["missed_peaks"]) == (0, 1)
    monday = await read("read_chat", at="20:14", day="2026-11-23")
    assert monday.rows[0].facts["stream_id"] == MONDAY


async def test_a_time_at_which_nothing_ran_is_an_offset_into_the_newest(read):
    told = await read("read_chat", at="1:10")

    assert told.facts["offset"] == "1:10"
    assert told.rows[0].facts["stream_id"] == TUESDAY


async def test_a_stretch_that_was_not_heard_says_so(world, read):
    stream = await world.app.ports.stores.streams.get_stream(CREATOR, TUESDAY)
    gap = CoverageGap(start_seconds=4000.0, end_seconds=5000.0, reason="The socket broke.")
    await world.app.ports.stores.streams.save_stream(replace(stream, gaps=(gap,)))

    assert (await read("read_chat", at="20:14")).facts["was_heard"] is False
    assert (await read("read_chat", at="21:14")).facts["was_heard"] is True


@pytest.mark.parametrize(
    "given",
    [
        {"at": "soon"},
        {"at": "20:14", "day": "2020-01-01"},
        {"at": "20:14", "stream_id": "x"},
        {"at": "20:14", "stream_id": "../../../../../../../../etc"},
    ],
)
async def test_what_cannot_be_found_is_told(world, given):
    call = ToolCall(name="read_chat", arguments=given)

    assert (await world.app.asking.toolbox.run(world.actor, call)).problem
