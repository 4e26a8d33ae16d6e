"""Spikes of the running program against `trussbot replay` of the same chat, by skew and speed.

Clips are rendered beside. `CHAT_LOGS=folder` plays recorded chats below it (`chat.csv` files),
`SOAK_CHAT_SECONDS` of each; without them a generated chat of two minutes is played.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from core.adapters.chat_logs import RecordedChatReader
from core.background import stop
from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.clips.clip import ClipStatus
from core.domain.streams.stream import Stream
from tests.chat_generator import GeneratedChat
from tests.journeys.fault_lines import Fault, Line, shorten
from tests.journeys.fault_program import within
from tests.journeys.fault_world import LOGIN, ROOT, FaultWorld, open_fault_world
from tests.live_delivery import compare
from tests.servers.twitch_state import Channel

GENERATED_SECONDS: Final = 155.0
# The owner of a channel is killed at 85 s, and what is said until another has joined is heard by
# nobody: the third begins after the longest lease of these faults.
ERUPTIONS: Final = (45.0, 75.0, 130.0)
RECORDED_SECONDS: Final = float(os.environ.get("SOAK_CHAT_SECONDS", "900"))
CHATS_MAX: Final = int(os.environ.get("SOAK_CHATS", "6"))
SILENCE_SECONDS: Final = 60.0
RENDERS_MAX: Final = 20
RENDER_SECONDS: Final = 6.0
MISSING_SHARE_MAX, EXTRA_SHARE_MAX = 0.02, 0.01
# So many that the budget of minutes refuses none of them.
QUICK_SPIKES: Final = SpikeTuning(warm_up_seconds=20.0, rest_seconds=15.0, spikes_an_hour=400.0)
EVENT_SUB, IRC = "EventSub", "IRC"
KINDS: Final = ("channel.chat.message", "stream.online")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """What is said in one channel, and when `replay` of it finds a spike."""

    login: str
    events: Sequence[ChatMessage]
    expected: Sequence[float]


def make_chat() -> list[ChatMessage]:
    chat = GeneratedChat(5, duration_seconds=GENERATED_SECONDS)
    chat.talk(100)
    for at in ERUPTIONS:
        chat.erupt(at, 30, "hype")
    events = [event for event in chat.events() if isinstance(event, ChatMessage)]
    return [event for event in events if event.offset_seconds < GENERATED_SECONDS]


def set_spikes(tuning: SpikeTuning) -> dict[str, Any]:
    return {f"spike__{name}": value for name, value in asdict(tuning).items()}


def choose_tuning() -> SpikeTuning:
    return SpikeTuning() if os.environ.get("CHAT_LOGS") else QUICK_SPIKES


def read_chats() -> list[tuple[str, list[ChatMessage]]]:
    """Return logins and what is said there. Blocks."""
    if not (logs := os.environ.get("CHAT_LOGS")):
        return [(LOGIN, make_chat())]
    paths = sorted(Path(logs).glob("**/chat.csv"))
    chosen = paths[:: max(1, len(paths) // CHATS_MAX)][:CHATS_MAX]
    return [(f"channel{number}", _read_start(path)) for number, path in enumerate(chosen)]


def _read_start(path: Path) -> list[ChatMessage]:
    events = [e for e in RecordedChatReader().open_log(path) if isinstance(e, ChatMessage)]
    first = events[0].offset_seconds
    shifted = (replace(e, offset_seconds=e.offset_seconds - first) for e in events)
    return [event for event in shifted if event.offset_seconds < RECORDED_SECONDS]


async def replay(folder: Path, events: Sequence[ChatMessage]) -> list[float]:
    """Return when `trussbot replay` finds spikes in a log of these lines, and silence after them.

    A log simply ends, and what came up with its last line is not judged; live, time goes on.
    """
    log = folder / "chat.csv"
    after = events[-1].offset_seconds + SILENCE_SECONDS
    last = ChatMessage(offset_seconds=after, chatter="late", text="is anybody there")
    await asyncio.to_thread(_write_log, log, [*events, last])
    given = set_spikes(choose_tuning()) | {"home": folder / "home"}
    named = {f"TRUSS_{name.upper()}": str(value) for name, value in given.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "replay", str(log), "--json"),
        cwd=ROOT,
        env=os.environ | named,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return [json.loads(line)["detected_at_s"] for line in out.splitlines()]


def _write_log(log: Path, events: Sequence[ChatMessage]) -> None:
    log.parent.mkdir(parents=True)
    with log.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("t_seconds", "user", "text"))
        rows.writerows((event.offset_seconds, event.chatter, event.text) for event in events)


async def make_chats(folder: Path) -> list[Chat]:
    read = await asyncio.to_thread(read_chats)
    found = await asyncio.gather(*(replay(folder / login, events) for login, events in read))
    return [
        Chat(login=login, events=events, expected=expected)
        for (login, events), expected in zip(read, found, strict=True)
    ]


async def say_all(world: FaultWorld, chats: Sequence[Chat], playing: Playing) -> float:
    """Say the lines of all channels by a clock that is off; return when it began."""
    channels = {channel.login: channel for channel in world.twitch.channels.values()}
    if playing.by == EVENT_SUB:
        await go_live(world, [channels[chat.login] for chat in chats], skew=playing.skew)
    began, started = time.time(), time.monotonic()
    due = sorted(
        (event.offset_seconds, number, place)
        for place, chat in enumerate(chats)
        for number, event in enumerate(chat.events)
    )
    for offset, number, place in due:
        await asyncio.sleep(max(0.0, started + offset / playing.speed - time.monotonic()))
        login, event = chats[place].login, chats[place].events[number]
        said_at = began + offset + playing.skew
        if playing.by == EVENT_SUB:
            stamp = datetime.fromtimestamp(said_at, UTC).isoformat().replace("+00:00", "Z")
            await world.twitch.say(channels[login], event.chatter, event.text, at=stamp)
        else:
            sent_ms = str(round(said_at * 1000))
            await world.irc.say(login, event.chatter, event.text, tmi_sent_ts=sent_ms)
    return began


async def go_live(world: FaultWorld, channels: Sequence[Channel], *, skew: float) -> None:
    """Begin the streams, before anybody chats in them."""
    started_at = datetime.fromtimestamp(time.time() + skew, UTC)
    for channel in channels:
        await world.twitch.go_live(channel, started_at=started_at)

    async def are_watched() -> bool:
        return len(await world.list_heard()) == len(channels)

    assert await within(90, are_watched) is not None


async def keep_rendering(world: FaultWorld) -> None:
    for number in range(1, RENDERS_MAX + 1):
        await world.add_clip(number)
        await asyncio.sleep(RENDER_SECONDS)


async def open_channels(world: FaultWorld, chats: Sequence[Chat], *, by: str) -> None:
    world.use_irc()
    if by == EVENT_SUB:
        await world.use_twitch()
    for chat in chats:
        if by == EVENT_SUB and chat.login != LOGIN:
            world.add_twitch_channel(chat.login)
        await world.connect_channel(chat.login)
    await world.open_sites()
    world.settings |= set_spikes(choose_tuning())


async def find_spikes(world: FaultWorld, began: float) -> dict[str, list[float]]:
    """Return when spikes were found in each channel, in seconds of its chat."""
    logins = {world.irc.room_id(login): login for login in world.irc.room_ids}
    found: dict[str, list[float]] = {}
    for stream in await world.list_heard():
        shift = stream.started_at.timestamp() - began
        spikes = (await world.stores.spikes.list_spikes(stream, limit=100)).items
        of_login = found.setdefault(logins[_channel_of(stream)], [])
        of_login += [spike.detected_at_seconds + shift for spike in spikes]
    return found


def _channel_of(stream: Stream) -> str:
    assert stream.broadcaster_id is not None
    return stream.broadcaster_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """How chat is delivered: by which way, by which clock, and how fast."""

    by: str
    skew: float
    speed: float = 1.0

    @property
    def side(self) -> str:
        return "ahead" if self.skew < 0 else "behind"

    def __str__(self) -> str:
        return f"by {self.by}, x{self.speed:g}, Twitch's clock {self.skew:+.0f} s from the host's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found in each channel, what health said of the clock, how many clips were made."""

    found: dict[str, list[float]]
    clock: str
    clips: int


