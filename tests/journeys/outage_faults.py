"""Outages of the platforms: while one is away, health says so; then all goes on, once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.work.platform import Platform
from tests.core.adapters.analysts.gemini.replies import make_rubric
from tests.journeys.fault_lines import Line, describe
from tests.journeys.fault_program import Program, within
from tests.journeys.fault_world import CREATOR, FaultWorld, open_fault_world
from tests.journeys.review_faults import OUTAGE_SECONDS, all_have_cards, open_review
from tests.journeys.spike_faults import EVENT_SUB, go_live, open_channels
from tests.servers.discord import Guild
from tests.servers.gemini import KEY, say

YES = "✅"
GOOD = json.dumps({"title": "Last-lap overtake", "rubric": make_rubric(9)})
TALK_SECONDS = 20.0
CLIPS = 3


@dataclass(slots=True)
class Seen:
    """What health said of an outage, and when it was well again."""

    told: float | None = None
    well: float | None = None

    def __str__(self) -> str:
        return f"told {describe(self.told)}, well {describe(self.well)}"

    @property
    def is_ok(self) -> bool:
        return None not in (self.told, self.well)


@asynccontextmanager
async def outage(
    world: FaultWorld, program: Program, *names: str, word: str
) -> AsyncIterator[Seen]:
    """Let sites be away while the block runs, and for `OUTAGE_SECONDS` at least."""
    seen, away = Seen(), time.monotonic()
    for name in names:
        await world.close_site(name)
    asking = asyncio.create_task(within(90, lambda: program.says(word)))
    yield seen
    seen.told = await asking
    await asyncio.sleep(max(0.0, away + OUTAGE_SECONDS - time.monotonic()))
    for name in names:
        await world.sites[name].open()
    seen.well = await within(240, program.is_well)


async def lose_twitch(folder: Path) -> list[Line]:
    """Twitch refuses connections while people chat: its API, its events and its chat."""
    said = 0

    async def talk(seconds: float) -> None:
        nonlocal said
        (channel,) = world.twitch.channels.values()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            said += bool(await world.twitch.say(channel, f"viewer{said % 30}", f"what {said}"))
            await asyncio.sleep(0.2)

    async def is_subscribed() -> bool:
        return bool(world.twitch.eventsub.subscribed("channel.chat.message"))

    async with open_fault_world(folder) as world:
        await open_channels(world, [], by=EVENT_SUB)
        await world.connect_channel()
        async with world.run() as program:
            await within(90, is_subscribed)
            await go_live(world, list(world.twitch.channels.values()), skew=0.0)
            await talk(TALK_SECONDS)
            async with outage(world, program, "twitch", "irc", word="Twitch") as seen:
                await talk(TALK_SECONDS)
            await within(120, is_subscribed)
            await talk(TALK_SECONDS)
            await asyncio.sleep(5)
            gaps = [gap for stream in await world.list_heard() for gap in stream.gaps]
            still = program.is_alive
        streams = await world.list_heard()
        counted = sum([await world.count_lines(stream.id) for stream in streams])
    missed = sum(gap.end_seconds - gap.start_seconds for gap in gaps)
    return [
        Line(
            fault=f"Twitch refuses connections for {OUTAGE_SECONDS} s while people chat",
            expected=f"{said} lines in 1 stream, and a gap of the outage; named meanwhile",
            found=f"{counted} lines in {len(streams)} streams, gaps of {missed:.0f} s; {seen}",
            is_ok=seen.is_ok
            and still
            and (counted, len(streams)) == (said, 1)
            and missed >= OUTAGE_SECONDS - 15,
        )
    ]


async def lose_gemini(folder: Path) -> list[Line]:
    """Gemini refuses connections while clips are made."""
    async with open_fault_world(folder) as world:
        world.use_gemini()
        world.gemini.default = say(GOOD)
        await world.add_source()
        await world.open_sites()
        async with world.run() as program:
            await program.wait_until_up()
            await within(60, program.is_well)
            async with outage(world, program, "gemini", word="Gemini") as seen:
                clips = [await world.add_clip(number) for number in range(1, CLIPS + 1)]
                made = await world.all_in_review(CLIPS)

            async def are_judged() -> bool:
                stored = [await world.stores.clips.get_clip(CREATOR, clip.id) for clip in clips]
                return all(clip.judgement is not None for clip in stored)

            judged = await within(400, are_judged)
            shown = len(world.gemini.requests)
    return [
        Line(
            fault=f"Gemini refuses connections for {OUTAGE_SECONDS} s while clips are made",
            expected=f"{CLIPS} clips in review meanwhile, each shown to Gemini once after it",
            found=f"in review {describe(made)}, judged {describe(judged)}, shown {shown}; {seen}",
            is_ok=seen.is_ok and None not in (made, judged) and shown == CLIPS,
        )
    ]


async def refuse_key(folder: Path) -> list[Line]:
    """Gemini refuses the key, and later takes it."""
    async with open_fault_world(folder) as world:
        world.use_gemini()
        world.gemini.key = "another key"
        await world.open_sites()
        async with world.run() as program:
            await program.wait_until_up()
            told = await within(60, lambda: program.says("Gemini", "TRUSS_GEMINI_API_KEY"))
            await asyncio.sleep(5)
            world.gemini.key = KEY
            well = await within(60, program.is_well)
    return [
        Line(
            fault="Gemini refuses the key, then takes it",
            expected="health names TRUSS_GEMINI_API_KEY; well without a restart",
            found=f"named {describe(told)}; well {describe(well)}",
            is_ok=None not in (told, well),
        )
    ]


async def lose_youtube(folder: Path) -> list[Line]:
    """YouTube refuses connections while clips are approved."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        await aim_at_youtube(world)
        async with world.run(grace_seconds=1) as program:
            await world.set_up(guild)
            for number in range(1, CLIPS + 1):
                await world.add_clip(number)
            await all_have_cards(world, guild, CLIPS, 200)
            async with outage(world, program, "youtube", word="Publishing to YouTube") as seen:
                await approve_all(world, guild)

            async def are_out() -> bool:
                return await world.count_publications(PublicationStatus.PUBLISHED) == CLIPS

            out = await within(300, are_out)
            await asyncio.sleep(5)
        approved = await world.count_clips(ClipStatus.APPROVED)
    videos = len(world.youtube.videos)
    return [
        Line(
            fault=f"YouTube refuses connections for {OUTAGE_SECONDS} s while clips are approved",
            expected=f"{CLIPS} videos, one a clip, without anybody doing anything",
            found=f"{approved} clips approved, all out {describe(out)}, {videos} videos; {seen}",
            is_ok=seen.is_ok and out is not None and videos == CLIPS,
        )
    ]


async def aim_at_youtube(world: FaultWorld) -> None:
    """Link a channel of YouTube, and let approved clips go there."""
    await world.use_youtube()
    now = datetime.now(UTC)
    token = PlatformToken(
        creator_id=CREATOR,
        platform=Platform.YOUTUBE,
        account_id="UC1",
        access_token="access",
        scopes=frozenset(list_scopes(Platform.YOUTUBE)),
        created_at=now,
        updated_at=now,
    )
    await world.stores.tokens.link_account(token)
    target = PublishTarget(platform=Platform.YOUTUBE, account_id="UC1")
    targets = PublishTargets(creator_id=CREATOR, targets=(target,), uses_slots=False)
    await world.stores.targets.save_targets(targets)


async def approve_all(world: FaultWorld, guild: Guild) -> None:
    moderator = world.discord.add_member(guild, "moderators")
    for card in world.list_cards(guild):
        await world.discord.react(moderator, card["id"], YES)
