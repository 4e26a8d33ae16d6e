import pytest

from core.services.chat.live_clip import make_asked
from tests.asking.workspace import MONDAY, make_world
from tests.builders import CREATOR


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


async def test_a_moment_that_was_clipped_leads_to_its_clip(world):
    told = await world.ask("What happened at 20:23 yesterday?")

    assert "it became the clip \u201cLaughing at the door\u201d (in review)" in told.text
    assert any(link.path.startswith("/clips/") for link in told.links)


async def test_a_moment_that_somebody_asked_for_is_told_without_figures_of_chat(world):
    stores = world.app.ports.stores
    stream = await stores.streams.get_stream(CREATOR, MONDAY)
    asked = make_asked(6000.0, seconds=30, asked_by="Ada")
    await stores.spikes.add_spike(stream, asked)

    told = await world.ask("What happened at 19:39 on Monday?")

    assert "somebody asked for it" in told.text
    assert "0 people wrote" not in told.text


async def test_a_moment_without_a_peak_tells_how_much_was_written(world):
    told = await world.ask("Why is there no clip at 19:40 on Monday?")

    assert "72 messages in two minutes, where 72 are usual" in told.text
    assert "chat did not rise far enough" in told.text


async def test_a_time_without_a_stream_tells_the_last_ones(world):
    told = await world.ask("What happened at 11:59:59 on 2020-01-05?")

    assert told.text.startswith("No stream was on at 11:59:59.")
    assert "Horror night" in told.text


async def test_a_moment_without_a_time_tells_the_strongest_of_the_stream(world):
    told = await world.ask("what was the biggest laugh moment yesterday")

    assert "Horror night" in told.text


async def test_a_day_without_a_stream_says_so(world):
    assert (await world.ask("Which streams on 2020-01-05?")).text.startswith("There was no stream")
    assert (await world.ask("Which peaks were missed on 2020-01-05?")).text.startswith(
        "There was no"
    )
    assert (await world.ask("How busy was chat on 2020-01-05?")).text.startswith("No chat was")
