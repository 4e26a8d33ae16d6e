"""What happens by the clock: one table of timers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.app import App


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A service method, called every `every_seconds`."""

    name: str
    every_seconds: float
    call: Callable[[], Awaitable[object]]
    begins_at_once: bool = False


def list_timers(app: App) -> tuple[Timer, ...]:
    """Return every timer of the running bot."""
    return (
        Timer(
            name="sweep due publications",
            every_seconds=app.sweep_seconds,
            call=app.publishing.sweep.sweep_due,
        ),
        Timer(
            name="sweep expired rows", every_seconds=60, call=app.work.housekeeping.sweep_expired
        ),
        Timer(
            name="resend lost jobs", every_seconds=60, call=app.work.housekeeping.resend_lost_jobs
        ),
        Timer(name="lay missing cards", every_seconds=120, call=app.review.laying.lay_missing),
        Timer(
            name="remove unfinished uploads",
            every_seconds=3600,
            call=app.videos.uploads.remove_leftovers,
        ),
        Timer(
            name="measure posts",
            every_seconds=3600,
            call=app.learning.measurement.measure_posts,
            begins_at_once=True,
        ),
        Timer(
            name="validate accounts",
            every_seconds=3600,
            call=app.accounts.validation.validate_accounts,
            begins_at_once=True,
        ),
    )


@asynccontextmanager
async def run_timers(app: App) -> AsyncIterator[None]:
    """Keep the timers going while the block runs; a late one runs once, never twice at a time.

    What runs when the block ends is waited for: it is short, and stops at no half thing.
    """
    running: set[asyncio.Task[Any]] = set()
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for timer in list_timers(app):
        scheduler.add_job(
            _call,
            "interval",
            args=(timer, running),
            seconds=timer.every_seconds,
            id=timer.name,
            name=timer.name,
        )
        if timer.begins_at_once:
            scheduler.add_job(_call, args=(timer, running), id=f"{timer.name} at the start")
    scheduler.start()
    try:
        yield
    finally:
        scheduler.remove_all_jobs()
        if running:
            await asyncio.wait(running)
        scheduler.shutdown(wait=False)


async def _call(timer: Timer, running: set[asyncio.Task[Any]]) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - the scheduler calls from tasks of its own
    running.add(task)
    try:
        await timer.call()
    finally:
        running.discard(task)
