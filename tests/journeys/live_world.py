"""A channel whose stream runs on loopback: its chat on Twitch, its picture a clock."""

from __future__ import annotations

import asyncio
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import open_connected
from config.settings import Settings, load_settings
from core.adapters.chat_logs import RecordedChatReader
from core.app import App
from core.domain.accounts.platform_token import PlatformToken
from core.domain.chat.chat_message import ChatMessage
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish, FramingWishes
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from tests.builders import NOON
from tests.chat_generator import GeneratedChat
from tests.journeys.twitch_world import until
from tests.quick_encoding import write_quick_ffmpeg
from tests.servers.hls import HlsSegment, LoopbackHls, make_clock_stream, run_hls
from tests.servers.irc import LoopbackIrc, run_irc
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, LoopbackTwitch
from tests.servers.twitch import run_twitch as serve
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET, Channel

RECORDINGS = Path(__file__).parents[3] / "shared" / "chat" / "dev.tar.xz"
RECORDED, FIRST_LINE = "lol/nalcs_w6d1_IMT_TL_g2/chat.csv", 1040
LINES = 500
CREATOR = CreatorId("local")
TITLE = "50% + 1 & #2 <b>"
PICTURE_SECONDS = 75
"""The picture's clock begins this long before the last line."""

AFTER_SECONDS = 12


@dataclass(slots=True, kw_only=True)
class LiveWorld:
    """`chat_ends_at` is the wall clock of the last line; `clock_starts_at` that of picture 0."""

    twitch: LoopbackTwitch
    hls: LoopbackHls
    irc: LoopbackIrc
    channel: Channel
    home: Path
    ffmpeg: Path
    access_token: str
    pictures: list[HlsSegment]
    clock_starts_at: datetime = NOON
    chat_ends_at: datetime = NOON

    def settings(self, **given: Any) -> Settings:
        return load_settings(**(self.values() | given))

    def values(self) -> dict[str, Any]:
        return {
            "home": self.home,
            "creator_id": CREATOR,
            "web_port": 0,
            "grace_seconds": 0,
            "twitch_client_id": CLIENT_ID,
            "twitch_client_secret": CLIENT_SECRET,
            "twitch_api_url": self.twitch.api_url,
            "twitch_auth_url": self.twitch.auth_url,
            "twitch_eventsub_url": self.twitch.eventsub_url,
            "twitch_irc_url": self.irc.url,
            "twitch_stream_address": f"hls://{self.hls.url}/{{login}}.m3u8",
            "twitch_video_address": f"hls://{self.hls.url}/{{video_id}}.m3u8",
            "fetch_allowed_networks": "127.0.0.0/8",
            "ffmpeg": str(self.ffmpeg),
            # A clip of 10 s shows as much as one of 30 s, and takes a third as long to make.
            "spike": {"lead_seconds": 8.5},
        }

    @asynccontextmanager
    async def open(self) -> AsyncIterator[App]:
        published = self.home / "published"
        async with open_connected(self.settings(), publish_folder=published) as app:
            yield app

    async def set_up(self, app: App, *, keeps_footage: bool) -> None:
        """Connect the channel and link its account, as its creator would."""
        now = datetime.now(UTC)
        await app.ports.stores.tokens.link_account(
            PlatformToken(
                creator_id=CREATOR,
                platform=Platform.TWITCH,
                account_id=self.channel.id,
                access_token=self.access_token,
                scopes=BOT_SCOPES | CREATOR_SCOPES,
                created_at=now,
                updated_at=now,
            )
        )
        await app.ports.stores.bindings.add_binding(
            TwitchBinding(
                broadcaster_id=self.channel.id,
                creator_id=CREATOR,
                login=self.channel.login,
                created_at=now,
                updated_at=now,
                keeps_footage=keeps_footage,
            )
        )
        wish = FramingWish(layout=Layout.FIT, has_captions=False)
        await app.ports.stores.framings.save_wishes(FramingWishes(creator_id=CREATOR, usual=wish))

    async def go_live(self, lines: list[ChatMessage]) -> None:
        """Start the stream in the past, so that its last line is due about now."""
        now = datetime.now(UTC).replace(microsecond=0)
        self.chat_ends_at = now + timedelta(seconds=4)
        self.clock_starts_at = self.chat_ends_at - timedelta(seconds=PICTURE_SECONDS)
        dummy = self.pictures[0].starts_at
        self.hls.load(
            *(
                replace(one, starts_at=self.clock_starts_at + (one.starts_at - dummy))
                for one in self.pictures
            )
        )
        self.hls.push(4)
        begins = self.chat_ends_at - timedelta(seconds=lines[-1].offset_seconds)
        await self.twitch.go_live(self.channel, started_at=begins - timedelta(seconds=1))

    async def show(self, app: App) -> None:
        """Continue the picture until after the last line, and wait until the ring has it."""

        def reaches(seconds: float) -> bool:
            at = app.ports.footage.rings.reach(self.channel.login)
            return at is not None and at >= self.clock_starts_at + timedelta(seconds=seconds)

        await until(lambda: reaches(4))
        self.hls.push(PICTURE_SECONDS + AFTER_SECONDS - 4)
        await until(lambda: reaches(PICTURE_SECONDS + AFTER_SECONDS))

    async def chat(self, lines: list[ChatMessage]) -> int:
        """Send the lines, spaced as recorded; return how many arrived."""
        heard = 0
        for line in lines:
            before = timedelta(seconds=lines[-1].offset_seconds - line.offset_seconds)
            at = (self.chat_ends_at - before).isoformat().replace("+00:00", "Z")
            heard += bool(await self.twitch.say(self.channel, line.chatter, line.text, at=at))
            await asyncio.sleep(0)
        return heard

    @property
    def said(self) -> list[str]:
        return [sent["message"] for sent in self.channel.sent]

    def count_asked(self) -> int:
        return len(self.twitch.requests_to("POST", "/clips"))


