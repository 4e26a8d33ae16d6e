"""Stopping: what was told to stop ends in time, whatever it waits for and however busy it is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final, NoReturn

import structlog

from bot.process.leaving import leave

_log = structlog.get_logger(__name__)

STOP_SECONDS: Final = 18.0
"""From the signal to the end of the process. Whoever stops it allows 30 s before they kill."""
CLOSING_SECONDS: Final = {
    "timers": 1.5,
    "workers": 4.5,
    "footage": 1.5,
    "Twitch": 1.5,
    "Discord": 1.5,
    "check-ups": 0.5,
    "model checks": 0.5,
    "queue relay": 1.5,
    "ownership": 1.5,
    "page": 1.5,
}
"""How long each part of a process is waited for; they are closed one after the other."""


@asynccontextmanager
async def closed_within(name: str, part: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """Keep a part open while the block runs, and wait for its end only as long as it may take.

    What it leaves undone is what a killed process leaves, and is taken up in the same way.
    """
    await part.__aenter__()
    try:
        yield
    except BaseException as error:
        if not await part.__aexit__(type(error), error, error.__traceback__):
            raise
        return
    try:
        async with asyncio.timeout(CLOSING_SECONDS[name]):
            await part.__aexit__(None, None, None)
    except TimeoutError:
        _log.warning("stop.left_behind", part=name, seconds=CLOSING_SECONDS[name])


class StopLimit:
    """Ends the process, some seconds after it was told to stop, if it has not ended by then.

    It waits in a thread of its own, since what hangs may be the event loop.
    """

    def __init__(self, *, seconds: float = STOP_SECONDS) -> None:
        self._timer = threading.Timer(seconds, _cut_short, (seconds,))
        self._timer.daemon = True

    def begin(self) -> None:
        """Count from now on; a second signal changes nothing."""
        if self._timer.ident is None:
            self._timer.start()


def _cut_short(seconds: float) -> NoReturn:
    _log.warning("stop.cut_short", seconds=seconds)
    leave(0)
