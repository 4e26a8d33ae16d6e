"""A relay that a test tells what happens."""

from __future__ import annotations

import asyncio

from core.ports.work import JobRelay


class FakeRelay:
    """Fails with what `failures` holds, one after the other; counts what was sent."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.passed_on = 0
        self.flushed = 0
        self.overdue = 0
        self.noted = asyncio.Event()

    async def pass_on(self) -> None:
        await self.noted.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.noted.clear()
        self.passed_on += 1

    async def flush(self) -> None:
        self.flushed += 1

    async def send_overdue(self) -> int:
        return self.overdue


_: type[JobRelay] = FakeRelay
