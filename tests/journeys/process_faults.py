"""Two processes on one table of DynamoDB's double: one is killed, stopped, or loses the table."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import boto3

from core.adapters.clock import SystemClock
from core.adapters.storage.folder import FolderStorage
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.schema import create_table
from core.adapters.table.stores import open_stores
from core.background import stop
from tests.contracts.ministack import run_ministack
from tests.fakes.secrets import FakeCipher
from tests.journeys.fault_lines import IS_LONG, Line, describe
from tests.journeys.fault_program import Program, find_free_port, within
from tests.journeys.fault_world import LOGIN, FaultWorld
from tests.journeys.review_faults import OUTAGE_SECONDS
from tests.journeys.spike_faults import (
    ERUPTIONS,
    IRC,
    QUICK_SPIKES,
    Chat,
    Playing,
    find_spikes,
    make_chats,
    say_all,
    set_spikes,
)
from tests.live_delivery import compare

LEASE_SECONDS: Final = 30 if IS_LONG else 12
PAUSE_SECONDS: Final = 90
STOPPED_AFTER_SECONDS: Final = float(os.environ.get("SOAK_STOPPED_AFTER", "25"))
JOIN_SECONDS: Final = 5
"""How long a channel may take to be joined, once it is owned."""
ERUPTS_SECONDS: Final = 15.0
"""Within this time of its beginning, an eruption is found."""
TABLE: Final = "truss-soak"
AWS: Final = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-central-1",
}


class Relay:
    """Passes bytes on to a port, as long as it is open."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = find_free_port()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self.port)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.close()

    async def _pass_on(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, forth = await asyncio.open_connection("127.0.0.1", self._to)
        self._writers |= {back, forth}
        try:
            await asyncio.gather(_copy(near, forth), _copy(far, back))
        finally:
            for writer in (back, forth):
                writer.close()
                self._writers.discard(writer)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def open_shared_world(folder: Path) -> AsyncIterator[tuple[FaultWorld, Relay]]:
    """Open a table in the double, which programs reach through a relay; IRC is there already."""
    (folder / "aws").mkdir(parents=True)
    double = run_ministack(folder / "aws")
    address = await asyncio.to_thread(double.__enter__)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, double.__exit__, None, None, None)
        relay = Relay(int(address.rpartition(":")[2]))
        await relay.open()
        stack.push_async_callback(relay.close)
        client = await asyncio.to_thread(
            lambda: boto3.client(
                "dynamodb",
                endpoint_url=address,
                region_name=AWS["AWS_REGION"],
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )
        )
        await asyncio.to_thread(create_table, client, TABLE)
        table = DynamoTable(client, TABLE)
        stack.push_async_callback(table.close)
        storage = FolderStorage(folder / "objects")
        stores = open_stores(
            table,
            cursor_secret=b"a secret of the tests",
            clock=SystemClock(),
            cipher=FakeCipher(),
            storage=storage,
            is_shared=True,
        )
        world = FaultWorld(folder=folder, stores=stores, storage=storage)
        world.settings |= {"table": TABLE, "lease_seconds": LEASE_SECONDS}
        world.settings |= set_spikes(QUICK_SPIKES)
        world.environment |= AWS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{relay.port}"}
        world.use_irc()
        await world.connect_channel()
        await world.open_sites()
        yield world, relay
        await world.irc.drop()
        await world.sites["irc"].close()


def count_readers(world: FaultWorld) -> int:
    return len(list_readers(world))


def list_readers(world: FaultWorld) -> list[object]:
    return [one for one in world.irc.connections if LOGIN in one.channels]


async def wait_for_another(world: FaultWorld, former: list[object], seconds: float) -> float | None:
    """Wait until a connection reads the channel that did not before."""

    async def is_so() -> bool:
        return any(all(one is not known for known in former) for one in list_readers(world))

    return await within(seconds, is_so)


async def wait_for_readers(world: FaultWorld, count: int, seconds: float) -> float | None:
    async def is_so() -> bool:
        return count_readers(world) == count

    return await within(seconds, is_so)


