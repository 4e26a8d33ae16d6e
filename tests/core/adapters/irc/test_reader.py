from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from core.adapters.clock import SystemClock
from core.adapters.irc import IrcReader, IrcTuning
from core.errors import Busy
from core.ports.chat import PublicChat
from tests.fakes.live_chat import FakeSink
from tests.servers.irc import LoopbackIrc, run_irc

_: type[PublicChat] = IrcReader
QUICK = IrcTuning(
    join_seconds=0.2,
    silence_seconds=0.4,
    answer_seconds=0.2,
    join_tries=2,
    first_delay_seconds=0.02,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    irc: LoopbackIrc
    reader: IrcReader
    sink: FakeSink

    async def read(self, *logins: str) -> None:
        for login in logins:
            self.reader.join(login)
        await until(lambda: set(logins) <= set(self.sink.joined))

    async def hear(self, *texts: str) -> None:
        for text in texts:
            assert await self.irc.say("streamer", "Anna", text)
        await until(lambda: texts[-1] in self.sink.texts)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens on the other side
            await asyncio.sleep(0.005)


@asynccontextmanager
async def run_world(tuning: IrcTuning = QUICK) -> AsyncIterator[World]:
    async with run_irc() as irc:
        irc.join_seconds = tuning.join_seconds / 2  # frames come late on a busy machine
        world = World(
            irc=irc,
            reader=IrcReader(url=irc.url, clock=SystemClock(), tuning=tuning),
            sink=FakeSink(),
        )
        task = asyncio.create_task(world.reader.run(world.sink))
        try:
            yield world
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with run_world() as opened:
        yield opened


async def test_anybodys_chat_is_read_without_an_account(world: World) -> None:
    await world.read("streamer")

    await world.hear("hello", "again")

    assert world.sink.texts == ["hello", "again"]
    assert world.sink.joined == {"streamer": world.irc.room_id("streamer")}
    assert not any(line.startswith("PASS") for line in world.irc.commands)


async def test_several_lines_and_half_lines_come_in_one_frame(world: World) -> None:
    await world.read("streamer")
    lines = [world.irc.make_line("streamer", "Anna", text) for text in ("one", "two", "thrée")]

    await world.irc.send("streamer", *lines[:2])
    world.irc.splits_frames = True
    await world.irc.send("streamer", lines[2])
    await until(lambda: len(world.sink.texts) == 3)

    assert world.sink.texts == ["one", "two", "thrée"]


async def test_pings_are_answered(world: World) -> None:
    await world.read("streamer")

    await world.irc.ping()

    await until(lambda: world.irc.connections[0].pongs == 1)


async def test_a_cut_socket_is_opened_again_and_the_gap_is_told(world: World) -> None:
    await world.read("streamer")
    await world.hear("before")

    await world.irc.drop()
    await until(lambda: world.irc.joined() == {"streamer"})
    await world.hear("after")

    ((broadcaster_id, since, end),) = world.sink.outages
    assert broadcaster_id == world.irc.room_id("streamer")
    assert end is not None
    assert since < end


async def test_a_socket_through_which_nothing_comes_is_given_up(world: World) -> None:
    await world.read("streamer")

    world.irc.fall_silent()
    await until(lambda: world.irc.joined() == {"streamer"})
    await world.hear("after")

    assert len(world.sink.outages) == 1


async def test_a_quiet_channel_is_no_silent_socket(world: World) -> None:
    await world.read("streamer")

    await asyncio.sleep(1.0)

    assert world.irc.connected == 1
    assert world.sink.outages == []


async def test_asked_to_reconnect_it_moves_without_a_gap(world: World) -> None:
    """The old socket is read until everything is read on the new one."""
    await world.read("streamer", "other")
    await world.hear("before")

    await world.irc.ask_to_reconnect()
    await until(lambda: world.irc.connected == 2)
    await world.hear("meanwhile")
    await until(lambda: len(world.irc.connections) == 1)
    await world.hear("after")

    assert world.sink.outages == []
    assert {"before", "meanwhile", "after"} == set(world.sink.texts)


async def test_an_outage_is_waited_for(world: World) -> None:
    await world.read("streamer")

    world.irc.is_accepting = False
    await world.irc.drop()
    await asyncio.sleep(0.3)
    world.irc.is_accepting = True
    await until(lambda: world.irc.joined() == {"streamer"})
    await world.hear("after")

    ((_, since, end),) = world.sink.outages
    assert end is not None
    assert (end - since).total_seconds() >= 0.3


async def test_joins_keep_to_twitchs_pace(world: World) -> None:
    await world.read(*[f"channel{number}" for number in range(50)])

    assert world.irc.refused_joins == 0


async def test_channels_are_spread_over_sockets() -> None:
    async with run_world(replace(QUICK, channels_a_socket=3)) as world:
        await world.read(*[f"channel{number}" for number in range(7)])

        assert sorted(len(c.channels) for c in world.irc.connections) == [1, 3, 3]


async def test_channels_that_cannot_be_read_are_told_in_a_sentence(world: World) -> None:
    world.irc.suspended.add("gone")
    world.reader.join("gone")
    await world.read("streamer")

    await until(lambda: len(world.sink.refused) == 1)

    assert world.sink.refused == {
        "gone": "The channel gone does not exist, or Twitch has suspended it."
    }


async def test_a_server_that_answers_no_join_for_a_while_loses_no_channel(world: World) -> None:
    """After 38 s of silence the channels were called unknown, and never read again."""
    world.irc.unknown |= {"streamer", "other"}
    for login in ("streamer", "other"):
        world.reader.join(login)
    await until(lambda: world.irc.connected >= 3)  # it tried a socket or two
    unheard = world.reader.list_unheard()

    world.irc.unknown.clear()
    await until(lambda: set(world.sink.joined) == {"streamer", "other"})
    await world.hear("after")

    assert set(unheard) == {"streamer", "other"}
    assert world.reader.list_unheard() == ()
    assert world.sink.refused == {}


async def test_one_channel_that_is_never_answered_leaves_the_others_alone(world: World) -> None:
    world.irc.unknown.add("nobody")
    world.reader.join("nobody")
    await world.read("streamer")

    await until(lambda: world.irc.commands.count("JOIN #nobody") >= 3)
    await world.hear("still here")

    assert world.irc.connected == 1
    assert world.reader.list_unheard() == ("nobody",)


@pytest.mark.parametrize("stamp", ["9" * 15, "9" * 40, "-1", "²"])
async def test_a_line_with_an_absurd_time_does_not_end_the_reading(
    world: World, stamp: str
) -> None:
    await world.read("streamer")

    await world.irc.say("streamer", "Anna", "absurd", tmi_sent_ts=stamp)

    await world.hear("after")


async def test_what_cannot_be_stored_does_not_end_the_reading(world: World) -> None:
    """The table was locked while the sockets came back, and that was the end of all chats."""
    await world.read("streamer", "other")

    async def fail(*_: object, **__: object) -> None:
        raise Busy("locked")

    kept = world.sink.mark_connected, world.sink.mark_disconnected
    world.sink.mark_connected = world.sink.mark_disconnected = fail  # type: ignore[method-assign]
    await world.irc.drop()
    await until(lambda: world.irc.joined() == {"streamer", "other"})
    world.sink.mark_connected, world.sink.mark_disconnected = kept  # type: ignore[method-assign]

    await world.hear("after")


async def test_a_channel_that_is_left_is_read_no_more(world: World) -> None:
    await world.read("streamer", "other")

    world.reader.leave("other")
    world.reader.leave("stranger")
    await until(lambda: world.irc.joined() == {"streamer"})

    assert "PART #other" in world.irc.commands
    await world.hear("hello")
