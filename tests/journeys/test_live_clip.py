"""A stream goes live, chat erupts, and its moment is clipped: on Twitch, and from its footage."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import av
import pytest

from bot.footage_role import run_footage
from bot.runner import run_workers
from bot.twitch_client import point_at
from bot.twitch_role import run_twitch
from core.domain.clip import Clip, ClipStatus
from core.domain.live_moment import FootageStatus
from tests.journeys.live_world import (
    CREATOR,
    LINES,
    TITLE,
    LiveWorld,
    read_lines,
    run_live_world,
)
from tests.journeys.twitch_world import QUICK, until, until_true
from tests.servers.hls import read_clock, read_numbers
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET

pytestmark = pytest.mark.ffmpeg


@asynccontextmanager
async def run_roles(world, app):
    point_at(
        api_url=world.twitch.api_url,
        auth_url=world.twitch.auth_url,
        eventsub_url=world.twitch.eventsub_url,
    )
    async with (
        run_twitch(
            app,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            creator_id=CREATOR,
            tuning=QUICK,
            roster_seconds=0.2,
            live_seconds=0.4,
        ),
        run_footage(app, tend_seconds=0.1),
        run_workers(app, count=1),
    ):
        await until(lambda: bool(world.twitch.eventsub.subscribed("channel.chat.message")))
        yield


async def list_clips(app) -> list[Clip]:
    return list((await app.ports.clips.list_clips(CREATOR)).items)


async def is_in_review(app) -> bool:
    return any(clip.status is ClipStatus.IN_REVIEW for clip in await list_clips(app))


async def read_shown(app, object_key: str, read) -> list[float]:
    async with app.ports.storage.open_file(object_key) as video:
        return await asyncio.to_thread(read, video)


def window_in_picture(world: LiveWorld, stream, clip) -> tuple[float, float]:
    """Return what the picture's clock must show where the moment's window begins and ends."""
    ahead = (stream.started_at - world.clock_starts_at).total_seconds()
    return ahead + clip.spike.start_seconds, ahead + clip.spike.end_seconds


async def test_a_spike_becomes_a_twitch_clip_once_and_a_clip_of_the_right_second(tmp_path):
    lines = await asyncio.to_thread(read_lines, tmp_path)
    async with run_live_world(tmp_path) as world, world.open() as app:
        world.twitch.clip_polls = 2
        await world.set_up(app, keeps_footage=True)
        async with run_roles(world, app):
            await world.go_live(lines)
            await world.show(app)
            heard = await world.chat(lines)
            await until_true(lambda: is_in_review(app), seconds=90)
            (moment,) = await app.ports.live_moments.list_newest(CREATOR, limit=9)
            await until_true(lambda: has_link(app), seconds=30)
            await asyncio.sleep(1.2)
            await world.twitch.say(world.channel, "ann", "!lastclip")
            await until(lambda: bool(world.said))
        (clip,) = await list_clips(app)
        (stream,) = (await app.ports.streams.list_streams(CREATOR)).items
        asset = await app.ports.assets.get_asset(CREATOR, clip.asset_id)
        first, last = window_in_picture(world, stream, clip)
        source = await read_shown(app, asset.object_key, read_clock)
        made = await read_shown(app, clip.object_key, read_vertical)

    assert heard == len(lines) == LINES
    (asked,) = world.twitch.clips.values()
    assert (world.count_asked(), asked.title) == (1, TITLE)
    assert moment.footage is FootageStatus.CAUGHT
    assert stream.title == TITLE
    assert [marker["description"] for marker in world.channel.markers] == [
        f"Truss: {clip.spike.reaction.value}"
    ]
    # The source's pictures go on by 0.1 s, so the picture at an offset is the one of that index.
    shown = source[0] + clip.start_seconds, source[0] + clip.end_seconds
    assert shown == pytest.approx((first, last), abs=0.5)
    assert (made[0], made[-1]) == pytest.approx((first, last), abs=0.5)
    assert world.said == [f"{TITLE} https://clips.twitch.tv/{asked.id}"]


async def has_link(app) -> bool:
    moments = await app.ports.live_moments.list_newest(CREATOR, limit=9)
    return bool(moments and moments[0].twitch_clip_url)


def read_vertical(video: Path) -> list[float]:
    """Return the seconds that a vertical clip shows, whose picture fits its width. Blocks."""
    with av.open(str(video)) as source:
        pictures = (frame.to_ndarray(format="gray8") for frame in source.decode(video=0))
        return read_numbers(picture[820:1100] for picture in pictures)
