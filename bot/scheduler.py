"""What happens by the clock: one table of timers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.app import App


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A service method, called every `every_seconds`."""

    name: str
    every_seconds: float
    call: Callable[[], Awaitable[object]]


def list_timers(app: App) -> tuple[Timer, ...]:
    """Return every timer of the running bot."""
    return (
        Timer(
            name="sweep due publications",
            every_seconds=app.sweep_seconds,
            call=app.dispatching.sweep_due,
        ),
        Timer(name="sweep expired rows", every_seconds=60, call=app.keeping.sweep_expired),
        Timer(name="resend lost jobs", every_seconds=60, call=app.keeping.resend_lost_jobs),
    )


@asynccontextmanager
async def run_timers(app: App) -> AsyncIterator[None]:
    """Keep the timers going while the block runs; a late one runs once, never twice at a time."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for timer in list_timers(app):
        scheduler.add_job(
            timer.call, "interval", seconds=timer.every_seconds, id=timer.name, name=timer.name
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
