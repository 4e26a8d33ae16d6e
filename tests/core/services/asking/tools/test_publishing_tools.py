import pytest

from tests.asking.workspace import make_world


@pytest.fixture
def read(tmp_path):
    async def read_tool(name, **given):
        world = await make_world(tmp_path)
        return await world.app.asking.toolbox.read(world.actor, name, **given)

    return read_tool


@pytest.mark.parametrize(
    ("given", "platforms"),
    [
        ({"group": "out"}, ["YouTube", "TikTok", "YouTube"]),
        ({"group": "out", "platform": "tiktok"}, ["TikTok"]),
        ({"group": "out", "from_day": "2026-11-16", "to_day": "2026-11-22"}, ["YouTube"]),
        ({"group": "waiting"}, ["YouTube"]),
        ({"group": "stuck"}, ["TikTok"]),
    ],
)
async def test_publications_are_told_by_where_they_stand(read, given, platforms):
    told = await read("list_publications", **given)

    assert sorted(row.facts["platform"] for row in told.rows) == sorted(platforms)
    assert told.facts["count"] == len(platforms)


async def test_what_is_stuck_says_in_the_platforms_words_why(read):
    row = (await read("list_publications", group="stuck")).rows[0]

    assert row.said["reason"] == "TikTok refused the file: too long."
    assert row.facts["status"] == "failed"


async def test_all_that_waits_for_a_person_is_in_one_place(read):
    told = await read("list_waiting")

    assert told.facts == {"clips_in_review": 2, "posts_in_review": 1, "stuck_publications": 1}
    assert {row.said["title"] for row in told.rows} == {
        "Laughing at the door",
        "Silence before the storm",
        "Behind the scenes",
        "Jump scare in the attic",
    }
