"""Faults of live chat: wrong clocks, a silent server, a locked table."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from pathlib import Path
from typing import Final

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.work.ids import StreamId
from tests.chat_generator import GeneratedChat
from tests.journeys.fault_lines import Fault, Line, describe, shorten
from tests.journeys.fault_world import CREATOR, LOGIN, FaultWorld, open_fault_world, within
from tests.live_delivery import compare

SILENCE_SECONDS: Final = 40
LOCK_SECONDS: Final = 40
CHAT_SECONDS: Final = 130.0
QUICK_SPIKES: Final = SpikeTuning(warm_up_seconds=20.0, rest_seconds=15.0, spikes_an_hour=200.0)


def make_chat() -> list[ChatMessage]:
    chat = GeneratedChat(5, duration_seconds=CHAT_SECONDS)
    chat.talk(100)
    for at in (45.0, 75.0, 105.0):
        chat.erupt(at, 30, "hype")
    events = [event for event in chat.events() if isinstance(event, ChatMessage)]
    return [event for event in events if event.offset_seconds < CHAT_SECONDS]


async def open_chat(world: FaultWorld) -> None:
    world.use_irc()
    await world.connect_channel()
    await world.open_sites()
    world.settings |= {f"spike__{name}": value for name, value in asdict(QUICK_SPIKES).items()}


async def is_joined(world: FaultWorld) -> bool:
    return LOGIN in world.irc.joined()


def meet_skew(skew: float) -> Fault:
    async def meet(folder: Path) -> list[Line]:
        """Twitch's clock differs from the host's."""
        events = make_chat()
        detector = ChatSpikeDetector(QUICK_SPIKES)
        expected = [s.detected_at_seconds for event in events if (s := detector.hear(event))]
        async with open_fault_world(folder) as world:
            await open_chat(world)
            async with world.run() as program:
                await within(60, lambda: is_joined(world))
                began = await say_all(world, events, skew=skew)
                told = await program.says("Clock", "ahead" if skew < 0 else "behind")
                await asyncio.sleep(45)
                _, text = await program.health()
            found = []
            for stream in await world.list_heard():
                shift = stream.started_at.timestamp() - began - skew
                spikes = (await world.stores.spikes.list_spikes(stream)).items
                found += [spike.detected_at_seconds + shift for spike in spikes]
        missing, extra = compare(expected, sorted(found))
        clock = "Clock named" if told else f"Clock not named ({shorten(text)})"
        return [
            Line(
                fault=f"Twitch's clock {skew:+.0f} s from the host's",
                expected=f"{len(expected)} spikes, health names the clock",
                found=f"{len(found)} spikes, {len(missing)} missing, {len(extra)} extra; {clock}",
                is_ok=not missing and not extra and told and bool(expected),
            )
        ]

    return meet


async def say_all(world: FaultWorld, events: list[ChatMessage], *, skew: float) -> float:
    """Say the lines in their time, stamped by a clock that is off; return when it began."""
    began, started = time.time(), time.monotonic()
    for event in events:
        await asyncio.sleep(max(0.0, started + event.offset_seconds - time.monotonic()))
        sent_ms = str(round((began + event.offset_seconds + skew) * 1000))
        await world.irc.say(LOGIN, event.chatter, event.text, tmi_sent_ts=sent_ms)
    return began


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
        counted = [await count_lines(world, stream.id) for stream in streams]
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


async def count_lines(world: FaultWorld, stream_id: StreamId) -> int:
    rows = await world.stores.histograms.list_histograms(CREATOR, stream_id)
    return sum(sum(row.messages) for row in rows.items)