def read_lines(folder: Path) -> list[ChatMessage]:
    """Return 500 lines that erupt near their end, recorded ones if available. Blocks."""
    if RECORDINGS.exists():
        with tarfile.open(RECORDINGS) as archive:
            archive.extract(f"./{RECORDED}", folder, filter="data")
        log = RecordedChatReader().open_log(folder / RECORDED)
        lines = [event for event in log if isinstance(event, ChatMessage)]
        return lines[FIRST_LINE : FIRST_LINE + LINES]
    chat = GeneratedChat(3, duration_seconds=230.0)
    chat.talk(115)
    chat.erupt(222.0, 60, "hype")
    lines = [event for event in chat.events() if isinstance(event, ChatMessage)]
    return [line for line in lines if line.offset_seconds < 228.0][-LINES:]


@asynccontextmanager
async def run_live_world(folder: Path) -> AsyncIterator[LiveWorld]:
    pictures = folder / "pictures"
    await asyncio.to_thread(pictures.mkdir)
    seconds = PICTURE_SECONDS + AFTER_SECONDS
    now = datetime.now(UTC)
    segments = await asyncio.to_thread(make_clock_stream, pictures, starts_at=now, seconds=seconds)
    async with serve() as twitch, run_hls(pictures) as hls, run_irc() as irc:
        hls.window = seconds
        channel = twitch.add_channel("streamer")
        channel.title = TITLE
        irc.room_ids["streamer"] = channel.id
        token = twitch.issue_token(channel.id, BOT_SCOPES | CREATOR_SCOPES)
        yield LiveWorld(
            twitch=twitch,
            hls=hls,
            irc=irc,
            channel=channel,
            home=folder / "home",
            ffmpeg=await asyncio.to_thread(write_quick_ffmpeg, folder),
            access_token=token.value,
            pictures=segments,
        )
