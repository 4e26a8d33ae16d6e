from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.chat.live_chat import LiveStream
from core.domain.streams.stream import StreamStatus
from tests.builders import CREATOR, NOON
from tests.core.services.chat.test_live_chat import CHANNEL, World


@pytest.fixture
def world():
    return World()


def live(seconds=0.0, **given):
    return LiveStream(
        broadcaster_id="7", started_at=NOON + timedelta(seconds=seconds), title="Chess", **given
    )


async def test_two_sources_that_round_differently_mean_one_broadcast(world):
    opening = world.live_chat._opening
    first = await opening.open_announced(CHANNEL, live())
    world.clock.advance(4.0)

    second = await opening.open_announced(CHANNEL, live(4.0))

    assert second.id == first.id
    assert second.gaps == ()


async def test_an_older_stream_that_somebody_ended_meanwhile_stays_as_it_is(world):
    """Another process was faster; its word counts."""
    opening = world.live_chat._opening
    known = await opening.open_announced(CHANNEL, live())
    save = world.stores.streams.save_stream

    async def be_late(stream, *, jobs=()):
        world.stores.streams.save_stream = save
        await save(replace(stream, status=StreamStatus.ENDED, duration_seconds=77.0))
        return await save(stream, jobs=jobs)

    world.stores.streams.save_stream = be_late
    world.clock.advance(3600.0)
    await opening.open_announced(CHANNEL, live(3600.0))

    stored = await world.stores.streams.get_stream(CREATOR, known.id)
    assert (stored.status, stored.duration_seconds) == (StreamStatus.ENDED, 77.0)


async def test_a_stream_whose_chat_fell_silent_long_ago_is_another_one(world):
    opening = world.live_chat._opening
    first = await opening.open_unannounced(CHANNEL, NOON)
    world.clock.advance(3 * 3600.0)

    second = await opening.open_unannounced(CHANNEL, world.clock.now())

    assert second.id != first.id
    stored = await world.stores.streams.get_stream(CREATOR, first.id)
    assert stored.status is StreamStatus.ENDED


async def test_a_restart_goes_on_with_a_stream_that_a_hundred_others_came_after(world):
    """111 channels were live: eleven streams were split by a restart."""
    opening = world.live_chat._opening
    first = await opening.open_announced(CHANNEL, live())
    for number in range(110):
        other = replace(CHANNEL, broadcaster_id=f"other-{number}")
        await opening.open_announced(other, replace(live(1.0), broadcaster_id=f"other-{number}"))

    assert (await opening.open_announced(CHANNEL, live())).id == first.id
    assert (await opening.open_unannounced(CHANNEL, NOON)).id == first.id


@pytest.mark.parametrize("heard_for", [90.0, 3 * 3600.0])
async def test_what_its_first_line_opened_is_the_broadcast_that_twitch_tells_of_later(
    world, heard_for
):
    """Its lists failed at first; then another process took the channel over."""
    opening = world.live_chat._opening
    world.clock.advance(110.0)
    first = await opening.open_unannounced(CHANNEL, world.clock.now())
    world.clock.advance(heard_for)

    second = await opening.open_announced(CHANNEL, live())

    assert second.id == first.id
    assert second.status is StreamStatus.LIVE
    assert [gap.end_seconds for gap in second.gaps] == [heard_for]
