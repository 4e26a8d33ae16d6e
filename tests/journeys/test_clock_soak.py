"""Chat over the real reader, by wrong clocks and late: what is found is what a replay finds.

`CHAT_LOGS=folder` plays the recorded chats below it (`chat.csv` files), too.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.twitch_irc import ChatReceiver, run_public_chat
from core.adapters.chat_logs import RecordedChatReader
from core.adapters.irc import IrcReader, IrcTuning
from core.domain.chat.chat_message import ChatMessage
from core.domain.streams.twitch_channel import TwitchBinding
from core.ports.work import Clock
from tests.builders import CREATOR, NOON
from tests.chat_generator import GeneratedChat
from tests.fakes.app import make_app
from tests.journeys.twitch_world import until
from tests.live_delivery import Delays, at_once, compare, find_expected, jitter, stalls
from tests.servers.irc import run_irc

SPEED = 10.0
PLAYED_SECONDS = 900.0
LOGS_MAX = 4
STARTED_AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
QUICK = IrcTuning(join_seconds=0.05, first_delay_seconds=0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class FastClock:
    """The machine's clock: wrong by `skew`, and as fast as the chat is played."""

    skew: float
    speed: float
    started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return STARTED_AT + timedelta(seconds=self.skew + self.steady_seconds())

    def steady_seconds(self) -> float:
        return (time.monotonic() - self.started) * self.speed


_: type[Clock] = FastClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How chat arrives: `clock_speed` 1 is a machine that lives slower than the chat it hears."""

    name: str
    skew: float = 0.0
    delays: Delays = at_once
    clock_speed: float = SPEED


FAULTS = (
    *(Fault(name=f"skew {skew:+.0f} s", skew=skew) for skew in (-60.0, -5.0, 0.0, 5.0, 120.0)),
    Fault(name="jitter of 20 s", skew=5.0, delays=jitter(20.0)),
    Fault(name="stalls of 20 s", skew=-60.0, delays=stalls(20.0)),
    Fault(name="a chat that runs ahead", skew=1.0, clock_speed=1.0),
)


def hog() -> None:
    while True:
        pass


@pytest.fixture
def _render() -> Iterator[None]:
    """Something takes all of one processor, as a render does."""
    process = multiprocessing.get_context("spawn").Process(target=hog, daemon=True)
    process.start()
    yield
    process.kill()
    process.join()


def generate() -> list[ChatMessage]:
    chat = GeneratedChat(11, duration_seconds=PLAYED_SECONDS)
    chat.talk(60)
    for at in (250.0, 390.5, 520.0, 611.0, 790.0):
        chat.erupt(at, 25, "hype")
    return [event for event in chat.events() if isinstance(event, ChatMessage)]


@pytest.fixture
def chats() -> list[tuple[str, list[ChatMessage]]]:
    return list(read_logs())


def read_logs() -> Iterator[tuple[str, list[ChatMessage]]]:
    yield "generated", generate()
    folder = os.environ.get("CHAT_LOGS")
    for path in sorted(Path(folder).glob("**/chat.csv"))[:LOGS_MAX] if folder else ():
        log = RecordedChatReader().open_log(path)
        events = [event for event in log if isinstance(event, ChatMessage)]
        yield (
            path.parent.name,
            [event for event in events if event.offset_seconds < PLAYED_SECONDS],
        )


async def play(folder: Path, events: Sequence[ChatMessage], fault: Fault) -> list[float]:
    """Say the lines as Twitch would; return at which offsets of the log moments were stored."""
    async with run_irc() as irc:
        clock = FastClock(skew=fault.skew, speed=fault.clock_speed)
        reader = IrcReader(url=irc.url, clock=clock, tuning=QUICK)
        irc.join_seconds = 0.01
        app = make_app(folder, clock=clock, public_chat=reader)
        app.chat.live.add_channel(
            TwitchBinding(
                broadcaster_id=irc.room_id("streamer"),
                creator_id=CREATOR,
                login="streamer",
                created_at=NOON,
                updated_at=NOON,
            )
        )
        reader.join("streamer")
        async with run_public_chat(app, ChatReceiver(app)):
            await until(lambda: "streamer" in irc.joined())
            started = time.monotonic()
            for arrives, number in sorted(
                (event.offset_seconds + fault.delays(event.offset_seconds), number)
                for number, event in enumerate(events)
            ):
                await asyncio.sleep(started + arrives / SPEED - time.monotonic())
                sent_at = STARTED_AT + timedelta(seconds=events[number].offset_seconds)
                sent_ms = str(round(sent_at.timestamp() * 1000))
                said = events[number]
                await irc.say("streamer", said.chatter, said.text, tmi_sent_ts=sent_ms)
            await asyncio.sleep(3.0)
        (stream,) = (await app.ports.stores.streams.list_streams(CREATOR)).items
        spikes = (await app.ports.stores.spikes.list_spikes(stream, limit=100)).items
        shift = (stream.started_at - STARTED_AT).total_seconds()
        return sorted(spike.detected_at_seconds + shift for spike in spikes)


@pytest.mark.soak
@pytest.mark.usefixtures("_render")
async def test_each_fault_of_clocks_and_delivery_gives_what_a_replay_finds(
    chats: list[tuple[str, list[ChatMessage]]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, failed = [], []
    for name, events in chats:
        expected = find_expected(events)
        folders = [tmp_path / name / fault.name.replace(" ", "-") for fault in FAULTS]
        for folder in folders:
            folder.mkdir(parents=True)
        all_found = await asyncio.gather(
            *(play(folder, events, fault) for folder, fault in zip(folders, FAULTS, strict=True))
        )
        for fault, found in zip(FAULTS, all_found, strict=True):
            missing, extra = compare(expected, found)
            lines.append(
                f"{name}, {fault.name}: expected {len(expected)}, found {len(found)}, "
                f"{len(missing)} missing, {len(extra)} extra"
            )
            failed += [lines[-1]] if len(missing) + len(extra) > 0.02 * len(expected) else []
    with capsys.disabled():
        print("", *lines, sep="\n")  # noqa: T201 - its report

    assert failed == []
