"""Faults that the running program meets; for each, what is expected and what is found."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.clips.clip import ClipStatus
from tests.chat_generator import GeneratedChat
from tests.journeys.fault_world import (
    CREATOR,
    LOGIN,
    FaultWorld,
    Program,
    find_free_port,
    open_fault_world,
    within,
)
from tests.live_delivery import compare
from tests.servers.discord import Guild, list_buttons

IS_LONG: Final = bool(os.environ.get("SOAK_LONG"))
OUTAGE_SECONDS: Final = 300 if IS_LONG else 60
PAUSE_SECONDS: Final = 90 if IS_LONG else 20
SILENCE_SECONDS: Final = 40
LOCK_SECONDS: Final = 40
CHAT_SECONDS: Final = 130.0
QUICK_SPIKES: Final = SpikeTuning(warm_up_seconds=20.0, rest_seconds=15.0, spikes_an_hour=200.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one fault was to bring, and what it brought."""

    fault: str
    expected: str
    found: str
    is_ok: bool

    def __str__(self) -> str:
        verdict = "ok" if self.is_ok else "NOT OK"
        return f"{self.fault} | {self.expected} | {self.found} | {verdict}"


Fault = Callable[[Path], Awaitable[list[Line]]]


def describe(seconds: float | None) -> str:
    return "never" if seconds is None else f"after {seconds:.0f} s"


async def wait_until_up(program: Program) -> float | None:
    return await within(60, program.is_up)


# --- what cannot be reached ------------------------------------------------------------------


async def meet_nobody_at_start(folder: Path) -> list[Line]:
    """Discord, Twitch and Gemini refuse connections; then they are there."""
    async with open_fault_world(folder) as world:
        world.use_discord()
        world.use_irc()
        world.use_gemini()
        await world.use_twitch()
        await world.connect_channel()
        async with world.run() as program:
            up = await wait_until_up(program)
            both = await within(30, lambda: program.says("Discord", "Twitch"))
            status, text = await program.health()
            names_gemini = await program.says("Gemini")
            await asyncio.sleep(5)
            await world.open_sites()
            well = await within(120, program.is_well)

            async def is_read() -> bool:
                return bool(world.twitch.eventsub.subscribed("channel.chat.message"))

            read = await within(60, is_read)
            still = program.is_alive
    return [
        Line(
            fault="Discord and Twitch unreachable at start",
            expected="page up, 503 that names both; well without a restart",
            found=f"page up {describe(up)}, {status} that names both {describe(both)}; "
            f"well {describe(well)}, chat read {describe(read)}",
            is_ok=None not in (up, both, well, read) and status == 503 and still,
        ),
        Line(
            fault="Gemini unreachable at start",
            expected="the health says so",
            found="named" if names_gemini else f"not named in: {shorten(text)}",
            is_ok=names_gemini,
        ),
    ]


def shorten(text: str) -> str:
    return text.replace("\n", " / ")[:160]


async def refuse_intents(folder: Path) -> list[Line]:
    """The gateway closes with 4014 at the first identify, and later does not."""
    async with open_fault_world(folder) as world:
        world.use_discord()
        world.discord.refuses_identify_with = 4014
        await world.open_sites()
        async with world.run() as program:
            await wait_until_up(program)
            told = await within(60, lambda: program.says("Privileged Gateway Intents"))
            await asyncio.sleep(5)
            world.discord.refuses_identify_with = None
            well = await within(180, program.is_well)
            still = program.is_alive
    return [
        Line(
            fault="gateway closes 4014 at identify, then allows it",
            expected="health names the intents; well without a restart",
            found=f"named {describe(told)}; well {describe(well)}",
            is_ok=told is not None and well is not None and still,
        )
    ]


# --- chat ------------------------------------------------------------------------------------


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
            await wait_until_up(program)
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
        streams = await world.list_heard()
        counted = [await count_lines(world, stream.id) for stream in streams]
        gaps = sum(len(stream.gaps) for stream in streams)
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


async def count_lines(world: FaultWorld, stream_id: Any) -> int:
    rows = await world.stores.histograms.list_histograms(CREATOR, stream_id)
    return sum(sum(row.messages) for row in rows.items)


# --- cards and jobs --------------------------------------------------------------------------


async def open_review(world: FaultWorld) -> Guild:
    guild = world.use_discord()
    await world.add_source()
    await world.open_sites()
    return guild


def count_cards(world: FaultWorld, guild: Guild, clips: int) -> str:
    """Say how many cards each clip has."""
    each = Counter(count_each(world, guild).values())
    cards = ", ".join(f"{number} with {count}" for count, number in sorted(each.items()))
    return f"{clips} clips in review; cards: {cards or 'none'}"


def count_each(world: FaultWorld, guild: Guild) -> Counter[str]:
    return Counter(
        next(
            button["custom_id"].split(":")[2]
            for button in list_buttons(card)
            if button.get("custom_id", "").startswith("review:")
        )
        for card in world.list_cards(guild)
        if list_buttons(card)
    )


def has_one_each(world: FaultWorld, guild: Guild, count: int) -> bool:
    each = count_each(world, guild)
    return len(each) == count and set(each.values()) == {1}


