import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.chat.live_chat import LiveStream
from core.domain.streams.stream import StreamStatus
from core.errors import Busy
from core.services.chat.live_look import LiveLook
from tests.builders import CREATOR, NOON
from tests.core.services.chat.test_live_chat import CHANNEL, World

ROUND = 60.0
LIVE = LiveStream(broadcaster_id="7", started_at=NOON, title="Chess")


class TwitchList:
    """Twitch's list of who is live, as a test sets it."""

    def __init__(self):
        self.streams: tuple[LiveStream, ...] = ()

    async def list_live(self, broadcaster_ids):
        return tuple(s for s in self.streams if s.broadcaster_id in broadcaster_ids)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def listed():
    return TwitchList()


@pytest.fixture
def look(world, listed):
    live_look = LiveLook(clock=world.clock, live_chat=world.live_chat, live_streams=listed)

    async def look_once(*streams):
        listed.streams = streams
        await live_look.look(
            [c.broadcaster_id for c in world.live_chat.list_channels()], round_seconds=ROUND
        )
        world.clock.advance(ROUND)

    return look_once


async def _list_streams(world):
    return (await world.stores.streams.list_streams(CREATOR)).items


async def test_a_list_that_lags_behind_the_start_ends_nothing(world, look):
    """One broadcast became three streams, with a hole of 63 s."""
    await world.live_chat.follow_stream(LIVE)
    await look()
    await look()
    await look(LIVE)

    (stream,) = await _list_streams(world)
    assert stream.status is StreamStatus.LIVE


async def test_a_stream_that_is_missed_for_minutes_has_ended(world, look):
    await world.live_chat.follow_stream(LIVE)
    for _ in range(3):
        await look()
        assert world.live_chat.find_stream("7") is not None

    await look()

    assert world.live_chat.find_stream("7") is None


async def test_misses_count_in_a_row(world, look):
    await world.live_chat.follow_stream(LIVE)
    for _ in range(5):
        await look()
        await look()
        await look(LIVE)

    assert len(await _list_streams(world)) == 1
    assert world.live_chat.find_stream("7") is not None


async def test_a_list_that_still_holds_the_last_broadcast_ends_no_new_one(world, look):
    again = replace(LIVE, started_at=NOON + timedelta(seconds=90))
    await world.live_chat.follow_stream(LIVE)
    await world.live_chat.end_stream("7")
    world.clock.advance(90)
    await world.live_chat.follow_stream(again)

    await look(LIVE)

    stream = world.live_chat.find_stream("7")
    assert stream is not None
    assert stream.started_at == again.started_at


async def test_a_list_that_still_holds_what_ended_opens_it_not_again(world, look):
    await world.live_chat.follow_stream(LIVE)
    world.clock.advance(600)
    await world.live_chat.end_stream("7")

    await look(LIVE)

    assert world.live_chat.find_stream("7") is None


async def test_a_channel_that_was_never_live_opens_no_stream_by_its_lines(world, look):
    await look()

    await world.say()

    assert await _list_streams(world) == ()


async def test_one_channels_trouble_is_not_the_others(world, look):
    """The table refuses one of them; the next is followed all the same."""
    world.live_chat.add_channel(replace(CHANNEL, broadcaster_id="8"))
    add = world.stores.streams.add_stream

    async def refuse(stream):
        if stream.broadcaster_id == "7":
            raise Busy("locked")
        return await add(stream)

    world.stores.streams.add_stream = refuse
    await look(LIVE, replace(LIVE, broadcaster_id="8"))

    assert world.live_chat.find_stream("8") is not None
    world.stores.streams.add_stream = add
    await look(LIVE, replace(LIVE, broadcaster_id="8"))
    assert world.live_chat.find_stream("7") is not None


async def test_without_a_list_nothing_is_asked(world):
    live_look = LiveLook(clock=world.clock, live_chat=world.live_chat, live_streams=None)
    await world.live_chat.follow_stream(LIVE)

    await live_look.look(["7"], round_seconds=ROUND)

    assert world.live_chat.find_stream("7") is not None


async def test_streams_of_many_channels_are_begun_side_by_side(world, listed):
    """One after the other, the last of 170 channels was heard a minute and a half too late."""
    under_way, most, followed = 0, 0, set()

    async def follow(live):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        followed.add(live.broadcaster_id)

    world.live_chat.follow_stream = follow
    ids = [str(number) for number in range(100, 140)]
    listed.streams = tuple(replace(LIVE, broadcaster_id=one) for one in ids)
    look = LiveLook(clock=world.clock, live_chat=world.live_chat, live_streams=listed)

    await look.look(ids, round_seconds=ROUND)

    assert followed == set(ids)
    assert 1 < most <= 8
