"""The footage role: keeps the last minutes of live streams on disk, and fetches moments."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, NoReturn

from core.app import App
from core.background import spawn, stop
from core.domain.work.job import Queue
from core.services.work.patience import SparseLog, repeat
from core.services.work.supervision import Part, ReportingPatience

TEND_SECONDS: Final = 5.0
MOMENTS_AT_ONCE: Final = 3
"""Fetching a moment is mostly waiting, for the stream's delay and for the platform."""


@asynccontextmanager
async def run_footage(
    app: App, *, tend_seconds: float = TEND_SECONDS, keeps_rings: bool = True
) -> AsyncIterator[None]:
    """Keep the rings going and fetch the footage of moments while the block runs.

    Who reads a channel fetches its moments, also where it `keeps_rings` of none: from Twitch's own
    clip or the VOD. Nobody else would.
    """
    await app.work.runner.take_over(Queue.FOOTAGE)
    tasks = [
        spawn(app.work.runner.run(Queue.FOOTAGE), name=f"footage worker {number}")
        for number in range(MOMENTS_AT_ONCE)
    ]
    if keeps_rings:
        tasks.append(spawn(_tend_rings(app, tend_seconds), name="rings"))
    try:
        yield
    finally:
        await stop(tasks)
        await app.footage.rings.close_rings()


async def _tend_rings(app: App, tend_seconds: float) -> NoReturn:
    log = SparseLog("rings.update_failed", app.ports.clock)
    part = Part(app.work.health, "Footage", "Running streams are not kept on disk")
    patience = ReportingPatience(part, log, first_seconds=tend_seconds)
    await repeat(app.footage.rings.tend_rings, every_seconds=tend_seconds, patience=patience)
