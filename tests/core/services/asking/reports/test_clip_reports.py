import pytest

from tests.asking.workspace import make_world


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


async def test_a_clip_on_two_platforms_is_one_clip_with_its_views_together(world):
    told = await world.ask("Which clips did best this week?")

    assert (
        "1. \u201cThe boss goes down\u201d: 14,300 views (TikTok 9,100, YouTube 5,200)" in told.text
    )
    assert "\n2." not in told.text


async def test_where_nothing_was_measured_the_score_decides_and_says_so(world):
    told = await world.ask("best clips today")

    assert "by score; no views were measured" in told.text
    assert "Fresh and ready" in told.text


async def test_a_week_without_clips_says_so(world):
    told = await world.ask("the best clips of 2020-01-05")

    assert told.text.startswith("No clip was made or measured on Sunday 05 January.\nOf all clips:")
    assert "The boss goes down" in told.text


async def test_a_title_that_is_not_there_is_answered_with_the_newest(world):
    told = await world.ask('Why does "no such thing" have that score?')

    assert told.text.startswith("No clip has these words in its title.")
    assert "Fresh and ready" in told.text


async def test_a_clip_that_failed_says_why(world):
    told = await world.ask('What about "Broken file"?')

    assert "It failed: The video file could not be read." in told.text


async def test_a_title_is_found_without_quotes(world):
    told = await world.ask("explain the score of the boss goes down")

    assert "(score 91)" in told.text


async def test_a_score_is_explained(world):
    assert "chat crowd 21" in (await world.ask("What does the score mean?")).text
