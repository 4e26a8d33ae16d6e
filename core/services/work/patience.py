"""Patience: whoever works in a loop waits longer after each failure, and says so once a minute."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, NoReturn

import structlog

from core.domain.work.job_failure import find_traceback
from core.domain.work.rate_window import delay_seconds
from core.errors import tell_in_full
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

PAUSE_SECONDS_MAX: Final = 30.0
LINE_SECONDS: Final = 60.0


class SparseLog:
    """Writes one line a minute of a trouble that lasts, with how often it was met since."""

    def __init__(self, event: str, clock: Clock) -> None:
        self._event = event
        self._clock = clock
        self._written_at: float | None = None
        self._unsaid = 0

    def note(self, error: Exception, **facts: object) -> None:
        self._unsaid += 1
        now = self._clock.steady_seconds()
        if self._written_at is not None and now - self._written_at < LINE_SECONDS:
            return
        _log.warning(
            self._event,
            reason=tell_in_full(error) or type(error).__name__,
            times=self._unsaid,
            exc_info=find_traceback(error),
            **facts,
        )
        self._written_at, self._unsaid = now, 0


class Patience:
    """Pauses of one loop: each failure in a row doubles them, up to half a minute."""

    def __init__(
        self,
        log: SparseLog,
        *,
        first_seconds: float,
        longest_seconds: float | None = None,
        **facts: object,
    ) -> None:
        self._log = log
        self._first_seconds = first_seconds
        self._longest_seconds = PAUSE_SECONDS_MAX if longest_seconds is None else longest_seconds
        self._facts = facts
        self.failures = 0

    def reset(self) -> None:
        """Begin anew: what is stood on is back."""
        self.failures = 0

    async def wait(self, error: Exception) -> None:
        await asyncio.sleep(self.hold_off(error))

    def hold_off(self, error: Exception) -> float:
        """Take that it failed once more; return for how many seconds to leave it alone."""
        self._log.note(error, **self._facts)
        longest = delay_seconds(
            self.failures,
            random.random(),  # noqa: S311 - jitter is no secret
            first=self._first_seconds,
        )
        self.failures += 1
        return min(self._longest_seconds, longest)


async def repeat(
    work: Callable[[], Awaitable[object]],
    *,
    every_seconds: float,
    patience: Patience,
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> NoReturn:
    """Do something again and again until cancelled; what it raises only makes it wait longer."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the edge of a loop that must not end
            await patience.wait(error)
        else:
            patience.reset()
            await pause(every_seconds)
