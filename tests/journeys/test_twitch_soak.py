"""Chat under faults: nothing is counted twice or lost while a socket was up; gaps are written."""

from __future__ import annotations

import asyncio
import gc
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.twitch_socket import SteadySocket
from tests.builders import CREATOR
from tests.journeys.twitch_world import QUICK, TwitchWorld, open_world, run_role, until, until_true

Fault = Callable[[TwitchWorld], Awaitable[bool]]
"""Does harm, and says whether that is a gap."""

LINES_A_SECOND = 50
CUTS = (4000, 4004, 4005, 4006)


async def repeat_lines(world: TwitchWorld) -> bool:
    for number in range(5):
        sent = await world.twitch.say(world.creator, "Ann", f"again {number}", copies=3)
        world.sent += bool(sent)
    return False


async def ask_to_move(world: TwitchWorld) -> bool:
    """Wait until the old socket was read to its end, and closed."""
    closed = len(world.twitch.eventsub.closed)
    await world.twitch.eventsub.reconnect()
    await until(lambda: len(world.twitch.eventsub.closed) == closed + 1)
    return False


async def cut(world: TwitchWorld) -> bool:
    await world.twitch.eventsub.drop(CUTS[world.sent % len(CUTS)])
    return True


async def fall_silent(world: TwitchWorld) -> bool:
    world.twitch.eventsub.fall_silent()
    return True


async def go_away(world: TwitchWorld) -> bool:
    world.twitch.eventsub.is_accepting = False
    await world.twitch.eventsub.drop()
    await asyncio.sleep(0.7)
    world.twitch.eventsub.is_accepting = True
    return True


async def run_dry(world: TwitchWorld) -> bool:
    """Helix answers 429 for a moment, just when everything is to be subscribed anew."""
    world.twitch.helix_status = 429
    await world.twitch.eventsub.drop()
    await asyncio.sleep(0.5)
    world.twitch.helix_status = 0
    return True


async def revoke(world: TwitchWorld) -> bool:
    await world.twitch.eventsub.revoke("channel.chat.message")
    return True


async def greet_nobody(world: TwitchWorld) -> bool:
    """Sockets open and no welcome comes."""
    world.twitch.eventsub.welcomes = False
    await world.twitch.eventsub.drop()
    await asyncio.sleep(0.3)
    world.twitch.eventsub.welcomes = True
    return True


QUICK_FAULTS: tuple[Fault, ...] = (cut, repeat_lines, go_away, ask_to_move, run_dry)
FAULTS: tuple[Fault, ...] = (*QUICK_FAULTS, fall_silent, revoke, greet_nobody)


async def soak(world: TwitchWorld, faults: list[Fault], *, between_seconds: float) -> int:
    """Talk all the time, meet each fault, and return how many gaps there must be.

    Gaps that are closer than a second are written down as one.
    """
    is_over = asyncio.Event()

    async def talk() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            said = await world.twitch.say(world.creator, f"v{number % 30}", f"line {number}")
            world.sent += bool(said)
            await asyncio.sleep(1 / LINES_A_SECOND)

    talking = asyncio.create_task(talk())
    gaps = 0
    for fault in faults:
        await asyncio.sleep(between_seconds)
        gaps += await fault(world)
        await until(lambda: world.subscribed() == 1, seconds=40)
    await asyncio.sleep(between_seconds)
    is_over.set()
    await talking
    return gaps


async def count_now(world: TwitchWorld) -> int:
    """Return how many lines were counted up to now, stored or not yet."""
    (state,) = world.app.chat.detection._states.values()
    stored = await world.app.ports.stores.histograms.list_histograms(CREATOR, state.stream.id)
    rows = {row.starts_at: row for row in (*stored.items, state.counter.open_row())}
    return sum(sum(row.messages) for row in rows.values())


async def check(world: TwitchWorld, gaps: int) -> None:
    async def is_heard() -> bool:
        return await count_now(world) >= world.sent

    await until_true(is_heard)
    await asyncio.sleep(0.2)
    assert world.sent > 0
    assert await world.counted() == world.sent
    assert len((await world.stream()).gaps) == gaps


def weigh(world: TwitchWorld) -> tuple[int, int]:
    """Return how many objects and tasks there are, but for what the loopback Twitch writes down."""
    world.twitch.requests.clear()
    gc.collect()
    return len(gc.get_objects()), len(asyncio.all_tasks())


@asynccontextmanager
async def open_soak(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TwitchWorld]:
    monkeypatch.setattr(SteadySocket, "silence_seconds", 1.0)
    async with open_world(folder) as world:
        world.twitch.eventsub.keepalive_seconds = 0.6
        world.twitch.eventsub.grace_seconds = 2.0
        await world.twitch.go_live(world.creator)
        async with run_role(world, replace(QUICK, refused_seconds=0.5)):
            await until(lambda: world.subscribed() == 1)
            yield world


async def test_a_fault_every_second_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.twitch_socket.DRAIN_SECONDS", 0.3)
    async with open_soak(tmp_path, monkeypatch) as world:
        gaps = await soak(world, list(QUICK_FAULTS), between_seconds=0.6)
        assert gaps == 3
        await check(world, gaps)


@pytest.mark.soak
async def test_half_an_hour_of_chat_with_a_fault_every_few_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ninety faults; what is kept in memory does not grow with them."""
    dice = random.Random(8)
    async with open_soak(tmp_path, monkeypatch) as world:
        gaps = await soak(world, list(FAULTS), between_seconds=1.2)
        objects, tasks = weigh(world)
        faults = [dice.choice(FAULTS) for _ in range(90 - len(FAULTS))]
        gaps += await soak(world, faults, between_seconds=1.2)
        heavier, busier = weigh(world)
        await check(world, gaps)
        print(  # noqa: T201 - what `make soak` is asked for
            f"{world.sent} lines, {gaps} gaps; objects {objects} to {heavier}, "
            f"tasks {tasks} to {busier}"
        )
        assert heavier < 1.2 * objects
        assert busier < tasks + 5
