"""A thousand channels at two messages a second each, by IRC and by a conduit, once joined.

Our process's own CPU time is compared with the clock; the loopback Twitch is another process.
Run it: `python -m tests.bench.bench_twitch [channels] [seconds]`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import bot.twitch_subscriptions
from bot.twitch_client import make_client, point_at
from bot.twitch_irc import ChatReceiver, run_public_chat
from bot.twitch_tuning import TwitchTuning
from core.adapters.clock import SystemClock
from core.adapters.ids import RandomIds
from core.adapters.irc import IrcReader, IrcTuning
from core.app import App
from core.background import spawn
from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.live_chat import LiveEvent, LiveLine
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON
from tests.fakes.app import make_app
from tests.servers.twitch import BOT_SCOPES
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET

CORES_MAX = 1.0
BACKLOG_SECONDS_MAX = 2.0


@dataclass(slots=True)
class Meter:
    """Counts lines, and the delay with which each was received."""

    heard: int = 0
    worst_seconds: float = 0.0


class MeasuredReceiver(ChatReceiver):
    def __init__(self, app: App, meter: Meter) -> None:
        super().__init__(app)
        self._meter = meter
        self._app = app

    async def note_joined(self, login: str, broadcaster_id: str) -> None:
        add_channel(self._app, broadcaster_id, login)

    async def hear(self, event: LiveEvent) -> None:
        await super().hear(event)
        if isinstance(event, LiveLine):
            self._meter.heard += 1
            late = (self._app.ports.clock.now() - event.said_at).total_seconds()
            self._meter.worst_seconds = max(self._meter.worst_seconds, late)


def add_channel(app: App, broadcaster_id: str, login: str) -> None:
    app.chat.live.add_channel(
        TwitchBinding(
            broadcaster_id=broadcaster_id,
            creator_id=CREATOR,
            login=login,
            created_at=NOON,
            updated_at=NOON,
        )
    )


@asynccontextmanager
async def load(
    kind: str, channels: int, seconds: float
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.twitch_load", kind, str(channels), str(seconds)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


async def ask(process: asyncio.subprocess.Process) -> list[str]:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().split()


async def hear_all(meter: Meter, count: int) -> None:
    deadline = time.monotonic() + 10
    while meter.heard < count and time.monotonic() < deadline:  # noqa: ASYNC110 - a bench
        await asyncio.sleep(0.05)


async def open_streams(process: asyncio.subprocess.Process, meter: Meter, channels: int) -> float:
    """Send one line in each channel, which opens its stream; return the seconds it took.

    A thousand streams begin at once only here, and all of one creator.
    """
    assert process.stdin is not None
    began = time.monotonic()
    process.stdin.write(b"open\n")
    await ask(process)
    await hear_all(meter, channels)
    meter.heard, meter.worst_seconds = 0, 0.0
    return time.monotonic() - began


async def measure(
    process: asyncio.subprocess.Process, meter: Meter, name: str, channels: int
) -> bool:
    """Start the load; print what it cost, and return whether that was within bounds."""
    assert process.stdin is not None
    opening_seconds = await open_streams(process, meter, channels)
    cpu, began = time.process_time(), time.monotonic()
    process.stdin.write(b"go\n")
    _, said, lateness, took = await ask(process)
    await hear_all(meter, int(said))
    wall = time.monotonic() - began
    cores = (time.process_time() - cpu) / wall
    print(  # noqa: T201 - a bench prints
        f"{name}: {meter.heard}/{said} lines in {wall:.1f} s; {cores:.2f} of a core "
        f"({cores / CORES_MAX:.2f} of what is allowed), "
        f"{1e6 * cores * wall / max(1, meter.heard):.0f} us a line; worst backlog "
        f"{meter.worst_seconds:.2f} s ({meter.worst_seconds / BACKLOG_SECONDS_MAX:.2f}), "
        f"the other side itself up to {lateness} s late and done in {took} s; "
        f"all streams opened at once before in {opening_seconds:.1f} s"
    )
    is_whole = meter.heard == int(said)
    return is_whole and cores < CORES_MAX and meter.worst_seconds <= BACKLOG_SECONDS_MAX


async def bench_irc(channels: int, seconds: float) -> bool:
    async with load("irc", channels, seconds) as process:
        (url,) = await ask(process)
        clock, meter = SystemClock(), Meter()
        tuning = IrcTuning(joins=100_000, join_seconds=1.0)
        reader = IrcReader(url=url, clock=clock, tuning=tuning)
        app = make_app(Path(tempfile.mkdtemp()), clock=clock, ids=RandomIds(), public_chat=reader)
        for number in range(channels):
            reader.join(f"channel{number}")
        async with run_public_chat(app, MeasuredReceiver(app, meter)):
            while len(app.chat.live.list_channels()) < channels:  # noqa: ASYNC110 - a bench
                await asyncio.sleep(0.1)
            return await measure(process, meter, "IRC", channels)


async def bench_conduit(channels: int, seconds: float) -> bool:
    async with load("conduit", channels, seconds) as process:
        url, access = await ask(process)
        clock, meter = SystemClock(), Meter()
        app = make_app(Path(tempfile.mkdtemp()), clock=clock, ids=RandomIds())
        point_at(
            api_url=f"{url}/helix",
            auth_url=f"{url}/oauth2",
            eventsub_url=url.replace("http", "ws") + "/ws",
        )
        account = PlatformToken(
            creator_id=CREATOR,
            platform=Platform.TWITCH,
            account_id="1",
            access_token=access,
            scopes=BOT_SCOPES,
            created_at=NOON,
            updated_at=NOON,
        )
        await app.ports.stores.tokens.link_account(account)
        tuning = TwitchTuning(shards=4)
        client = make_client(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            app=app,
            account=account,
            tuning=tuning,
        )
        client.serve(app, MeasuredReceiver(app, meter), account, tuning)
        kinds = bot.twitch_subscriptions._KINDS
        setattr(bot.twitch_subscriptions, "_KINDS", kinds[:1])  # noqa: B010 - chats alone
        await client.login(load_tokens=False, save_tokens=False)
        wanted = {str(5000 + number) for number in range(channels)}
        for broadcaster_id in wanted:
            add_channel(app, broadcaster_id, f"c{broadcaster_id}")
        client.watch(wanted)
        keeping = spawn(client.keep_subscribed(), name="bench")
        while sum(map(client.hears, wanted)) < channels:  # noqa: ASYNC110 - a bench
            await asyncio.sleep(0.1)
        is_good = await measure(process, meter, "conduit", channels)
        keeping.cancel()
        await client.close()
        return is_good


async def main(channels: int, seconds: float) -> int:
    results = [await bench_irc(channels, seconds), await bench_conduit(channels, seconds)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:3]]
    sys.exit(asyncio.run(main(int(given[0]) if given else 1000, given[1] if given[1:] else 20.0)))
