"""The page, measured: sizes of pages, readers while a render runs, and how fast an approval is.

Run `python -m tests.bench.bench_page [--clips N] [--readers N] [--seconds S]`. The page is its
own process on loopback, with all clips in one stream. Each reader opens a page every ten seconds
or so, as somebody does who looks at it. On a machine that others use too, compare the processor's
time of each page, not the wall's. It fails where a page has more than 150 KB of HTML, where a
twentieth of the readers wait ten times as long as one does on an idle page, or where an approval
takes more than 300 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import imageio_ffmpeg

from bot.runner import page_address, serve_page
from bot.web.visitors import COOKIE, make_token
from core.domain.clips.clip import ClipStatus
from tests.bot.web.test_costs import PAGES, STATUSES, open_world, sign_in
from tests.builders import make_test_clip_id
from tests.fakes.page import make_page

HTML_BYTES_MAX = 150_000
SLOWER_MAX = 10.0
APPROVED_MS_MAX = 300.0
BETWEEN_SECONDS = (5.0, 15.0)
APPROVALS = 20
_RENDER = (
    *(
        "nice",
        "-n",
        "10",
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-nostdin",
    ),
    *("-f", "lavfi", "-i", "testsrc2=s=1080x1920:r=30:d=600"),
    *("-c:v", "libx264", "-preset", "medium", "-f", "null", "-"),
)


async def serve(clips: int) -> None:
    """Serve the page until somebody ends this process; the first line says where."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder), clips, is_counted=False) as (app, _):
            token = await sign_in(app)
            page = make_page(app, allowed_hosts=frozenset({"127.0.0.1"}))
            listener = socket.create_server(("127.0.0.1", 0))
            async with serve_page(page, listener):
                address = page_address(listener).rstrip("/")
                _say(json.dumps({"url": address, "token": token}))
                await asyncio.Event().wait()


@asynccontextmanager
async def run_page(clips: int) -> AsyncIterator[tuple[aiohttp.ClientSession, str, int]]:
    """Yield a client that is signed in, the token of its session, and the page's process."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.bench.bench_page", "--serve", "--clips", str(clips)),
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    assert program.stdout is not None
    try:
        while True:
            line = await program.stdout.readline()
            assert line, "the page did not start"
            if line.startswith(b'{"url"'):
                break
        told = json.loads(line)
        cookies = {COOKIE: told["token"]}
        wire = aiohttp.TCPConnector(limit=0)
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(
            told["url"], cookies=cookies, connector=wire, cookie_jar=jar
        ) as client:
            yield client, told["token"], program.pid
    finally:
        program.kill()
        await program.wait()


@asynccontextmanager
async def run_render() -> AsyncIterator[None]:
    program = await asyncio.create_subprocess_exec(*_RENDER)
    try:
        yield
        assert program.returncode is None, f"the render ended too early: {program.returncode}"
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()


def read_processor_ms(process_id: int) -> float:
    """Return the processor's time of a process so far, which others on the machine change little.

    Zero where the system does not tell it.
    """
    threads = Path(f"/proc/{process_id}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


async def fetch(client: aiohttp.ClientSession, address: str) -> tuple[float, int]:
    """Return in how many milliseconds a page came, and how many bytes of HTML it has."""
    begun = time.perf_counter()
    async with client.get(address) as answer:
        body = await answer.read()
        assert answer.status == 200, (address, answer.status)
    return 1000 * (time.perf_counter() - begun), len(body)


async def read_sometimes(
    client: aiohttp.ClientSession, addresses: list[str], until: float, seed: int
) -> list[float]:
    """Open pages as a reader does, and return how long each took."""
    dice = random.Random(seed)
    took: list[float] = []
    await asyncio.sleep(dice.uniform(0, BETWEEN_SECONDS[1]))
    while time.perf_counter() < until:
        took.append((await fetch(client, dice.choice(addresses)))[0])
        await asyncio.sleep(dice.uniform(*BETWEEN_SECONDS))
    return took


async def approve(client: aiohttp.ClientSession, clip_id: str, token: str) -> float:
    """Return in how many milliseconds a clip was approved and shown so."""
    form = {"csrf_token": make_token(token), "seen_version": "1", "back": f"/clips/{clip_id}/row"}
    begun = time.perf_counter()
    async with client.post(f"/clips/{clip_id}/approve", data=form) as answer:
        text = await answer.text()
        assert answer.status == 200, text[:500]
        assert "Approved" in text or "approved" in text
    return 1000 * (time.perf_counter() - begun)


async def measure(clips: int, readers: int, seconds: float) -> bool:
    """Print what was measured, and return whether all of it is as it should be."""
    waiting = [n for n in range(clips, 0, -1) if STATUSES[n % 4] is ClipStatus.IN_REVIEW]
    shown = next(n for n in range(clips, 0, -1) if STATUSES[n % 4] is ClipStatus.APPROVED)
    addresses = [pattern.format(clip=make_test_clip_id(shown)) for pattern in PAGES]
    async with run_page(clips) as (client, token, process_id):
        is_small = True
        idle: list[float] = []
        for address in addresses:
            await fetch(client, address)
            before = read_processor_ms(process_id)
            rounds = [await fetch(client, address) for _ in range(10)]
            worked = (read_processor_ms(process_id) - before) / len(rounds)
            idle += [took for took, _ in rounds]
            size = rounds[-1][1]
            is_small = is_small and size <= HTML_BYTES_MAX
            middle = statistics.median(took for took, _ in rounds)
            _say(f"{address:44} {size:8,} bytes  {middle:6.1f} ms, of the processor {worked:5.1f}")
        usual = statistics.median(idle)
        took = [
            await approve(client, make_test_clip_id(number), token)
            for number in waiting[:APPROVALS]
        ]
        approved, worst = statistics.median(took), max(took)
        _say(f"approve to feedback, idle: median {approved:.0f} ms, worst {worst:.0f} ms")
        async with run_render():
            until = time.perf_counter() + seconds
            found = await asyncio.gather(
                *(read_sometimes(client, addresses, until, seed) for seed in range(readers))
            )
    busy = sorted(took for one in found for took in one)
    late = busy[int(0.95 * len(busy))]
    _say(
        f"idle p50 {usual:.1f} ms; {readers} readers, {len(busy)} pages while a render runs: "
        f"p50 {statistics.median(busy):.1f} ms, p95 {late:.1f} ms ({late / usual:.1f} times idle), "
        f"worst {busy[-1]:.1f} ms"
    )
    return is_small and late <= SLOWER_MAX * usual and worst <= APPROVED_MS_MAX


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clips", type=int, default=5_000)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve(given.clips))
    elif not asyncio.run(measure(given.clips, given.readers, given.seconds)):
        sys.exit("A bar is missed.")


if __name__ == "__main__":
    main()
