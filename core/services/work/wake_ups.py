"""Wake-ups: workers that wait for jobs are woken by those that this process adds."""

from __future__ import annotations

import asyncio
import heapq
from datetime import datetime
from typing import Final

from core.domain.work.job import Queue
from core.ports.work import Clock

SOON_SECONDS: Final = 0.005
"""A queue tells times in milliseconds: so much later a job is visible to all."""


class WakeUps:
    """Wakes whoever waits for a queue when a job in it becomes visible.

    Jobs of other processes wake nobody: they are found by looking, if less often.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tickets: dict[Queue, asyncio.Event] = {}
        self._coming: dict[Queue, list[datetime]] = {}
        self._timers: dict[Queue, asyncio.TimerHandle] = {}

    def take_ticket(self, queue: Queue) -> asyncio.Event:
        """Return what is set by the next wake-up; take it before looking, or one may be missed."""
        return self._tickets.setdefault(queue, asyncio.Event())

    def note(self, queue: Queue, visible_at: datetime) -> None:
        """Note a job that this process has added, or will let others have, at that time."""
        if visible_at <= self._clock.now():
            self._wake(queue)
            return
        heapq.heappush(self._coming.setdefault(queue, []), visible_at)
        self._set_timer(queue)

    def _wake(self, queue: Queue) -> None:
        if ticket := self._tickets.pop(queue, None):
            ticket.set()

    def _set_timer(self, queue: Queue) -> None:
        if timer := self._timers.pop(queue, None):
            timer.cancel()
        if not (coming := self._coming.get(queue)):
            return
        seconds = (coming[0] - self._clock.now()).total_seconds() + SOON_SECONDS
        loop = asyncio.get_running_loop()
        self._timers[queue] = loop.call_later(max(0.0, seconds), self._ring, queue)

    def _ring(self, queue: Queue) -> None:
        coming, now = self._coming.get(queue, []), self._clock.now()
        while coming and coming[0] <= now:
            heapq.heappop(coming)
        self._wake(queue)
        self._set_timer(queue)


async def wait_for(ticket: asyncio.Event, seconds: float) -> bool:
    """Wait until a ticket is called, at most so long; return whether it was."""
    try:
        async with asyncio.timeout(seconds):
            await ticket.wait()
    except TimeoutError:
        return False
    return True