async def all_have_cards(world: FaultWorld, guild: Guild, count: int, seconds: float) -> Any:
    async def is_so() -> bool:
        return has_one_each(world, guild, count)

    return await within(seconds, is_so)


async def all_in_review(world: FaultWorld, count: int) -> float | None:
    async def is_so() -> bool:
        return await world.count_clips(ClipStatus.IN_REVIEW) == count

    return await within(120, is_so)


async def lose_discord(folder: Path) -> list[Line]:
    """Discord refuses connections while clips come into review."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        async with world.run() as program:
            await world.set_up(guild)
            await world.add_clip(1)
            await all_have_cards(world, guild, 1, 90)
            await world.close_site("discord")
            away = time.monotonic()
            for number in (2, 3, 4):
                await world.add_clip(number)
                await asyncio.sleep(3)
            await all_in_review(world, 4)
            told = await within(30, lambda: program.says("Discord"))
            await asyncio.sleep(max(0.0, away + OUTAGE_SECONDS - time.monotonic()))
            was_away = time.monotonic() - away
            await world.sites["discord"].open()
            back = await all_have_cards(world, guild, 4, 300)
            well = await within(60, program.is_well)
            await asyncio.sleep(5)
            clips = await world.count_clips(ClipStatus.IN_REVIEW)
            still = program.is_alive
        return [
            Line(
                fault=f"Discord refuses connections for {was_away:.0f} s",
                expected="4 clips in review with 1 card each, health says so meanwhile",
                found=f"{count_cards(world, guild, clips)}, {describe(back)}; "
                f"told {describe(told)}, well {describe(well)}",
                is_ok=None not in (told, back, well)
                and clips == 4
                and has_one_each(world, guild, 4)
                and still,
            )
        ]


async def forbid_channel(folder: Path) -> list[Line]:
    """The review channel answers 403, and later the right is given back."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        async with world.run() as program:
            await world.set_up(guild)
            world.discord.forbidden_channels.add(guild.channels["review"])
            for number in (1, 2, 3):
                await world.add_clip(number)
            await all_in_review(world, 3)
            told = await within(60, lambda: program.says("may not write"))
            await asyncio.sleep(40)  # longer than the tries of one job
            told_times = len(world.discord.told)
            world.discord.forbidden_channels.clear()
            await world.discord.change_role(guild, "moderators")
            back = await all_have_cards(world, guild, 3, 200)
            well = await within(60, program.is_well)
            clips = await world.count_clips(ClipStatus.IN_REVIEW)
        return [
            Line(
                fault="403 on the review channel, and back",
                expected="told once; then 3 clips in review with 1 card each",
                found=f"health {describe(told)}, told {told_times} times; "
                f"{count_cards(world, guild, clips)}, {describe(back)}; well {describe(well)}",
                is_ok=None not in (told, back, well) and told_times == 1 and clips == 3,
            )
        ]


async def pause(folder: Path) -> list[Line]:
    """The process is stopped for longer than its leases while it renders."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        async with world.run(lease_seconds=30 if IS_LONG else 5) as program:
            await world.set_up(guild)
            for number in range(1, 7):
                await world.add_clip(number)
            await asyncio.sleep(2)
            before = await world.count_clips(ClipStatus.IN_REVIEW)
            program.process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(PAUSE_SECONDS)
            program.process.send_signal(signal.SIGCONT)
            back = await all_have_cards(world, guild, 6, 240)
            well = await within(60, program.is_well)
            await asyncio.sleep(5)
            clips = await world.count_clips(ClipStatus.IN_REVIEW)
            failed = await world.count_clips(ClipStatus.FAILED)
        return [
            Line(
                fault=f"stopped for {PAUSE_SECONDS} s with {6 - before} of 6 clips unmade",
                expected="6 clips in review with 1 card each, none failed",
                found=f"{count_cards(world, guild, clips)}, {describe(back)}, {failed} failed; "
                f"well {describe(well)}",
                is_ok=None not in (back, well)
                and (clips, failed) == (6, 0)
                and has_one_each(world, guild, 6),
            )
        ]


async def start_a_second(folder: Path) -> list[Line]:
    """Somebody starts the program twice on one home."""
    async with open_fault_world(folder) as world:
        async with world.run() as program:
            await wait_until_up(program)
            second = await asyncio.to_thread(world.start, web_port=find_free_port())
            try:
                status = await asyncio.to_thread(second.process.wait, 60)
            finally:
                second.process.kill()
                await asyncio.to_thread(second.process.wait)
            well = await program.is_well()
        last = program.read_log().strip().splitlines()[-1:]
        has_trace = "Traceback" in program.read_log()
        return [
            Line(
                fault="a second process on the same home",
                expected="it ends with a sentence, the first goes on",
                found=f"status {status}, traceback {has_trace}, first well {well}; {last}",
                is_ok=status not in (0, -signal.SIGKILL) and well and not has_trace,
            )
        ]


FAULTS: Final[dict[str, Fault]] = {
    "nobody": meet_nobody_at_start,
    "4014": refuse_intents,
    "skew-60": meet_skew(-60),
    "skew+5": meet_skew(5),
    "skew+120": meet_skew(120),
    "silence": meet_silence,
    "outage": lose_discord,
    "403": forbid_channel,
    "locked": lock_table,
    "pause": pause,
    "second": start_a_second,
}
