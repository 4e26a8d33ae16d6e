"""Supervision: a loop that ends or fails begins again, and health says how it is meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, NoReturn, Protocol

from core.background import stop
from core.errors import TrussError, describe_outage, tell_in_full
from core.ports.work import Clock
from core.services.work.health import Health
from core.services.work.patience import Patience, SparseLog

FIRST_SECONDS: Final = 1.0
STEADY_SECONDS: Final = 5.0
"""A loop that has gone on for this long works again."""


class Reporter(Protocol):
    """Is told how a loop does."""

    def note_ok(self) -> None: ...

    def note_failure(self, error: BaseException) -> None: ...


class Part:
    """What one part of the process says of itself; `trouble` begins the sentence."""

    def __init__(self, health: Health, name: str, trouble: str) -> None:
        self._health = health
        self._name = name
        self._trouble = trouble

    def note_ok(self) -> None:
        self._health.note_ok(self._name)

    def note_failure(self, error: BaseException) -> None:
        # What others raise may hold addresses or secrets; our own errors are written for people.
        is_ours = isinstance(error, TrussError)
        reasons = (str(error), tell_in_full(error)) if is_ours else (_put_in_words(error),)
        said = [
            f"{self._trouble} ({reason.rstrip('.')}). Truss keeps trying; the log has more."
            for reason in reasons
        ]
        self._health.note_trouble(self._name, said[0], in_full=said[-1])


def _put_in_words(error: BaseException) -> str:
    return describe_outage(error) if isinstance(error, OSError) else "something unforeseen"


class ReportingPatience(Patience):
    """Patience whose failures, and their end, are told to health."""

    def __init__(
        self,
        part: Reporter,
        log: SparseLog,
        *,
        first_seconds: float,
        longest_seconds: float | None = None,
        **facts: str,
    ) -> None:
        super().__init__(log, first_seconds=first_seconds, longest_seconds=longest_seconds, **facts)
        self._part = part

    def reset(self) -> None:
        super().reset()
        self._part.note_ok()

    def hold_off(self, error: Exception) -> float:
        self._part.note_failure(error)
        return super().hold_off(error)


class LoopEnded(RuntimeError):
    """A loop that goes on for ever came to an end."""


async def supervise(
    work: Callable[[], Awaitable[object]],
    *,
    part: Reporter,
    clock: Clock,
    first_seconds: float = FIRST_SECONDS,
    steady_seconds: float = STEADY_SECONDS,
    longest_seconds: float | None = None,
) -> NoReturn:
    """Run a loop that never ends, and begin it again, with growing pauses, when it does."""
    log = SparseLog("part.failed", clock)
    patience = ReportingPatience(
        part, log, first_seconds=first_seconds, longest_seconds=longest_seconds
    )
    while True:
        try:
            await _run(work, patience, steady_seconds)
        except Exception as error:  # noqa: BLE001 - the edge of a part that must not end
            await patience.wait(error)


async def _run(
    work: Callable[[], Awaitable[object]], patience: Patience, steady_seconds: float
) -> None:
    task = asyncio.ensure_future(work())
    try:
        await asyncio.wait({task}, timeout=steady_seconds)
        if not task.done():
            patience.reset()
        await task
    finally:
        await stop([task])
    raise LoopEnded("it came to an end")
