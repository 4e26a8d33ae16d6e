"""Platforms on loopback, and the creators with their servers, channels and accounts there."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish, FramingWishes
from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.stores import Stores
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer
from tests.journeys.fault_program import Site
from tests.journeys.fault_world import CREATOR, FaultWorld
from tests.journeys.long_soak.aws_world import AwsWorld
from tests.journeys.long_soak.tuning import (
    CHANNELS,
    MINUTES,
    SETTINGS,
    SETTLES_SECONDS,
    SPIKES,
    STREAMERS,
    UPLOADERS,
)
from tests.journeys.spike_faults import set_spikes
from tests.servers.discord import INSTALLER_ID, Guild
from tests.servers.gemini import Answer, say
from tests.servers.hls import HlsSegment, make_clock_stream, make_clock_video
from tests.servers.tiktok import TikTokServer
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES
from tests.servers.twitch_state import Channel

CLIP_SECONDS: Final = 60
_VOD_LAG_SECONDS: Final = 4
_LISTED_AFTER_SECONDS: Final = 12.0
"""Twitch lists a clip within 15 s, however often anybody looks meanwhile."""
_BEFORE_SECONDS: Final = 600
"""Setting up may take so long before the first eruption."""


@dataclass(slots=True, kw_only=True)
class Creator:
    """A creator: their server, and the accounts that their clips go to."""

    id: CreatorId
    guild: Guild
    owner_id: str
    star: Channel | None = None
    moderator_id: str = ""
    targets: frozenset[Platform] = frozenset()


class Pictures:
    """What streams show: a clock, from which recordings and Twitch's own clips are served."""

    def __init__(self, folder: Path, world: FaultWorld) -> None:
        self._folder, self._world = folder, world
        self._segments: list[HlsSegment] = []
        self._began = datetime.now(UTC)

    async def draw(self) -> None:
        self._folder.mkdir()
        seconds = int(60 * MINUTES + SETTLES_SECONDS + _BEFORE_SECONDS)
        self._segments = await asyncio.to_thread(
            make_clock_stream, self._folder, starts_at=self._began, seconds=seconds
        )
        clip = self._folder / "clip.mp4"
        await asyncio.to_thread(make_clock_video, clip, first_second=0, seconds=CLIP_SECONDS)

    def make_app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/vod/{video_id}.m3u8", self._give_recording)
        app.router.add_get("/vod/{name}", self._give_file)
        app.router.add_get("/{name}", self._give_file)
        return app

    async def _give_recording(self, request: web.Request) -> web.Response:
        """Give what a stream showed up to now, as a recording that grows."""
        video = self._world.twitch.videos[request.match_info["video_id"]]
        since = video.created_at
        passed = (datetime.now(UTC) - since).total_seconds() - _VOD_LAG_SECONDS
        lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:1"]
        for number, segment in enumerate(self._segments[: max(1, int(passed))]):
            at = (since + timedelta(seconds=number)).isoformat(timespec="milliseconds")
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{at.replace('+00:00', 'Z')}")
            lines += [f"#EXTINF:{segment.duration_seconds},", segment.name]
        text = "\n".join([*lines, "#EXT-X-ENDLIST", ""])
        return web.Response(text=text, content_type="application/x-mpegurl")

    async def _give_file(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._folder / request.match_info["name"])


