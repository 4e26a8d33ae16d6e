"""Two processes on one table of DynamoDB's double: a channel is heard once, whoever dies."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.twitch_role import Roster
from core.adapters.ids import RandomIds
from core.adapters.table.stores import open_stores
from core.app import App
from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.live_chat import LiveLine
from core.domain.streams.twitch_channel import TwitchBinding
from core.services.chat.chat_state import SAVE_SECONDS
from core.services.work.ownership import TIMERS
from tests.builders import CREATOR, NOON
from tests.chat_generator import GeneratedChat
from tests.contracts.dynamodb import dynamodb_client, open_dynamo_table
from tests.fakes.app import make_app
from tests.fakes.live_chat import FakePublicChat
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock

__all__ = ["dynamodb_client"]

LEASE_SECONDS = 60.0
ROUND_SECONDS = 6.0
BROADCASTER = "7"
ERUPTIONS = (300.0, 600.0, 800.0)
UNTIL = 900.0


@dataclass(slots=True, kw_only=True)
class Process:
    """One process: its app, its roster, and the channels that its reader has joined."""

    app: App
    roster: Roster
    joined: list[str]
    is_alive: bool = True

    async def live(self) -> None:
        """Do what its loops do every few seconds."""
        if self.is_alive:
            await self.app.work.owned.tend()
            await self.roster.refresh()
            await self.app.chat.live.pass_time()

    async def hear(self, line: LiveLine) -> None:
        """Read a line where the channel is joined, dead processes nothing."""
        if self.is_alive and self.joined:
            await self.app.chat.live.hear(line)


@pytest.fixture
async def pair(dynamodb_client, tmp_path):
    """Two processes on one table, each with a home of its own; both see the same clock."""
    clock = FakeClock(NOON)
    async with AsyncExitStack() as stack:
        table = await stack.enter_async_context(open_dynamo_table(dynamodb_client))
        processes = [_start(tmp_path / name, name, table, clock) for name in ("one", "two")]
        await processes[0].app.ports.stores.bindings.add_binding(
            TwitchBinding(
                broadcaster_id=BROADCASTER,
                creator_id=CREATOR,
                login="streamer",
                created_at=NOON,
                updated_at=NOON,
            )
        )
        yield clock, *processes


def _start(folder: Path, holder: str, table, clock: FakeClock) -> Process:
    folder.mkdir()
    chat = FakePublicChat()
    stores = open_stores(
        table,
        cursor_secret=b"a secret of the tests",
        clock=clock,
        cipher=FakeCipher(),
        storage=FakeStorage(folder),
        is_shared=True,
    )
    app = make_app(
        folder,
        clock=clock,
        ids=RandomIds(),
        stores=stores,
        public_chat=chat,
        limits={"is_shared": True, "holder": holder, "lease_seconds": LEASE_SECONDS},
    )
    return Process(app=app, roster=Roster(app), joined=chat.joined)


def _make_lines() -> list[ChatMessage]:
    chat = GeneratedChat(3, duration_seconds=UNTIL)
    chat.talk(40)
    for at in ERUPTIONS:
        chat.erupt(at, 80, "hype")
    return [event for event in chat.events() if isinstance(event, ChatMessage)]


async def _let_chat(clock: FakeClock, lines: list[ChatMessage], *processes: Process) -> int:
    """Let the lines be said at their times; return how many."""
    looked_at = clock.now()
    for number, line in enumerate(lines):
        said_at = NOON + timedelta(seconds=line.offset_seconds)
        while clock.now() < said_at:
            clock.advance(min(1.0, (said_at - clock.now()).total_seconds()))
            if clock.now() - looked_at >= timedelta(seconds=ROUND_SECONDS):
                looked_at = clock.now()
                for process in processes:
                    await process.live()
        for process in processes:
            await process.hear(
                LiveLine(
                    broadcaster_id=BROADCASTER,
                    message_id=f"line {line.offset_seconds} {number}",
                    said_at=said_at,
                    chatter=line.chatter,
                    text=line.text,
                )
            )
    return len(lines)


async def _count(process: Process) -> tuple[int, int, int]:
    """Return how many streams, moments and lines are stored."""
    stores = process.app.ports.stores
    streams = (await stores.streams.list_streams(CREATOR)).items
    spikes = [await stores.spikes.list_spikes(stream) for stream in streams]
    rows = [await stores.histograms.list_histograms(CREATOR, stream.id) for stream in streams]
    return (
        len(streams),
        sum(len(page.items) for page in spikes),
        sum(sum(row.messages) for page in rows for row in page.items),
    )


async def test_three_moments_stay_three_and_chat_is_counted_once(pair):
    clock, one, two = pair
    await one.live()
    await two.live()

    said = await _let_chat(clock, _make_lines(), one, two)
    await one.app.chat.live.leave()
    await two.app.chat.live.leave()

    assert (one.joined, two.joined) == (["streamer"], [])
    assert await _count(one) == (1, len(ERUPTIONS), said)


async def test_the_other_takes_over_within_a_lease_and_not_before(pair):
    """Killed before the second eruption; the third is heard by the other, as the same stream."""
    clock, one, two = pair
    await one.live()
    await two.live()
    lines = _make_lines()
    before = [line for line in lines if line.offset_seconds < 350]
    said = await _let_chat(clock, before, one, two)
    one.is_alive = False
    died_at = clock.now()
    let_go_at = None

    while not two.joined:
        clock.advance(1)
        if let_go_at is None and not one.app.work.owned.is_held(TIMERS):
            let_go_at = clock.now()
        if round((clock.now() - died_at).total_seconds()) % ROUND_SECONDS == 0:
            await two.live()

    taken_after = (clock.now() - died_at).total_seconds()
    assert taken_after <= LEASE_SECONDS
    assert let_go_at is not None, "nobody took it before its owner had let go"
    assert two.app.work.owned.is_held(TIMERS)
    silent_until = (clock.now() - NOON).total_seconds()
    after = [line for line in lines if line.offset_seconds > silent_until]
    said += await _let_chat(clock, after, one, two)
    await two.app.chat.live.leave()
    streams, moments, counted = await _count(two)
    assert (streams, moments) == (1, len(ERUPTIONS))
    # What the dead one had not stored is lost with it: at most a minute of counts.
    lost = [line for line in before if line.offset_seconds >= 350 - SAVE_SECONDS - 1]
    assert said - len(lost) <= counted <= said


async def test_who_wakes_after_a_pause_of_90_s_says_nothing_of_the_channel(pair):
    """It still has the channel joined, and reads what lies in its socket."""
    clock, one, two = pair
    await one.live()
    await two.live()
    lines = _make_lines()
    await _let_chat(clock, [line for line in lines if line.offset_seconds < 60], one, two)
    one.is_alive = False
    await _let_chat(clock, [line for line in lines if 60 <= line.offset_seconds < 150], two)
    one.is_alive = True
    assert (len(one.joined), len(two.joined)) == (1, 1)

    said = await _let_chat(clock, [line for line in lines if line.offset_seconds >= 150], one, two)

    assert one.joined == []
    await two.app.chat.live.leave()
    streams, moments, counted = await _count(two)
    assert (streams, moments) == (1, len(ERUPTIONS))
    assert said <= counted <= len(lines)
