"""Queue relay: passes jobs on to a queue outside the table, and says so where that fails."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final, NoReturn

from core.errors import TrussError
from core.ports.work import Clock, JobRelay
from core.services.work.health import Health
from core.services.work.patience import SparseLog
from core.services.work.supervision import Part, ReportingPatience

FIRST_SECONDS: Final = 0.2
LAST_SECONDS: Final = 1.0
"""What is stored as the process ends is passed on in this time, or found in the table by others."""


class QueueRelay:
    """Sends the messages of the jobs that this process stores, for as long as it runs."""

    def __init__(self, *, clock: Clock, relay: JobRelay, health: Health) -> None:
        self._relay = relay
        part = Part(health, "Queue", "Jobs are stored, and workers are not told of them")
        log = SparseLog("queue.not_sent", clock)
        self._patience = ReportingPatience(part, log, first_seconds=FIRST_SECONDS)

    async def run(self) -> NoReturn:
        """Pass on whatever is stored; after each failure in a row it waits longer."""
        try:
            while True:
                await self._pass_on()
        finally:
            with suppress(TrussError, TimeoutError):
                async with asyncio.timeout(LAST_SECONDS):
                    await self._relay.flush()

    async def _pass_on(self) -> None:
        try:
            await self._relay.pass_on()
        except Exception as error:  # noqa: BLE001 - the edge of a loop that must not end
            await self._patience.wait(error)
        else:
            self._patience.reset()

    async def send_overdue(self) -> int:
        """Send what nobody was told of; for the owner of the timers."""
        return await self._relay.send_overdue()
