"""A worker that was away for longer than its lease: paused, suspended, or without its table."""

import asyncio

import pytest
import structlog

from core.domain.work.job import ATTEMPTS_MAX, JobKind, JobStatus, Queue
from core.errors import Busy, Conflict, InvalidInput
from core.services.work import patience
from core.services.work.health import Health
from core.services.work.job_handlers import JobHandler
from core.services.work.job_runner import JobRunner
from tests.builders import make_job
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def stores(clock):
    return FakeStores(clock)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(patience, "PAUSE_SECONDS_MAX", 0.01)


class Bench:
    """One worker; what its handler does is told by the test."""

    def __init__(self, clock, stores, work):
        self.given_up = []
        self.done = 0
        self.runner = JobRunner(
            clock=clock,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers={JobKind.RENDER_CLIP: JobHandler(work=work, give_up=self._give_up)},
            health=Health(clock=clock),
            lease_seconds=30.0,
            retry_seconds=5.0,
            idle_seconds=0.001,
        )

    async def _give_up(self, job, stage, reason):
        self.given_up.append(reason)


async def _get(stores):
    return await stores.jobs.get_job(make_job().creator_id, make_job().id)


@pytest.mark.parametrize("failure", [Conflict("Somebody was faster."), InvalidInput("Odd.")])
async def test_after_a_pause_of_90_s_the_one_who_took_over_has_the_say(clock, stores, failure):
    """The second worker did all of it meanwhile; the first one gives up nothing."""
    await stores.jobs.add_job(make_job())

    async def finish(job, progress):
        return None

    second = Bench(clock, stores, finish)

    async def oversleep(job, progress):
        clock.advance(90)
        await second.runner.work_once(Queue.WORK)
        raise failure

    first = Bench(clock, stores, oversleep)

    await first.runner.work_once(Queue.WORK)

    assert (await _get(stores)).status is JobStatus.DONE
    assert (first.given_up, second.given_up) == ([], [])


async def test_a_conflict_is_looked_at_anew_and_no_failure(clock, stores):
    """Whoever was taken for dead has finished the subject; the second look finds that."""
    await stores.jobs.add_job(make_job())
    conflicts = [Conflict("It was changed by someone else.")]

    async def work(job, progress):
        if conflicts:
            raise conflicts.pop()

    bench = Bench(clock, stores, work)

    await bench.runner.work_once(Queue.WORK)
    clock.advance(5)
    await bench.runner.work_once(Queue.WORK)

    assert (await _get(stores)).status is JobStatus.DONE
    assert bench.given_up == []


async def test_a_table_that_is_away_for_longer_than_the_lease_fails_nothing(clock, stores):
    """Every operation says busy for 40 s; then the job is done, and nobody gave anything up."""
    await stores.jobs.add_job(make_job())
    table, tried = _Away(stores, clock, seconds=40), []

    async def work(job, progress):
        tried.append(job)
        if len(tried) == 1:
            table.go_away()
        await stores.jobs.get_job(job.creator_id, job.id)

    bench = Bench(clock, stores, work)
    running = asyncio.ensure_future(bench.runner.run(Queue.WORK))
    async with asyncio.timeout(10):
        while (await table.look()).status is not JobStatus.DONE:
            await asyncio.sleep(0.01)
            clock.advance(1)
    running.cancel()
    await asyncio.wait({running})

    assert table.refused > 5
    assert bench.given_up == []
    assert (await table.look()).failures == 0


async def test_a_table_that_stays_busy_uses_up_no_try(clock, stores):
    await stores.jobs.add_job(make_job())

    async def work(job, progress):
        raise Busy("Another process is writing.")

    bench = Bench(clock, stores, work)

    for _ in range(ATTEMPTS_MAX + 3):
        await bench.runner.work_once(Queue.WORK)
        clock.advance(5)

    assert ((await _get(stores)).status, bench.given_up) == (JobStatus.QUEUED, [])


async def test_workers_without_a_table_write_one_line_a_minute(clock, stores):
    """Two fetch workers wrote ten lines a second."""
    table = _Away(stores, clock, seconds=150)
    table.go_away()
    bench = Bench(clock, stores, None)

    with structlog.testing.capture_logs() as logs:
        workers = [asyncio.ensure_future(bench.runner.run(Queue.WORK)) for _ in range(2)]
        for _ in range(149):
            await asyncio.sleep(0.005)
            clock.advance(1)
        for worker in workers:
            worker.cancel()
        await asyncio.wait(workers)

    stumbled = [log for log in logs if log["event"] == "worker.stumbled"]
    assert len(stumbled) == 3
    assert table.refused > 20
    assert sum(log["times"] for log in stumbled) > 10


async def test_a_job_that_is_anothers_is_left_to_it(clock, stores):
    """The footage of a channel is caught where its ring is kept."""
    await stores.jobs.add_job(make_job())
    done, is_ours = [], [False, True]

    async def work(job, progress):
        done.append(job.attempts)

    async def is_for_us(job):
        return is_ours.pop(0)

    bench = Bench(clock, stores, work)
    handler = JobHandler(work=work, give_up=bench._give_up, is_for_us=is_for_us)
    bench.runner._handlers = {JobKind.RENDER_CLIP: handler}

    assert await bench.runner.work_once(Queue.WORK) is True
    assert done == []
    assert await bench.runner.work_once(Queue.WORK) is False
    clock.advance(1)
    await bench.runner.work_once(Queue.WORK)

    assert done == [1]


class _Away:
    """The table of the stores, which says busy for a while once it went away."""

    def __init__(self, stores, clock, *, seconds):
        self._clock, self._seconds = clock, seconds
        self._until = clock.now()
        self._look = stores.jobs.get_job
        self.refused = 0
        for owner in (stores.jobs, stores.queue):
            for name in ("get_job", "save_job", "receive", "extend", "release", "delete"):
                if hasattr(owner, name):
                    setattr(owner, name, self._guard(getattr(owner, name)))

    def go_away(self):
        self._until = self._clock.now().__class__.fromtimestamp(
            self._clock.now().timestamp() + self._seconds, self._clock.now().tzinfo
        )

    async def look(self):
        return await self._look(make_job().creator_id, make_job().id)

    def _guard(self, operation):
        async def call(*given, **named):
            if self._clock.now() < self._until:
                self.refused += 1
                raise Busy("Another process is writing to the workspace.")
            return await operation(*given, **named)

        return call
