"""One Chromium per test worker: each test gets its own context, as after a fresh start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

EXECUTABLE = shutil.which("chromium-headless-shell") or shutil.which("chromium")
# A browser leaves a page before all its pictures are sent; aiohttp then leaves open what it had
# begun to open, until it is collected.
LEAVES_PICTURES = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
)
START_SECONDS = 120.0
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--mute-audio",
    "--remote-debugging-port=0",
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Chromium; starting one takes longer than most tests of a page."""
    assert EXECUTABLE is not None
    folder = tmp_path_factory.mktemp("chromium")
    process = subprocess.Popen(
        [EXECUTABLE, *_ARGUMENTS, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{_wait_for_port(process, folder / 'DevToolsActivePort')}"
    finally:
        # Debian's command is a shell script; ending that alone would leave the browser behind.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _wait_for_port(process: subprocess.Popen[bytes], file: Path) -> int:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        if file.exists() and (lines := file.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.02)
    raise AssertionError("Chromium was started, but opens no port on loopback")


@asynccontextmanager
async def join_browser(address: str) -> AsyncIterator[Any]:
    """Yield the browser at the address; what the block opened in it is closed at the end.

    Files for it may be small only: they go to it through the address.
    """
    from playwright.async_api import async_playwright  # noqa: PLC0415 - not everywhere installed

    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address, timeout=1000 * START_SECONDS)
        try:
            yield browser
        finally:
            await browser.close()