class Judge:
    """Answers as a good model would, with another title each time."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def answer(self, request: dict[str, Any]) -> Answer:
        title = f"Overtake number {next(self._numbers)}"
        if "clock_readings" in json.dumps(request):
            return say(write_answer(make_moment(title=title)))
        return say(json.dumps({"title": title, "rubric": make_rubric(9)}))


@dataclass(slots=True, kw_only=True)
class Platforms:
    """The whole loopback world of the soak."""

    world: FaultWorld
    aws: AwsWorld
    tiktok: TikTokServer
    judge: Judge = field(default_factory=Judge)
    creators: list[Creator] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)

    @property
    def stores(self) -> Stores:
        return self.aws.stores

    @property
    def stars(self) -> list[Channel]:
        return [creator.star for creator in self.creators if creator.star is not None]


async def open_platforms(folder: Path, aws: AwsWorld) -> Platforms:
    """Open every site, and make the people; nobody has typed `/setup` yet."""
    world = FaultWorld(folder=folder, stores=aws.stores, storage=aws.backing.files.storage)
    world.settings |= SETTINGS | set_spikes(SPIKES) | aws.settings
    world.environment |= aws.environment
    world.has_sessions = True
    first = world.use_discord()
    world.use_irc()
    world.use_gemini()
    await world.use_youtube()
    await world.use_twitch()
    platforms = Platforms(world=world, aws=aws, tiktok=_use_tiktok(world))
    world.gemini.default = platforms.judge.answer
    world.youtube.inserts_max = 100_000
    await _use_pictures(folder, world)
    _add_creators(platforms, first)
    _add_channels(platforms)
    for name, site in world.sites.items():
        if name != "youtube":
            await site.open()
    for channel in platforms.channels:
        await world.twitch.go_live(channel)
    return platforms


def _use_tiktok(world: FaultWorld) -> TikTokServer:
    tiktok = TikTokServer()
    site = world.sites["tiktok"] = Site(tiktok.make_app)
    tiktok.url = f"http://{site.place}"
    world.settings |= {"tiktok_api_url": tiktok.url}
    return tiktok


async def _use_pictures(folder: Path, world: FaultWorld) -> None:
    pictures = Pictures(folder / "pictures", world)
    await pictures.draw()
    site = world.sites["pictures"] = Site(pictures.make_app)
    world.twitch.clip_polls, world.twitch.clip_seconds = 0, _LISTED_AFTER_SECONDS
    world.twitch.clip_download_url = f"http://{site.place}/clip.mp4"
    world.settings |= {
        "twitch_video_address": f"hls://http://{site.place}/vod/{{video_id}}.m3u8",
        "twitch_stream_address": f"hls://http://{site.place}/live/{{login}}.m3u8",
    }


def _add_creators(platforms: Platforms, first: Guild) -> None:
    world = platforms.world
    for number in range(STREAMERS + UPLOADERS):
        owner_id = world.discord.new_id() if number else INSTALLER_ID
        guild = world.discord.add_guild(owner_id=owner_id) if number else first
        creator_id = CreatorId(f"discord-{owner_id}") if number else CREATOR
        creator = Creator(id=creator_id, guild=guild, owner_id=owner_id)
        creator.moderator_id = world.discord.add_member(guild, "moderators")
        if number == 0:
            (creator.star,) = world.twitch.channels.values()
        elif number < STREAMERS:
            creator.star = world.add_twitch_channel(f"star{number}")
        platforms.creators.append(creator)


def _add_channels(platforms: Platforms) -> None:
    platforms.channels += platforms.stars
    while len(platforms.channels) < CHANNELS:
        channel = platforms.world.add_twitch_channel(f"quiet{len(platforms.channels)}")
        platforms.channels.append(channel)
    # Half of them do not let anybody clip: their moments come from their recordings.
    for channel in platforms.stars[1::2]:
        channel.clip_refusal = (403, "The broadcaster has restricted the ability to clip.")


async def connect_all(platforms: Platforms) -> None:
    """Let every creator choose where clips go, and connect their channels."""
    for number, creator in enumerate(platforms.creators):
        binding = await platforms.stores.guilds.find_guild(creator.guild.id)
        assert binding is not None
        assert binding.creator_id == creator.id
        await _link_accounts(platforms, creator, number)
        wish = FramingWish(layout=Layout.FIT, has_captions=False)
        await platforms.stores.framings.save_wishes(
            FramingWishes(creator_id=creator.id, usual=wish)
        )
    now = datetime.now(UTC)
    for number, channel in enumerate(platforms.channels):
        await platforms.stores.bindings.add_binding(
            TwitchBinding(
                broadcaster_id=channel.id,
                creator_id=platforms.creators[number % STREAMERS].id,
                login=channel.login,
                created_at=now,
                updated_at=now,
            )
        )


async def _link_accounts(platforms: Platforms, creator: Creator, number: int) -> None:
    youtube, tiktok = f"UC{number}", f"tt{number}"
    await _link(platforms, creator, Platform.YOUTUBE, youtube, "access")
    await _link(platforms, creator, Platform.TIKTOK, tiktok, "access")
    choices = PostChoices(privacy=Privacy.PUBLIC, chosen_by="web", chosen_at=datetime.now(UTC))
    targets = [
        PublishTarget(platform=Platform.DISCORD, account_id=creator.guild.channels["chat"]),
        PublishTarget(platform=Platform.YOUTUBE, account_id=youtube),
        PublishTarget(platform=Platform.TIKTOK, account_id=tiktok, choices=choices),
    ]
    if creator.star is not None:
        if number:  # the first creator's account is the bot's, and is linked already
            token = platforms.world.twitch.issue_token(creator.star.id, BOT_SCOPES | CREATOR_SCOPES)
            await _link(platforms, creator, Platform.TWITCH, creator.star.id, token.value)
        targets.append(PublishTarget(platform=Platform.TWITCH, account_id=creator.star.id))
    creator.targets = frozenset(target.platform for target in targets)
    await platforms.stores.targets.save_targets(
        PublishTargets(creator_id=creator.id, targets=tuple(targets), uses_slots=False)
    )


async def _link(
    platforms: Platforms, creator: Creator, platform: Platform, account_id: str, value: str
) -> None:
    now = datetime.now(UTC)
    scopes = BOT_SCOPES | CREATOR_SCOPES | frozenset(list_scopes(platform))
    await platforms.stores.tokens.link_account(
        PlatformToken(
            creator_id=creator.id,
            platform=platform,
            account_id=account_id,
            account_name="ada",
            access_token=value,
            scopes=scopes,
            created_at=now,
            updated_at=now,
        )
    )


def make_chance(name: str, seed: int) -> random.Random:
    """Return a generator of its own for one kind of happening, so that one changes no other."""
    return random.Random(f"{name} {seed}")
