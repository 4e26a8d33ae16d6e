"""The page of a real `trussbot run` while sockets stand idle and bodies trickle."""

import asyncio
import os
import resource
import statistics
import sys
import time
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.runner import bind_page
from config.settings import load_settings

REQUESTS = 20
LOG_LINES_MAX = 12
LOG_BYTES_MAX = 20_000
# The owner may decide with the token of a form, so the guard has to look into this body for it.
BODY = (
    b"POST /settings HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n"
)
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


class Run:
    """A `trussbot run` with its own home."""

    def __init__(self, port, log):
        self.port = port
        self.log = log

    async def time_requests(self):
        """Return how long each of some requests took, each by a connection of its own."""
        taken = []
        async with aiohttp.ClientSession() as client:
            for _ in range(REQUESTS):
                began = time.perf_counter()
                address = f"http://127.0.0.1:{self.port}/"
                async with client.get(address, headers={"Connection": "close"}) as answer:
                    assert answer.status == 200
                    await answer.read()
                taken.append(time.perf_counter() - began)
        return taken


@pytest.fixture
async def run(tmp_path, descriptors):
    """It may open fewer files than there will be sockets; a thousand is what many services may."""
    listener = bind_page(load_settings(web_port=0))
    port = listener.getsockname()[1]
    listener.close()
    mine = {"TRUSS_HOME": str(tmp_path / "home"), "TRUSS_WEB_PORT": str(port)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRUSS_")}
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *("sh", "-c", f'ulimit -n {descriptors}; exec "$0" -m bot run', sys.executable),
            env=kept | mine,
            stdout=file,
            stderr=file,
        )
    try:
        async with asyncio.timeout(120):
            while b"Ctrl+C" not in log.read_bytes():
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.1)
        yield Run(port, log)
    finally:
        process.terminate()
        await process.wait()


async def hold(port, host, head, pieces):
    """Connect, begin a request, and drip at it; connect anew when hung up on."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(host, 0))
            try:
                writer.write(head)
                while True:
                    await asyncio.sleep(0.5)
                    writer.write(pieces)
                    await writer.drain()
            finally:
                writer.transport.abort()
        except OSError:
            await asyncio.sleep(1.0)


@asynccontextmanager
async def besiege(port, *, idle, trickling, hosts):
    """Hold so many sockets of each kind open, from these addresses of the loopback."""
    quiet = []
    async with asyncio.TaskGroup() as group:
        for number in range(idle):
            place = (hosts[number % len(hosts)], 0)
            connected = asyncio.open_connection("127.0.0.1", port, local_addr=place)
            quiet.append((await connected)[1])
        drips = [
            group.create_task(hold(port, hosts[number % len(hosts)], head, piece))
            for number in range(trickling // 2)
            for head, piece in ((BODY, b"a"), (HEAD, b"X: y\r\n"))
        ]
        await asyncio.sleep(2.0)
        yield
        for drip in drips:
            drip.cancel()
    for writer in quiet:
        writer.transport.abort()


def allow_sockets(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 256
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this machine allows {hard} open files, the test needs {wanted}")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@pytest.mark.parametrize(
    "hosts",
    [["127.0.0.1"], [f"127.0.1.{number}" for number in range(1, 41)]],
    ids=["one-peer", "many-peers"],
)
@pytest.mark.parametrize(
    ("descriptors", "idle", "trickling"),
    [(256, 300, 50), pytest.param(1024, 2000, 200, marks=pytest.mark.soak)],
)
async def test_others_are_served_while_sockets_stand_idle_and_bodies_trickle(
    run, hosts, idle, trickling
):
    allow_sockets(idle + trickling)
    await run.time_requests()
    before = await run.time_requests()
    log_before = run.log.read_bytes()

    async with besiege(run.port, idle=idle, trickling=trickling, hosts=hosts):
        during = await run.time_requests()
    await asyncio.sleep(1.0)

    log = run.log.read_bytes()[len(log_before) :]
    lines = log.count(b"\n")
    print(  # noqa: T201 - what `pytest -s` is asked for
        f"\n{idle} idle, {trickling} trickling from {len(hosts)}: median "
        f"{statistics.median(before) * 1000:.1f} -> {statistics.median(during) * 1000:.1f} ms, "
        f"worst {max(before) * 1000:.1f} -> {max(during) * 1000:.1f} ms, "
        f"log {lines} lines, {len(log)} bytes"
    )
    assert statistics.median(during) < 2 * statistics.median(before) + 0.1
    assert max(during) < 2 * max(before) + 3.0
    assert lines <= LOG_LINES_MAX
    assert len(log) < LOG_BYTES_MAX
    assert b"Traceback" not in log
