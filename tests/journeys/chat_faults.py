"""Faults of live chat: a silent server, a locked table."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Final

from tests.journeys.fault_lines import IS_LONG, Line, describe, shorten
from tests.journeys.fault_program import within
from tests.journeys.fault_world import LOGIN, FaultWorld, open_fault_world
from tests.journeys.spike_faults import QUICK_SPIKES, set_spikes

SILENCE_SECONDS: Final = 40
LOCK_SECONDS: Final = 300 if IS_LONG else 40


async def open_chat(world: FaultWorld) -> None:
    world.use_irc()
    await world.connect_channel()
    await world.open_sites()
    world.settings |= set_spikes(QUICK_SPIKES)


async def is_joined(world: FaultWorld) -> bool:
    return LOGIN in world.irc.joined()


async def meet_silence(folder: Path) -> list[Line]:
    """Twitch's chat answers no JOIN for a while."""
    async with open_fault_world(folder) as world:
        await open_chat(world)
        world.irc.unknown.add(LOGIN)
        async with world.run() as program:
            await program.wait_until_up()
            await asyncio.sleep(SILENCE_SECONDS)
            status, text = await program.health()
            world.irc.unknown.clear()
            joined = await within(90, lambda: is_joined(world))
            well = await within(30, program.is_well)
            still = program.is_alive
    return [
        Line(
            fault=f"no JOIN answered for {SILENCE_SECONDS} s",
            expected="the channel is joined afterwards",
            found=f"joined {describe(joined)}, well {describe(well)}",
            is_ok=joined is not None and well is not None and still,
        ),
        Line(
            fault=f"no JOIN answered for {SILENCE_SECONDS} s: health meanwhile",
            expected="503 that names Twitch's chat",
            found=f"{status} {shorten(text)}",
            is_ok=status == 503 and "Twitch" in text,
        ),
    ]


async def lock_table(folder: Path) -> list[Line]:
    """Another connection holds the table while people chat."""
    said = 0

    async def talk(seconds: float) -> None:
        nonlocal said
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            said += await world.irc.say(LOGIN, f"viewer{said % 30}", f"what is this {said}")
            await asyncio.sleep(0.2)

    async with open_fault_world(folder) as world:
        await open_chat(world)
        async with world.run() as program:
            await within(60, lambda: is_joined(world))
            await talk(15)
            lock = await asyncio.to_thread(world.lock_table)
            await talk(LOCK_SECONDS)
            during = program.is_alive
            lock.close()
            await talk(15)
            await asyncio.sleep(3)
            still = program.is_alive
            # Before the end, since being stopped is a gap, too.
            gaps = sum(len(stream.gaps) for stream in await world.list_heard())
        streams = await world.list_heard()
        counted = [await world.count_lines(stream.id) for stream in streams]
        log_lines = program.read_log().count("\n")
    return [
        Line(
            fault=f"table locked for {LOCK_SECONDS} s while people chat",
            expected=f"{said} lines in 1 stream or a gap noted, process alive",
            found=f"{sum(counted)} lines in {len(counted)} streams, {gaps} gaps, "
            f"alive {during and still}, {log_lines} lines logged",
            is_ok=during
            and still
            and len(counted) == 1
            and (sum(counted) == said or (gaps > 0 and sum(counted) < said)),
        )
    ]
