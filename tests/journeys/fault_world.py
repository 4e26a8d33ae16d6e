"""`trussbot run` in a process of its own, among platforms on loopback that can go away."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from bot.bootstrap.backing import WORKSPACE_FILE, open_local_backing
from core.adapters.clock import SystemClock
from core.adapters.ffmpeg.probe import VideoProber
from core.adapters.home import read_secret
from core.adapters.table.stores import open_stores
from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish, FramingWishes
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import AssetId, CreatorId, StreamId
from core.domain.work.platform import Platform
from core.ports.storage import ObjectStorage
from core.ports.stores import Stores
from tests.builders import (
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.servers.discord import INSTALLER_ID, TOKEN, Guild, LoopbackDiscord
from tests.servers.gemini import KEY, GeminiServer
from tests.servers.hls import make_clock_video
from tests.servers.irc import LoopbackIrc
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, LoopbackTwitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Channel

ROOT: Final = Path(__file__).parents[2]
CREATOR: Final = CreatorId("local")
LOGIN: Final = "streamer"
ASSET_ID: Final = AssetId(make_test_ulid(7))
STREAM_ID: Final = StreamId(make_test_ulid(8))
SOURCE_KEY: Final = f"creators/{CREATOR}/assets/7/source.mp4"


def find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


async def within(seconds: float, is_so: Callable[[], Awaitable[bool]]) -> float | None:
    """Return after how many seconds it was so, or None if it never was."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while loop.time() - began < seconds:
        if await is_so():
            return loop.time() - began
        await asyncio.sleep(0.1)
    return None


