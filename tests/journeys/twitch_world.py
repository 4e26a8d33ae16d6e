"""The Twitch role on loopback Twitch and IRC, with fakes for everything else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.twitch_client import point_at
from bot.twitch_role import Roster, run_twitch
from bot.twitch_socket import SteadySocket
from bot.twitch_tuning import TwitchTuning
from core.adapters.clock import SystemClock
from core.adapters.helix import Helix
from core.adapters.ids import RandomIds
from core.adapters.irc import IrcReader, IrcTuning
from core.app import App
from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.live_chat import SeenIds
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON
from tests.fakes.app import make_app
from tests.servers.irc import LoopbackIrc, run_irc
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, LoopbackTwitch
from tests.servers.twitch import run_twitch as serve
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Channel

QUICK = TwitchTuning(mend_seconds=0.2, first_delay_seconds=0.05)
QUICK_IRC = IrcTuning(
    join_seconds=0.05, silence_seconds=2.0, answer_seconds=0.5, first_delay_seconds=0.05
)


@dataclass(slots=True, kw_only=True)
class TwitchWorld:
    twitch: LoopbackTwitch
    irc: LoopbackIrc
    app: App
    creator: Channel
    bot: Channel
    roster: Roster | None = None
    sent: int = 0

    async def chat(self, count: int, *, chatters: int = 20) -> int:
        """Send ordinary lines; return how many reached a socket."""
        sent = 0
        for number in range(count):
            text = f"what do you think of this one {number}"
            sent += bool(await self.twitch.say(self.creator, f"viewer{number % chatters}", text))
        return sent

    async def counted(self) -> int:
        """Return how many lines the newest stream counted, once it has been stored."""
        await self.app.chat.live.leave()
        stream = await self.stream()
        rows = await self.app.ports.stores.histograms.list_histograms(CREATOR, stream.id)
        return sum(sum(row.messages) for row in rows.items)

    async def stream(self) -> Stream:
        page = await self.app.ports.stores.streams.list_streams(CREATOR)
        return page.items[0]

    @property
    def said(self) -> list[str]:
        return [sent["message"] for sent in self.creator.sent]

    def subscribed(self, kind: str = "channel.chat.message") -> int:
        return len(self.twitch.eventsub.subscribed(kind))


async def until(is_so: Callable[[], bool], *, seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens on the other side
            await asyncio.sleep(0.01)


async def until_true(is_so: Callable[[], Awaitable[bool]], *, seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)


@asynccontextmanager
async def open_world(folder: Path, **instead: Any) -> AsyncIterator[TwitchWorld]:
    """Yield an app with one connected channel and a linked account for the bot."""
    async with serve() as twitch, run_irc() as irc, aiohttp.ClientSession() as http:
        clock = SystemClock()
        irc.join_seconds = 0.01
        helix = Helix(
            http,
            api_url=twitch.api_url,
            auth_url=twitch.auth_url,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            clock=clock,
        )
        ports: dict[str, Any] = {
            "clock": clock,
            "ids": RandomIds(),
            "finder": helix,
            "live_streams": helix,
            "twitch_clips": helix,
            "twitch_recordings": helix,
            "chat_voice": helix,
            "public_chat": IrcReader(url=irc.url, clock=clock, tuning=QUICK_IRC),
        }
        app = make_app(folder, **(ports | instead))
        creator, bot = twitch.add_channel("streamer"), twitch.add_channel("trussbot")
        world = TwitchWorld(twitch=twitch, irc=irc, app=app, creator=creator, bot=bot)
        twitch.issue_token(creator.id, CREATOR_SCOPES)
        irc.room_ids["streamer"] = creator.id
        await app.ports.stores.tokens.link_account(
            PlatformToken(
                creator_id=CREATOR,
                platform=Platform.TWITCH,
                account_id=bot.id,
                access_token=twitch.issue_token(bot.id, BOT_SCOPES).value,
                scopes=BOT_SCOPES,
                created_at=NOON,
                updated_at=NOON,
            )
        )
        await app.ports.stores.bindings.add_binding(
            TwitchBinding(
                broadcaster_id=creator.id,
                creator_id=CREATOR,
                login="streamer",
                created_at=NOON,
                updated_at=NOON,
            )
        )
        point_at(api_url=twitch.api_url, auth_url=twitch.auth_url, eventsub_url=twitch.eventsub_url)
        SteadySocket.seen = SeenIds()
        yield world


@asynccontextmanager
async def run_role(
    world: TwitchWorld, tuning: TwitchTuning = QUICK, *, client_id: str = CLIENT_ID
) -> AsyncIterator[Roster]:
    async with run_twitch(
        world.app,
        client_id=client_id,
        client_secret=CLIENT_SECRET,
        creator_id=CREATOR,
        tuning=tuning,
        roster_seconds=0.2,
        live_seconds=0.4,
    ) as roster:
        world.roster = roster
        yield roster
