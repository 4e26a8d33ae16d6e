"""What happens by the clock: one table of timers, and of many processes one that runs them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.app import App
from core.background import spawn, stop
from core.domain.work.clock_step import StepWatch
from core.services.work.ownership import TELLING, TIMERS
from core.services.work.patience import SparseLog
from core.services.work.supervision import Part, ReportingPatience

LOOK_SECONDS: Final = 5.0
"""So often it is seen whether somebody has set the clock back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A service method, called every `every_seconds` by whoever owns `owner_of`.

    `is_everyones` if each process runs it, whoever owns the timers.
    """

    name: str
    every_seconds: float
    call: Callable[[], Awaitable[object]]
    begins_at_once: bool = False
    owner_of: str = TIMERS
    is_everyones: bool = False


def list_timers(app: App) -> tuple[Timer, ...]:
    """Return every timer of the running bot."""
    return (
        *_list_queue_timers(app),
        Timer(
            name="sweep due publications",
            every_seconds=app.sweep_seconds,
            call=app.publishing.sweep.sweep_due,
            # What was approved by a reaction goes out where reactions are heard.
            is_everyones=app.publishing.gate.is_watched,
        ),
        Timer(
            name="sweep expired rows", every_seconds=60, call=app.work.housekeeping.sweep_expired
        ),
        Timer(
            name="resend lost jobs", every_seconds=60, call=app.work.housekeeping.resend_lost_jobs
        ),
        Timer(
            name="lay missing cards",
            every_seconds=60,
            call=app.cards.laying.lay_due,
            # Who posts them knows which channels refuse cards, and which clips can have none.
            owner_of=TELLING,
        ),
        Timer(
            name="tell that cards wait",
            every_seconds=60,
            call=app.cards.waiting.tell_waiting,
            owner_of=TELLING,
        ),
        Timer(
            name="tell owners what lasts",
            every_seconds=60,
            call=app.cards.alerts.tell,
            owner_of=TELLING,
        ),
        Timer(
            name="share what does not work",
            every_seconds=60,
            call=app.work.sharing.share,
            is_everyones=True,
        ),
        Timer(name="bring the plan in line", every_seconds=300, call=app.plan.sweep.sweep),
        Timer(
            name="remove unfinished uploads",
            every_seconds=3600,
            call=app.videos.uploads.remove_leftovers,
        ),
        Timer(
            name="look at posts, and tell people",
            every_seconds=300,
            call=app.insights.digests.sweep,
            owner_of=TELLING,
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


def _list_queue_timers(app: App) -> list[Timer]:
    """Return what a queue outside the table needs; the table's own needs nothing."""
    if (relay := app.work.relay) is None:
        return []
    return [Timer(name="send overdue messages", every_seconds=60, call=relay.send_overdue)]


@asynccontextmanager
async def run_timers(app: App) -> AsyncIterator[None]:
    """Run the timers during the block; a late one runs once, and never twice at a time.

    What runs when the block ends is waited for: it is short, and stops at no half thing. Where
    several processes work on one table, the owner of the timers runs them; the rest stand by.
    """
    running: set[asyncio.Task[Any]] = set()
    timers = list_timers(app)
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": None},
    )
    for timer in timers:
        log = SparseLog("timer.failed", app.ports.clock)
        call = _Round(timer, app, running, log).call
        scheduler.add_job(
            call, "interval", seconds=timer.every_seconds, id=timer.name, name=timer.name
        )
        if timer.begins_at_once:
            scheduler.add_job(call, id=f"{timer.name} at the start")
    scheduler.start()
    following = spawn(_follow_clock(app, scheduler, timers), name="timers' clock")
    try:
        yield
    finally:
        await stop([following])
        scheduler.remove_all_jobs()
        try:
            await asyncio.sleep(0)  # what was due in this very turn has not said that it runs
            while running:
                await asyncio.wait(running)
        finally:  # whoever closes this may not wait for so long
            for task in running:
                task.cancel()
            scheduler.shutdown(wait=False)


class _Round:
    """The rounds of one timer; while one takes long, and after failures, some are left out.

    The scheduler could see to the former, but writes a line about each.
    """

    def __init__(self, timer: Timer, app: App, running: set[asyncio.Task[Any]], log: SparseLog):
        self._timer = timer
        self._app = app
        self._running = running
        part = Part(app.work.health, f"Timer ({timer.name})", "What is due by the clock waits")
        self._patience = ReportingPatience(
            part, log, first_seconds=timer.every_seconds, timer=timer.name
        )
        self._rests_until = float("-inf")
        self._is_running = False

    def _is_ours(self) -> bool:
        return self._timer.is_everyones or self._app.work.owned.is_held(self._timer.owner_of)

    async def call(self) -> None:
        now = self._app.ports.clock.steady_seconds()
        if self._is_running or now < self._rests_until or not self._is_ours():
            return
        self._is_running = True
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - the scheduler calls from tasks of its own
        self._running.add(task)
        try:
            await self._timer.call()
            self._patience.reset()
        except asyncio.CancelledError:
            # The block ends without waiting any longer; the scheduler would write a traceback.
            return
        except Exception as error:  # noqa: BLE001 - the edge of a timer: it comes again in its time
            self._rests_until = now + self._patience.hold_off(error)
        finally:
            self._running.discard(task)
            self._is_running = False


async def _follow_clock(app: App, scheduler: AsyncIOScheduler, timers: tuple[Timer, ...]) -> None:
    """Bring timers nearer by as much as the clock was set back.

    Only steps count: the scheduler goes by this machine's time, and a demo's clock by another.
    """
    clock = app.ports.clock
    watch = StepWatch(clock.now(), clock.steady_seconds())
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        step_seconds = watch.measure(clock.now(), clock.steady_seconds())
        if step_seconds < 0:
            for job in filter(None, (scheduler.get_job(timer.name) for timer in timers)):
                job.modify(next_run_time=job.next_run_time + timedelta(seconds=step_seconds))
