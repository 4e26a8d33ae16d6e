"""Pending writes: what must still be stored of one stream, kept in order until it is."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog

from core.domain.work.job_failure import may_retry
from core.errors import Conflict, TrussError
from core.ports.work import Clock
from core.services.work.patience import Patience, SparseLog

_log = structlog.get_logger(__name__)

FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 10.0
CONFLICTS_MAX: Final = 5
WRITES_MAX: Final = 1000
_POLL_SECONDS: Final = 0.1

Write = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class _Pending:
    """One write; repeating it changes nothing."""

    name: str
    write: Write
    is_replaceable: bool
    conflicts: int = 0


class PendingWrites:
    """A queue that a table which is away for minutes does not empty; it never raises for that."""

    def __init__(self, clock: Clock, **facts: object) -> None:
        """`facts` say in the log whose writes these are."""
        self._clock = clock
        self._facts = facts
        self._waiting: deque[_Pending] = deque()
        self._again_at = 0.0
        self._is_running = False
        self._patience = Patience(
            SparseLog("writes.wait", clock),
            first_seconds=FIRST_PAUSE_SECONDS,
            longest_seconds=LONGEST_PAUSE_SECONDS,
            **facts,
        )

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, name: str, write: Write, *, is_replaceable: bool = False) -> None:
        """Queue a write; a replaceable one stands for the earlier ones of its name, too."""
        if is_replaceable:
            # Never the first one: it may be running.
            kept = [one for one in list(self._waiting)[1:] if one.name != name]
            self._waiting = deque([*list(self._waiting)[:1], *kept])
        if len(self._waiting) >= WRITES_MAX:
            _log.error("writes.too_many", write=name, **self._facts)
            return
        self._waiting.append(_Pending(name, write, is_replaceable))

    async def run(self) -> None:
        """Do what can be done now, in order; what fails is tried again after a growing pause."""
        if self._is_running or self._clock.steady_seconds() < self._again_at:
            return
        self._is_running = True
        try:
            while self._waiting and await self._do_first():
                self._patience.reset()
        finally:
            self._is_running = False

    async def drain(self, *, seconds: float) -> bool:
        """Do all of it, waiting at most so long; return whether nothing is left."""
        until = self._clock.steady_seconds() + seconds
        await self.run()
        for _ in range(int(seconds / _POLL_SECONDS)):
            if not self._waiting or self._clock.steady_seconds() >= until:
                break
            await asyncio.sleep(_POLL_SECONDS)
            await self.run()
        return not self._waiting

    def give_up(self) -> None:
        """Log what could not be stored, and forget it."""
        names = [one.name for one in self._waiting]
        self._waiting.clear()
        if names:
            _log.error("writes.lost", writes=names, **self._facts)

    async def _do_first(self) -> bool:
        """Do the first one; False where it must wait."""
        first = self._waiting[0]
        try:
            await first.write()
        except TrussError as error:
            first.conflicts += isinstance(error, Conflict)
            if may_retry(error) and first.conflicts < CONFLICTS_MAX:
                pause = self._patience.hold_off(error)
                self._again_at = self._clock.steady_seconds() + pause
                return False
            _log.error("writes.refused", write=first.name, reason=str(error), **self._facts)
        except Exception:
            # Nobody foresaw it: it is the reader's to show, and not to be met again and again.
            self._remove(first)
            raise
        self._remove(first)
        return True

    def _remove(self, done: _Pending) -> None:
        if self._waiting and self._waiting[0] is done:
            self._waiting.popleft()