class Site:
    """A platform's address: connections are refused until it is up, and while it is away."""

    def __init__(self, make_app: Callable[[], web.Application]) -> None:
        self.port = find_free_port()
        self._make_app = make_app
        self._runner: web.AppRunner | None = None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        self._runner = web.AppRunner(
            self._make_app(), access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


@dataclass(slots=True, kw_only=True)
class Program:
    """The running process, its log, and what its page says of it."""

    process: subprocess.Popen[bytes]
    log: Path
    page: str
    _cookies: dict[str, str] = field(default_factory=dict)

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def read_log(self) -> str:
        return self.log.read_text(errors="replace")

    async def health(self) -> tuple[int, str]:
        """Return the status and the text of the health address; 0 while there is no page.

        The owner asks, signed in by the link of the log: strangers are told names alone.
        """
        limit = aiohttp.ClientTimeout(total=10)
        jar = aiohttp.CookieJar(unsafe=True)
        try:
            async with aiohttp.ClientSession(timeout=limit, cookie_jar=jar) as http:
                if not self._cookies:
                    await self._sign_in(http)
                async with http.get(f"{self.page}/healthz", cookies=self._cookies) as answer:
                    return answer.status, (await answer.text()).strip()
        except (aiohttp.ClientError, TimeoutError):
            return 0, ""

    async def _sign_in(self, http: aiohttp.ClientSession) -> None:
        link = re.search(r"http://\S+/login/\S+", self.read_log())
        if link is None:
            return
        async with http.post(link[0], headers={"Origin": self.page}, allow_redirects=False) as done:
            self._cookies = {name: morsel.value for name, morsel in done.cookies.items()}

    def count_cpu_seconds(self) -> float:
        """Return what the process has taken of the processors, which tells more than wall time."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def is_up(self) -> bool:
        return (await self.health())[0] != 0

    async def is_well(self) -> bool:
        return (await self.health())[0] == 200

    async def wait_until_up(self) -> float | None:
        return await within(60, self.is_up)

    async def says(self, *words: str) -> bool:
        _, text = await self.health()
        return all(word in text for word in words)


@dataclass(slots=True, kw_only=True)
class FaultWorld:
    """The platforms, the home, and what the tests change in its table from outside."""

    folder: Path
    stores: Stores
    storage: ObjectStorage
    discord: LoopbackDiscord = field(default_factory=LoopbackDiscord)
    twitch: LoopbackTwitch = field(default_factory=LoopbackTwitch)
    irc: LoopbackIrc = field(default_factory=LoopbackIrc)
    gemini: GeminiServer = field(default_factory=GeminiServer)
    sites: dict[str, Site] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def use_discord(self) -> Guild:
        place = self._add_site("discord", self.discord.make_app)
        self.discord.url = f"http://{place}"
        self.settings |= {
            "discord_token": TOKEN,
            "discord_api_url": f"http://{place}/api/v10",
            "discord_gateway_url": f"ws://{place}/gw/",
            "discord_cdn_url": f"http://{place}",
        }
        return self.discord.add_guild()

    def use_irc(self) -> None:
        place = self._add_site("irc", self.irc.make_app)
        self.irc.url, self.irc.join_seconds = f"ws://{place}/", 0.01
        self.settings |= {"twitch_irc_url": self.irc.url}

    def use_gemini(self) -> None:
        place = self._add_site("gemini", self.gemini.make_app)
        self.gemini.url = f"http://{place}"
        self.settings |= {"gemini_api_key": KEY, "gemini_api_url": self.gemini.url}

    async def use_twitch(self) -> None:
        """Register an application, and link the channel's account to it."""
        place = self._add_site("twitch", self.twitch.make_app)
        self.twitch.url = f"http://{place}"
        self.settings |= {
            "twitch_client_id": CLIENT_ID,
            "twitch_client_secret": CLIENT_SECRET,
            "twitch_api_url": self.twitch.api_url,
            "twitch_auth_url": self.twitch.auth_url,
            "twitch_eventsub_url": self.twitch.eventsub_url,
        }
        channel = self.add_twitch_channel(LOGIN)
        scopes, now = BOT_SCOPES | CREATOR_SCOPES, datetime.now(UTC)
        token = PlatformToken(
            creator_id=CREATOR,
            platform=Platform.TWITCH,
            account_id=channel.id,
            access_token=self.twitch.issue_token(channel.id, scopes).value,
            scopes=scopes,
            created_at=now,
            updated_at=now,
        )
        await self.stores.tokens.link_account(token)

    def add_twitch_channel(self, login: str) -> Channel:
        """Open a channel whose owner lets Truss read it."""
        channel = self.twitch.add_channel(login)
        self.irc.room_ids[login] = channel.id
        self.twitch.issue_token(channel.id, CREATOR_SCOPES)
        return channel

    async def connect_channel(self, login: str = LOGIN) -> None:
        now = datetime.now(UTC)
        binding = TwitchBinding(
            broadcaster_id=self.irc.room_id(login),
            creator_id=CREATOR,
            login=login,
            created_at=now,
            updated_at=now,
        )
        await self.stores.bindings.add_binding(binding)

    def _add_site(self, name: str, make_app: Callable[[], web.Application]) -> str:
        site = self.sites[name] = Site(make_app)
        return site.place

    async def open_sites(self) -> None:
        for site in self.sites.values():
            await site.open()

    async def close_site(self, name: str) -> None:
        if name == "discord":
            await self.discord.drop()
        await self.sites[name].close()

    async def set_up(self, guild: Guild) -> None:
        """Type `/setup` as soon as the bot has registered its commands."""

        async def is_there() -> bool:
            return bool(self.discord.commands) and self.discord.identifies > 0

        assert await within(60, is_there) is not None
        asked = await self.discord.type_command(
            guild,
            INSTALLER_ID,
            "setup",
            review_channel=guild.channels["review"],
            moderator_role=guild.roles["moderators"],
        )
        await asyncio.wait_for(asked.answered.wait(), 30)

    async def add_source(self) -> None:
        """Store the video that clips are cut from."""
        video = self.folder / "source.mp4"
        await asyncio.to_thread(make_clock_video, video, first_second=0, seconds=60)
        facts = await VideoProber().probe(video)
        await self.storage.put_file(SOURCE_KEY, video)
        asset = make_asset(id=ASSET_ID, creator_id=CREATOR, object_key=SOURCE_KEY, facts=facts)
        await self.stores.assets.add_asset(asset)
        stream = make_stream(id=STREAM_ID, creator_id=CREATOR, asset_id=ASSET_ID)
        await self.stores.streams.add_stream(stream)
        wish = FramingWish(layout=Layout.FIT, has_captions=False)
        await self.stores.framings.save_wishes(FramingWishes(creator_id=CREATOR, usual=wish))

    async def add_clip(self, number: int) -> Clip:
        """Store a moment of the source with the job that makes its clip."""
        stream = await self.stores.streams.get_stream(CREATOR, STREAM_ID)
        starts = 2.0 * number
        spike = replace(
            make_spike(),
            detected_at_seconds=starts + 11.0,
            start_seconds=starts,
            end_seconds=starts + 12.0,
            peak_seconds=starts + 8.0,
        )
        clip = make_clip(
            id=make_test_clip_id(number),
            creator_id=CREATOR,
            start_seconds=starts,
            end_seconds=starts + 12.0,
            spike=spike,
        )
        job = make_job(id=make_test_ulid(100 + number), creator_id=CREATOR, subject_id=clip.id)
        await self.stores.spikes.add_spike(stream, spike, clip=clip, job=job)
        return clip

    async def count_clips(self, status: ClipStatus) -> int:
        page = await self.stores.clips.list_clips_by_status(CREATOR, status, limit=100)
        return len(page.items)

    async def all_in_review(self, count: int) -> float | None:
        """Return after how many seconds so many clips are in review."""

        async def is_so() -> bool:
            return await self.count_clips(ClipStatus.IN_REVIEW) == count

        return await within(120, is_so)

    def list_cards(self, guild: Guild) -> list[dict[str, Any]]:
        return [card for card in self.discord.cards(guild) if card["components"]]

    async def list_heard(self) -> list[Stream]:
        """Return the streams that chat opened."""
        page = await self.stores.streams.list_streams(CREATOR)
        return [stream for stream in page.items if stream.id != STREAM_ID]

    @asynccontextmanager
    async def run(self, **more: Any) -> AsyncIterator[Program]:
        """Run the program until the block ends, then end it as its operator would."""
        port = find_free_port()
        program = await asyncio.to_thread(self.start, web_port=port, **more)
        try:
            yield program
            program.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(program.process.wait, 30)
        finally:
            program.process.kill()
            await asyncio.to_thread(program.process.wait)

    def start(self, *, web_port: int, **more: Any) -> Program:
        """Start the program. Blocks."""
        given = {"home": self.home, "creator_id": CREATOR, "web_port": web_port}
        given |= {"sweep_seconds": 0.5, "retry_seconds": 1, **self.settings, **more}
        named = {f"TRUSS_{name.upper()}": str(value) for name, value in given.items()}
        log = Path(str(given["home"])).with_suffix(".log")
        with log.open("ab") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=os.environ | self.environment | named,
                stdout=file,
                stderr=file,
            )
        return Program(process=process, log=log, page=f"http://127.0.0.1:{web_port}")

    def lock_table(self) -> sqlite3.Connection:
        """Lock the table for every other writer until the connection is closed. Blocks."""
        connection = sqlite3.connect(
            self.home / WORKSPACE_FILE, timeout=30, isolation_level=None, check_same_thread=False
        )
        connection.execute("BEGIN EXCLUSIVE")
        return connection


@asynccontextmanager
async def open_fault_world(folder: Path) -> AsyncIterator[FaultWorld]:
    """Open a home of its own below `folder`; no platform is there yet."""
    home, clock = folder / "home", SystemClock()
    await asyncio.to_thread(home.mkdir, parents=True)
    async with AsyncExitStack() as stack:
        backing = await stack.enter_async_context(open_local_backing(home, clock))
        stores = open_stores(
            backing.table,
            cursor_secret=await read_secret(home, "cursors"),
            clock=clock,
            cipher=backing.cipher,
            storage=backing.files.storage,
        )
        world = FaultWorld(folder=folder, stores=stores, storage=backing.files.storage)
        try:
            yield world
        finally:
            await world.irc.drop()
            for site in world.sites.values():
                await site.close()
