"""Time as a process has it: what other processes of a loaded machine take does not count."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

TICK_SECONDS: Final = 0.05


class OwnTime:
    """Seconds in which this process waited or computed, since it was made.

    A tick that comes late was late for one of two reasons: this process kept the event loop, which
    is its CPU time and counts in full, or the machine ran somebody else, which does not count. A
    loop that is kept without using the CPU, as by `time.sleep`, does not count either.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def now(self) -> float:
        """Return the seconds so far."""
        return self._seconds + self._since_tick()

    def tick(self) -> None:
        """Count what went by since the last tick."""
        self._seconds += self._since_tick()
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def _since_tick(self) -> float:
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        return min(wall, 2 * TICK_SECONDS + cpu)


@asynccontextmanager
async def count_own_time(counted: OwnTime) -> AsyncIterator[None]:
    """Let time tick for as long as this is open."""
    task = asyncio.create_task(_tick(counted))
    try:
        yield
    finally:
        task.cancel()


async def _tick(counted: OwnTime) -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        counted.tick()