async def count_lines(world: FaultWorld) -> tuple[int, int]:
    """Return how many streams and lines are stored."""
    streams = await world.list_heard()
    return len(streams), sum([await world.count_lines(stream.id) for stream in streams])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Which eruptions were found once and more often, and what else that `replay` does not find."""

    once: int
    twice: int
    extra: int
    streams: int

    @property
    def is_ok(self) -> bool:
        found = (self.once, self.twice, self.extra, self.streams)
        return found == (len(ERUPTIONS), 0, 0, 1)

    def __str__(self) -> str:
        return (
            f"{self.once} of {len(ERUPTIONS)} moments once, {self.twice} twice, {self.extra} that "
            f"replay does not find, in {self.streams} stream(s)"
        )


async def find_moments(world: FaultWorld, chat: Chat, began: float) -> Moments:
    """Sort what is stored; who takes over may find an eruption a few seconds off."""
    found = (await find_spikes(world, began)).get(chat.login, [])
    of_each = [sum(at <= one < at + ERUPTS_SECONDS for one in found) for at in ERUPTIONS]
    others = [one for one in found if not any(at <= one < at + ERUPTS_SECONDS for at in ERUPTIONS)]
    _, extra = compare(chat.expected, others)
    return Moments(
        once=of_each.count(1),
        twice=sum(count > 1 for count in of_each),
        extra=len(extra),
        streams=len(await world.list_heard()),
    )


@asynccontextmanager
async def run_pair(world: FaultWorld) -> AsyncIterator[tuple[Program, Program]]:
    """Run two programs, of which the first reads the channel."""
    async with world.run(home=world.folder / "one") as one:
        assert await wait_for_readers(world, 1, 120) is not None
        async with world.run(home=world.folder / "two") as two:
            assert await two.wait_until_up() is not None
            yield one, two


async def play_chat(world: FaultWorld) -> tuple[Chat, asyncio.Task[float]]:
    (chat,) = await make_chats(world.folder / "replays")
    return chat, asyncio.create_task(say_all(world, [chat], Playing(by=IRC, skew=0.0)))


async def kill_the_owner(folder: Path) -> list[Line]:
    """Two processes stand on one table; the one that reads the channel is killed."""
    async with open_shared_world(folder) as (world, _), run_pair(world) as (one, two):
        chat, playing = await play_chat(world)
        await asyncio.sleep(30)
        before = count_readers(world)
        await asyncio.sleep(55)
        former = list_readers(world)
        one.process.kill()
        taken = await wait_for_another(world, former, 3 * LEASE_SECONDS)
        began = await playing
        await asyncio.sleep(20)
        moments = await find_moments(world, chat, began)
        well = await within(60, two.is_well)
    return [
        Line(
            fault="two processes on one table, and the owner of a channel is killed",
            expected=f"1 reader; taken over within {LEASE_SECONDS} s; 3 moments once in 1 stream",
            found=f"{before} reader; taken over {describe(taken)}; {moments}; well "
            f"{describe(well)}",
            is_ok=(before, moments.is_ok) == (1, True)
            and None not in (taken, well)
            and (taken or 0) <= LEASE_SECONDS + JOIN_SECONDS,
        )
    ]


async def stop_the_owner(folder: Path) -> list[Line]:
    """The one that reads the channel is stopped for much longer than its lease, and wakes."""
    async with open_shared_world(folder) as (world, _), run_pair(world) as (one, two):
        chat, playing = await play_chat(world)
        await asyncio.sleep(STOPPED_AFTER_SECONDS)
        one.process.send_signal(signal.SIGSTOP)
        stopped = time.monotonic()
        taken = await wait_for_readers(world, 2, 3 * LEASE_SECONDS)
        await asyncio.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - stopped)))
        one.process.send_signal(signal.SIGCONT)
        left = await wait_for_readers(world, 1, 60)
        began = await playing
        await asyncio.sleep(20)
        moments = await find_moments(world, chat, began)
        well = await within(60, one.is_well), await within(60, two.is_well)
    return [
        Line(
            fault=f"two processes on one table, and the owner is stopped for {PAUSE_SECONDS} s",
            expected=f"taken over within {LEASE_SECONDS} s, left at once when it wakes; 3 moments "
            "once in 1 stream",
            found=f"taken over {describe(taken)}, left {describe(left)}; {moments}; well "
            f"{describe(well[0])} and {describe(well[1])}",
            is_ok=moments.is_ok
            and None not in (taken, left, *well)
            and (taken or 0) <= LEASE_SECONDS + JOIN_SECONDS,
        )
    ]


async def lose_table(folder: Path) -> list[Line]:
    """The table cannot be reached while people chat."""
    said = 0

    async def talk() -> None:
        nonlocal said
        while True:
            said += await world.irc.say(LOGIN, f"viewer{said % 30}", f"what is this {said}")
            await asyncio.sleep(0.2)

    async with open_shared_world(folder) as (world, relay):
        async with world.run(home=folder / "one") as program:
            assert await wait_for_readers(world, 1, 120) is not None
            talking = asyncio.create_task(talk())
            await asyncio.sleep(20)
            await relay.close()
            told = await within(60, lambda: program.says("Table"))
            await asyncio.sleep(OUTAGE_SECONDS)
            during, missed_from = program.is_alive, said
            await relay.open()
            well = await within(120, program.is_well)
            again = said
            await asyncio.sleep(20)
            with suppress(asyncio.CancelledError):
                await stop([talking])
            await asyncio.sleep(3)
        streams, counted = await count_lines(world)
    return [
        Line(
            fault=f"the table cannot be reached for {OUTAGE_SECONDS} s while people chat",
            expected="1 stream, alive, named meanwhile; heard again when it is back, none twice",
            found=f"{counted} of {said} lines in {streams} stream(s), {missed_from} said until it "
            f"was back; told {describe(told)}, well {describe(well)}, alive {during}",
            is_ok=None not in (told, well)
            and during
            and streams == 1
            and said - again <= counted <= said,
        )
    ]
