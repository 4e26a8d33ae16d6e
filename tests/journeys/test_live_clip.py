"""A stream goes live, chat erupts, and its moment is clipped: on Twitch, and from its footage."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
import pytest

from bot.footage_role import run_footage
from bot.runner import run_workers
from bot.twitch_client import point_at
from bot.twitch_role import run_twitch
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.footage.live_moment import FootageStatus
from tests.journeys.live_world import CREATOR, LINES, TITLE, LiveWorld, read_lines, run_live_world
from tests.journeys.twitch_world import QUICK, until, until_true
from tests.servers.hls import make_clock_video, read_clock, read_numbers
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET

ROOT = Path(__file__).parents[2]
DOWNLOAD_SECRET = "0f5a9c31e7d84b22"

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
    return list((await app.ports.stores.clips.list_clips(CREATOR)).items)


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
            await until_true(lambda: has_link(app), seconds=30)
            await asyncio.sleep(1.2)
            await world.twitch.say(world.channel, "ann", "!lastclip")
            await until(lambda: bool(world.said))
        moments = await app.ports.stores.live_moments.list_newest(CREATOR, limit=9)
        clip = next(c for c in await list_clips(app) if c.object_key is not None)
        moment = next(one for one in moments if one.clip_id == clip.id)
        (stream,) = (await app.ports.stores.streams.list_streams(CREATOR)).items
        asset = await app.ports.stores.assets.get_asset(CREATOR, clip.asset_id)
        first, last = window_in_picture(world, stream, clip)
        source = await read_shown(app, asset.object_key, read_clock)
        made = await read_shown(app, clip.object_key or "", read_vertical)

    assert heard == len(lines) == LINES
    assert clip.spike is not None
    # On a slow machine the lines come apart, and may then be heard as two moments.
    assert world.count_asked() == len(moments) == len(world.twitch.clips)
    assert world.twitch.clips[moment.twitch_clip_id].title == TITLE
    assert moment.footage is FootageStatus.CAUGHT
    assert stream.title == TITLE
    marks = [marker["description"] for marker in world.channel.markers]
    assert f"Truss: {clip.spike.reaction.value}" in marks
    assert len(marks) == len(moments)
    # The source's pictures go on by 0.1 s, so the picture at an offset is the one of that index.
    shown = source[0] + clip.start_seconds, source[0] + clip.end_seconds
    assert shown == pytest.approx((first, last), abs=0.5)
    assert (made[0], made[-1]) == pytest.approx((first, last), abs=0.5)
    (said,) = world.said
    assert said in {f"{TITLE} https://clips.twitch.tv/{asked}" for asked in world.twitch.clips}


async def test_killed_while_it_asks_twitch_nothing_is_there_twice_and_the_clip_comes(tmp_path):
    """The whole program, killed: no ring is on, so the clip is made of the Twitch clip's video."""
    lines = await asyncio.to_thread(read_lines, tmp_path)
    async with run_live_world(tmp_path) as world:
        async with world.open() as app:
            await world.set_up(app, keeps_footage=False)
        world.twitch.clip_polls = 1_000_000
        world.twitch.clip_download_url = f"{world.hls.url}/clip.mp4?sig={DOWNLOAD_SECRET}"
        await world.go_live(lines)
        async with run_program(world) as program:
            await until(lambda: bool(world.twitch.requests_to("GET", "/streams")), seconds=30)
            await asyncio.sleep(0.5)
            heard = await world.chat(lines)
            await until(lambda: world.count_asked() > 0, seconds=30)
            program.kill()
        (asked,) = world.twitch.clips.values()
        looks = count_looks(world)
        begins = asked.created_at - timedelta(seconds=asked.duration) - world.clock_starts_at
        async with run_program(world) as program:
            await until(lambda: count_looks(world) > looks, seconds=30)
            await asyncio.to_thread(
                make_clock_video,
                tmp_path / "pictures" / "clip.mp4",
                first_second=begins.total_seconds(),
                seconds=asked.duration,
            )
            asked.polls_left = 0
            await until(lambda: "clip.ready" in program.read_log(), seconds=90)
        async with world.open() as app:
            (clip,) = await list_clips(app)
            (stream,) = (await app.ports.stores.streams.list_streams(CREATOR)).items
            (moment,) = await app.ports.stores.live_moments.list_newest(CREATOR, limit=9)
            first, last = window_in_picture(world, stream, clip)
            made = await read_shown(app, clip.object_key or "", read_vertical)
        log = program.read_log()

    assert (heard, world.count_asked()) == (LINES, 1)
    assert (clip.status, stream.spikes) == (ClipStatus.IN_REVIEW, 1)
    assert moment.twitch_clip_id == asked.id
    # Twitch tells where its clip lies in the recording in whole seconds.
    assert (made[0], made[-1]) == pytest.approx((first, last), abs=1.5)
    assert "clip.ready" in log
    for secret in (CLIENT_SECRET, world.access_token, DOWNLOAD_SECRET):
        assert secret not in log


def count_looks(world) -> int:
    """Return how often somebody looked for clips on Twitch."""
    return len(world.twitch.requests_to("GET", "/clips"))


@dataclass(slots=True)
class Program:
    """`trussbot run` in a process of its own, and what both of its runs logged."""

    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        self.process.kill()

    def read_log(self) -> str:
        assert self.process.poll() is None or self.process.returncode in {0, -signal.SIGKILL}
        return self.log.read_text()


def list_variables(values: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """List settings as the environment names them: those of a group one by one."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{name}__{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def start_program(world: LiveWorld, log: Path) -> subprocess.Popen[bytes]:
    given = {f"TRUSS_{name}".upper(): str(value) for name, value in list_variables(world.values())}
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=os.environ | given, stderr=file
        )


@asynccontextmanager
async def run_program(world: LiveWorld) -> AsyncIterator[Program]:
    """Run it until the block ends, then end it as its operator would, unless it was killed."""
    log = world.home.parent / "program.log"
    process = await asyncio.to_thread(start_program, world, log)
    program = Program(process, log)
    try:
        yield program
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 20)
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)


async def has_link(app) -> bool:
    moments = await app.ports.stores.live_moments.list_newest(CREATOR, limit=9)
    return bool(moments and moments[0].twitch_clip_url)


def read_vertical(video: Path) -> list[float]:
    """Return the seconds that a vertical clip shows, whose picture fits its width. Blocks."""
    with av.open(str(video)) as source:
        pictures = (frame.to_ndarray(format="gray8") for frame in source.decode(video=0))
        return read_numbers(picture[820:1100] for picture in pictures)
