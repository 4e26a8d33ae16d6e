"""A running process and the addresses of platforms, as tests of faults see them."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

METRICS_TOKEN = "what-monitoring-brings"


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

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def read_log(self) -> str:
        return self.log.read_text(errors="replace")

    async def health(self) -> tuple[int, str]:
        """Return the status and the text of the health address; 0 while there is no page.

        Monitoring asks, with its token: strangers are told neither names nor sentences.
        """
        limit = aiohttp.ClientTimeout(total=10)
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        try:
            async with (
                aiohttp.ClientSession(timeout=limit, headers=headers) as http,
                http.get(f"{self.page}/healthz") as answer,
            ):
                return answer.status, (await answer.text()).strip()
        except (aiohttp.ClientError, TimeoutError):
            return 0, ""

    def count_cpu_seconds(self) -> float:
        """Return what the process has taken of the processors, which tells more than wall time."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def is_up(self) -> bool:
        limit = aiohttp.ClientTimeout(total=5)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as http,
                http.get(f"{self.page}/healthz") as answer,
            ):
                return answer.status in {200, 503}
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def is_well(self) -> bool:
        return (await self.health())[0] == 200

    async def wait_until_up(self) -> float | None:
        return await within(120, self.is_up)

    async def says(self, *words: str) -> bool:
        _, text = await self.health()
        return all(word in text for word in words)
