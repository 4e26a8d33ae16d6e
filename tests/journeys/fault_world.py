"""`trussbot run` in a process of its own, among platforms on loopback that can go away."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

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
from core.domain.publishing.publication import PublicationStatus
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
from tests.journeys.fault_program import METRICS_TOKEN, Program, Site, find_free_port, within
from tests.servers.discord import INSTALLER_ID, TOKEN, Guild, LoopbackDiscord
from tests.servers.gemini import KEY, GeminiServer
from tests.servers.hls import make_clock_video
from tests.servers.irc import LoopbackIrc
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, LoopbackTwitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Channel
from tests.servers.youtube import YouTubeServer

ROOT: Final = Path(__file__).parents[2]
CREATOR: Final = CreatorId("local")
LOGIN: Final = "streamer"
ASSET_ID: Final = AssetId(make_test_ulid(7))
STREAM_ID: Final = StreamId(make_test_ulid(8))
SOURCE_KEY: Final = f"creators/{CREATOR}/assets/7/source.mp4"


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
    youtube: YouTubeServer = field(default_factory=YouTubeServer)
    sites: dict[str, Site] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    has_sessions: bool = False
    """Each program has a session of its own, as where a supervisor starts it."""

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

    async def use_youtube(self) -> None:
        place = self._add_site("youtube", self.youtube.make_app)
        self.youtube.url, self.youtube.polls = f"http://{place}", 0
        self.settings |= {"youtube_api_url": self.youtube.url}
        await self.sites["youtube"].open()

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
        dropping = {
            "discord": self.discord.drop,
            "irc": self.irc.drop,
            "twitch": self.twitch.eventsub.drop,
        }
        if name in dropping:
            await dropping[name]()
        await self.sites[name].close()

    async def set_up(self, guild: Guild) -> None:
        """Type `/setup` as soon as the bot has registered its commands."""

        async def is_there() -> bool:
            return bool(self.discord.commands) and self.discord.identifies > 0

        assert await within(180, is_there) is not None
        asked = await self.discord.type_command(
            guild,
            INSTALLER_ID,
            "setup here",
            review_channel=guild.channels["review"],
            moderator_role=guild.roles["moderators"],
        )
        await asyncio.wait_for(asked.answered.wait(), 90)

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

    async def count_publications(self, status: PublicationStatus) -> int:
        page = await self.stores.publications.list_publications(CREATOR, limit=100)
        return sum(publication.status is status for publication in page.items)

    async def count_lines(self, stream_id: StreamId) -> int:
        rows = await self.stores.histograms.list_histograms(CREATOR, stream_id)
        return sum(sum(row.messages) for row in rows.items)

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
        given = {"web_port": find_free_port(), **more}
        program = await asyncio.to_thread(self.start, **given)
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
        given["metrics_token"] = METRICS_TOKEN
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
                start_new_session=self.has_sessions,
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
