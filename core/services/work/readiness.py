"""Readiness: whether what a process stands on answers, asked now and kept for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from core.errors import NotFound, TrussError
from core.ports.people import Directory
from core.ports.storage import ObjectStorage
from core.ports.work import Clock

ASK_SECONDS: Final = 2.0
KEPT_SECONDS: Final = 2.0
"""Whoever asks more often gets the last answer: strangers may ask, and asking a table costs."""
NOWHERE: Final = "doctor/nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """What the process stands on, each with whether it answers.

    A part that does not work, such as a platform that is away, stops no page and is not asked.
    """

    stands_on: tuple[tuple[str, bool], ...]

    @property
    def is_ready(self) -> bool:
        return all(answers for _, answers in self.stands_on)


class Readiness:
    """Asks the table and the storage, once for all who want to know at the same time."""

    def __init__(self, *, clock: Clock, directory: Directory, storage: ObjectStorage) -> None:
        self._clock = clock
        self._directory = directory
        self._storage = storage
        self._lock = asyncio.Lock()
        self._kept: tuple[tuple[str, bool], ...] = ()
        self._kept_until = float("-inf")

    async def ask(self) -> Footing:
        """Return what answers; nothing of why."""
        async with self._lock:
            if self._clock.steady_seconds() >= self._kept_until:
                table, storage = await asyncio.gather(
                    _answers(self._ask_table), _answers(self._ask_storage)
                )
                self._kept = (("table", table), ("storage", storage))
                self._kept_until = self._clock.steady_seconds() + KEPT_SECONDS
        return Footing(stands_on=self._kept)

    async def _ask_table(self) -> None:
        await self._directory.list_creators(limit=1)

    async def _ask_storage(self) -> None:
        try:
            async with self._storage.open_file(NOWHERE):
                pass
        except NotFound:
            pass


async def _answers(ask: Callable[[], Awaitable[None]]) -> bool:
    try:
        async with asyncio.timeout(ASK_SECONDS):
            await ask()
    except (TrussError, TimeoutError, OSError):
        return False
    return True
