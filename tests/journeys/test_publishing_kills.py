"""Killed at any moment, whatever the platforms do: each clip is on each platform once.

503s, lost replies, 308s that stored less, broken connections, expired sessions and addresses, and
a status that comes late are drawn by chance all the while.
"""

import asyncio
import hashlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from core.domain.work.platform import Platform
from tests.builders import make_test_clip_id
from tests.journeys.publishing_child import CONTENT, PLATFORMS, TIKTOK_CHUNK
from tests.servers.tiktok import run_tiktok
from tests.servers.youtube import run_youtube

ROOT = Path(__file__).parents[2]
DIGEST = hashlib.sha256(CONTENT).hexdigest()
FAULT_SHARE = 0.15


class Bots:
    """Bots of one workspace, one after the other, each in a process of its own."""

    def __init__(self, stem):
        self._stem = stem

    async def start(self, clips):
        """Start a bot that has `clips` clips to publish; return its process id."""
        self._stem.stdin.write(f"{clips}\n".encode())
        pid = (await self._read()).partition(" ")[2]
        assert await self._read() == "working"
        return int(pid)

    async def end(self):
        """Wait for the end of a bot; return what it said at last, empty where it was cut short."""
        said = ""
        while (line := await self._read()) != "ended":
            said = line or said
        return said.partition(" ")[2]

    async def _read(self):
        line = await asyncio.wait_for(self._stem.stdout.readline(), 240)
        assert line, "the stem of the bots is gone"
        return line.decode().strip()


@asynccontextmanager
async def run_bots(home, youtube, tiktok):
    stem = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.journeys.publishing_child"),
        *(str(home), youtube.url, tiktok.url, str(time.time())),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=64 * 1024**2,
    )
    try:
        yield Bots(stem)
    finally:
        stem.kill()
        await stem.communicate()


async def _kill_again_and_again(bots, servers, kills, chance):
    """Kill bots until `kills` were cut short in their work; return how many were started."""
    cut_short = runs = 0
    while cut_short < kills:
        runs += 1
        for server in servers:
            server.polls = chance.randrange(6)
        pid = await bots.start(runs)
        await asyncio.sleep(chance.uniform(0.0, 0.25))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        cut_short += not await bots.end()
        assert runs <= 3 * kills
    return runs


@pytest.mark.parametrize(("kills", "seed"), [(10, 1), pytest.param(200, 2, marks=pytest.mark.soak)])
async def test_each_clip_is_on_each_platform_once_however_often_the_bot_is_killed(
    tmp_path, kills, seed
):
    chance = random.Random(seed)
    home = tmp_path / "home"
    home.mkdir()
    async with run_youtube() as youtube, run_tiktok() as tiktok:
        tiktok.chunk_least, youtube.inserts_max = TIKTOK_CHUNK // 2, 1_000_000
        for server in (youtube, tiktok):
            server.chance, server.fault_share = chance, FAULT_SHARE
        async with run_bots(home, youtube, tiktok) as bots:
            clips = await _kill_again_and_again(bots, (youtube, tiktok), kills, chance)
            await bots.start(clips)
            publications = json.loads(await bots.end())
        seen = _list_seen(youtube, tiktok, home)

    assert Counter(p["platform"] for p in publications) == dict.fromkeys(PLATFORMS, clips)
    assert [p for p in publications if p["status"] != "published"] == []
    assert set(seen.values()) == {1}, "some clip is somewhere twice"
    assert len(seen) == len(publications), "the table says more than the platforms"
    assert youtube.problems + tiktok.problems == []
    print(  # noqa: T201 - what `make soak` is asked for
        f"{kills} kills, {len(publications)} publications, each once; requests: "
        f"{dict(youtube.asked)} {dict(tiktok.asked)}"
    )


def _list_seen(youtube, tiktok, home):
    """Count what people can see, whole and as it was sent, by platform and clip."""
    seen = Counter(
        (Platform.YOUTUBE, video.title)
        for video in youtube.videos.values()
        if video.digest == DIGEST
    )
    seen.update((Platform.TIKTOK, post.title) for post in tiktok.visible if post.digest == DIGEST)
    folders = {make_test_clip_id(number): f"Clip {number}" for number in range(1, 1000)}
    seen.update(
        (Platform.FOLDER, folders[folder.name])
        for folder in (home / "published").iterdir()
        if (folder / "clip.mp4").stat().st_size == len(CONTENT)
    )
    return seen