async def play(world: FaultWorld, chats: Sequence[Chat], playing: Playing) -> Outcome:
    """Run the program while the chats are said and clips are rendered."""
    total = sum(len(chat.expected) for chat in chats)
    async with world.run() as program:

        async def is_read() -> bool:
            if playing.by == EVENT_SUB:
                subscribed = world.twitch.eventsub.subscribed
                return all(len(subscribed(kind)) == len(chats) for kind in KINDS)
            return world.irc.joined() >= {chat.login for chat in chats}

        assert await within(120, is_read) is not None
        rendering = asyncio.create_task(keep_rendering(world))
        began = await say_all(world, chats, playing)
        told = await program.says("Clock", playing.side)
        clock = "named" if told else f"not named ({shorten((await program.health())[1])})"

        async def has_all() -> bool:
            found = await find_spikes(world, began + playing.skew)
            return sum(map(len, found.values())) >= total

        await within(120, has_all)
        await asyncio.sleep(10)
        await stop([rendering])
    return Outcome(
        found=await find_spikes(world, began + playing.skew),
        clock=clock,
        clips=await world.count_clips(ClipStatus.IN_REVIEW),
    )


def judge(chats: Sequence[Chat], playing: Playing, outcome: Outcome) -> Line:
    """Compare with the replays; how fast a chat is played is no matter of the clock."""
    compared = [compare(chat.expected, sorted(outcome.found.get(chat.login, []))) for chat in chats]
    missing, extra = (sum(map(len, part)) for part in zip(*compared, strict=True))
    total = sum(len(chat.expected) for chat in chats)
    said, found = (sum(len(c.events) for c in chats), sum(map(len, outcome.found.values())))
    names_clock = playing.speed == 1.0
    return Line(
        fault=f"{said} lines in {len(chats)} channels {playing}, renders beside",
        expected=f"the {total} spikes of replay{', Clock named' if names_clock else ''}",
        found=f"{found} spikes, {missing} missing, {extra} extra; {outcome.clips} clips made; "
        f"Clock {outcome.clock}",
        is_ok=missing <= MISSING_SHARE_MAX * total
        and extra <= EXTRA_SHARE_MAX * total
        and total > 0
        and (outcome.clock == "named" or not names_clock),
    )


def meet_spikes(by: str, *, skew: float, speed: float = 1.0) -> Fault:
    """Twitch's clock differs from the host's, chat may be played faster, and clips are made."""
    playing = Playing(by=by, skew=skew, speed=speed)

    async def meet(folder: Path) -> list[Line]:
        chats = await make_chats(folder / "replays")
        async with open_fault_world(folder) as world:
            await world.add_source()
            await open_channels(world, chats, by=by)
            return [judge(chats, playing, await play(world, chats, playing))]

    return meet
