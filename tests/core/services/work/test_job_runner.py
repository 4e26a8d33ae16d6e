import asyncio
import gc
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.background import spawn
from core.domain.work.job import ATTEMPTS_MAX, JobKind, JobStatus, Queue
from core.errors import (
    REFUSED_SECONDS,
    Busy,
    Conflict,
    ExternalFailure,
    InvalidInput,
    NotFound,
    QuotaReached,
    RightsRefused,
)
from core.services.work.health import Health
from core.services.work.job_handlers import JobHandler
from core.services.work.job_runner import CRASHED, CRASHES_MAX, JobRunner, spawn_quietly
from core.services.work.wake_ups import WakeUps
from tests.builders import NOON, make_job
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


class Recorder:
    """A handler that does what it is told and remembers what it was asked."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.worked = []
        self.given_up = []

    async def work(self, job, progress):
        self.worked.append(job)
        progress.enter("render", 0.5)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is not None:
            await outcome

    async def give_up(self, job, stage, reason):
        self.given_up.append((stage, reason))


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def stores(clock):
    return FakeStores(clock)


@pytest.fixture
def make_working(clock, stores):
    def make(recorder, *, lease_seconds=30.0):
        return JobRunner(
            clock=clock,
            jobs=stores.jobs,
            queue=stores.queue,
            handlers={
                JobKind.RENDER_CLIP: JobHandler(work=recorder.work, give_up=recorder.give_up)
            },
            health=Health(clock=clock),
            lease_seconds=lease_seconds,
            retry_seconds=5.0,
            idle_seconds=0.01,
        )

    return make


async def _get(stores, job):
    return await stores.jobs.get_job(job.creator_id, job.id)


async def test_a_job_is_done_once(make_working, stores):
    job = make_job()
    await stores.jobs.add_job(job)
    recorder = Recorder()
    job_runner = make_working(recorder)

    assert await job_runner.work_once(Queue.WORK) is True
    assert await job_runner.work_once(Queue.WORK) is False

    done = await _get(stores, job)
    assert (done.status, done.progress, done.attempts) == (JobStatus.DONE, 1.0, 1)
    assert len(recorder.worked) == 1


async def test_what_people_should_know_of_a_job_that_is_done_stands_on_it(make_working, stores):
    class Teller(Recorder):
        async def work(self, job, progress):
            progress.note = "The model was asked too often."

    job = make_job()
    await stores.jobs.add_job(job)

    await make_working(Teller()).work_once(Queue.WORK)

    done = await _get(stores, job)
    assert (done.status, done.reason) == (JobStatus.DONE, "The model was asked too often.")


async def test_a_failure_that_may_pass_is_tried_again_later(make_working, stores, clock):
    """Backoff doubles: 5 s, then 10 s."""
    job = make_job()
    await stores.jobs.add_job(job)
    recorder = Recorder(ExternalFailure("Busy.", retryable=True), OSError("odd"))
    job_runner = make_working(recorder)

    await job_runner.work_once(Queue.WORK)
    waiting = await _get(stores, job)
    assert (waiting.status, waiting.stage, waiting.reason) == (JobStatus.QUEUED, "render", "Busy.")
    assert await job_runner.work_once(Queue.WORK) is False
    clock.advance(5)
    await job_runner.work_once(Queue.WORK)
    clock.advance(9)
    assert await job_runner.work_once(Queue.WORK) is False
    clock.advance(1)
    await job_runner.work_once(Queue.WORK)

    done = await _get(stores, job)
    assert (done.status, done.attempts) == (JobStatus.DONE, 3)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(None, 5), (2.0, 5), (27.0, 27), (86_400.0, 3600)],
)
async def test_a_service_that_names_a_time_is_left_alone_for_it(
    make_working, stores, clock, asked, waited
):
    """Never for less than the backoff of 5 s, nor for more than an hour."""
    await stores.jobs.add_job(make_job())
    failure = ExternalFailure("Too often.", retryable=True, again_seconds=asked)
    before = clock.now()

    await make_working(Recorder(failure)).work_once(Queue.WORK)

    assert (await _get(stores, make_job())).next_at == before + timedelta(seconds=waited)


async def test_a_failure_that_will_not_pass_ends_the_job_at_once(make_working, stores):
    job = make_job()
    await stores.jobs.add_job(job)
    recorder = Recorder(InvalidInput("Not a video."))

    await make_working(recorder).work_once(Queue.WORK)

    failed = await _get(stores, job)
    assert (failed.status, failed.reason) == (JobStatus.FAILED, "Not a video.")
    assert recorder.given_up == [("render", "Not a video.")]


async def test_nobody_tries_for_ever(make_working, stores, clock):
    job = make_job()
    await stores.jobs.add_job(job)
    recorder = Recorder(*[ExternalFailure("Busy.", retryable=True)] * 10)
    job_runner = make_working(recorder)

    for _ in range(10):
        await job_runner.work_once(Queue.WORK)
        clock.advance(3600)

    assert len(recorder.worked) == ATTEMPTS_MAX
    assert (await _get(stores, job)).status is JobStatus.FAILED
    assert len(recorder.given_up) == 1


@pytest.mark.parametrize(
    "failure",
    [
        RightsRefused("S3 refuses PutObject; allow it.", stage="storage"),
        Busy("The table is overloaded; it passes by itself."),
        QuotaReached("The day's requests are used up.", until=NOON, again_seconds=3600),
        ExternalFailure("S3 answered 500.", stage="storage", retryable=True),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_what_says_nothing_of_the_work_is_waited_for_as_long_as_it_takes(
    make_working, stores, clock, failure
):
    """Whoever may mend a right is away for a weekend: the clip is stored on Monday."""
    job = make_job()
    await stores.jobs.add_job(job)
    tries = CRASHES_MAX + 5
    recorder = Recorder(*[failure] * tries)
    job_runner = make_working(recorder)

    for _ in range(tries):
        await job_runner.work_once(Queue.WORK)
        clock.advance(3600)
        waiting = await _get(stores, job)
        assert (waiting.status, waiting.reason) == (JobStatus.QUEUED, str(failure))
    await job_runner.work_once(Queue.WORK)

    assert (await _get(stores, job)).status is JobStatus.DONE
    assert recorder.given_up == []


async def test_a_job_that_met_a_refused_right_is_known_to_have_begun(make_working, stores, clock):
    """It may have posted its card before: whoever does not look for that posts it twice."""
    await stores.jobs.add_job(make_job())
    recorder = Recorder(RightsRefused("DynamoDB refuses PutItem; allow it.", stage="table"))
    job_runner = make_working(recorder)

    await job_runner.work_once(Queue.WORK)
    clock.advance(REFUSED_SECONDS)
    await job_runner.work_once(Queue.WORK)

    assert [job.attempts for job in recorder.worked] == [1, 2]


async def test_a_killed_workers_job_is_done_by_the_next(make_working, stores, clock):
    """The dead worker's lease lapses; its job is running in the table, and is taken over."""
    job = make_job()
    await stores.jobs.add_job(job)
    dead = make_working(Recorder(asyncio.Event().wait()))
    task = asyncio.ensure_future(dead.work_once(Queue.WORK))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait({task})
    recorder = Recorder()
    job_runner = make_working(recorder)

    assert await job_runner.work_once(Queue.WORK) is False
    clock.advance(31)
    assert await job_runner.work_once(Queue.WORK) is True

    assert (await _get(stores, job)).status is JobStatus.DONE
    assert recorder.worked[0].attempts == 2


async def test_the_sole_owner_need_not_wait_for_leases_to_lapse(make_working, stores):
    job = make_job()
    await stores.jobs.add_job(job)
    await stores.queue.receive(Queue.WORK, lease_seconds=3600)
    recorder = Recorder()
    job_runner = make_working(recorder)

    assert await job_runner.take_over(Queue.WORK) == 1
    await job_runner.work_once(Queue.WORK)

    assert len(recorder.worked) == 1


async def test_a_worker_that_lost_its_lease_writes_nothing_more(make_working, stores, clock):
    """It was taken for dead; whoever took the job over has the say."""
    job = make_job()
    await stores.jobs.add_job(job)
    recorder = Recorder(asyncio.Event().wait())
    job_runner = make_working(recorder, lease_seconds=0.03)
    task = asyncio.ensure_future(job_runner.work_once(Queue.WORK))
    await asyncio.sleep(0.005)
    clock.advance(60)
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60)
    taken = replace(await _get(stores, job), stage="another's")
    await stores.jobs.save_job(taken)

    await asyncio.wait_for(task, 30)

    kept = await _get(stores, job)
    assert (kept.status, kept.stage) == (JobStatus.RUNNING, "another's")


async def test_progress_reaches_the_table_while_the_work_goes_on(make_working, stores):
    job = make_job()
    await stores.jobs.add_job(job)
    may_end = asyncio.Event()
    job_runner = make_working(Recorder(may_end.wait()), lease_seconds=0.06)
    task = asyncio.ensure_future(job_runner.work_once(Queue.WORK))

    async with asyncio.timeout(30):
        while not (seen := await _get(stores, job)).stage:  # noqa: ASYNC110 - it lies in a store
            await asyncio.sleep(0.01)
    may_end.set()
    await task

    assert (seen.status, seen.stage, seen.progress) == (JobStatus.RUNNING, "render", 0.5)


async def test_work_that_ends_while_its_progress_is_written_is_no_conflict_with_itself(
    make_working, stores
):
    job = make_job()
    await stores.jobs.add_job(job)
    work_ends, is_writing, may_write = (asyncio.Event() for _ in range(3))
    save = stores.jobs.save_job

    async def save_slowly(changed):
        saved = await save(changed)
        if changed.stage == "render" and changed.status is JobStatus.RUNNING:
            is_writing.set()
            await may_write.wait()
        return saved

    stores.jobs.save_job = save_slowly
    job_runner = make_working(Recorder(work_ends.wait()), lease_seconds=0.06)
    task = asyncio.ensure_future(job_runner.work_once(Queue.WORK))

    await is_writing.wait()
    work_ends.set()
    await asyncio.sleep(0.02)
    may_write.set()
    await task

    assert (await _get(stores, job)).status is JobStatus.DONE


async def test_the_row_of_a_job_that_is_gone_is_dropped(make_working, stores, clock):
    await stores.queue.send(make_job(), visible_at=clock.now())
    job_runner = make_working(Recorder())

    assert await job_runner.work_once(Queue.WORK) is True
    assert await job_runner.work_once(Queue.WORK) is False


async def test_a_worker_runs_until_it_is_cancelled(make_working, stores):
    await stores.jobs.add_job(make_job())
    recorder = Recorder()
    task = asyncio.ensure_future(make_working(recorder).run(Queue.WORK))

    async with asyncio.timeout(30):
        while not recorder.worked:  # noqa: ASYNC110 - the recorder tells nobody
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait({task})

    assert len(recorder.worked) == 1


async def test_a_subject_that_is_gone_ends_its_job_all_the_same(make_working, stores):
    """A clip that was deleted must not keep a worker busy for ever."""
    job = make_job()
    await stores.jobs.add_job(job)

    class Lost(Recorder):
        async def give_up(self, job, stage, reason):
            raise NotFound("There is no such clip.")

    job_runner = make_working(Lost(InvalidInput("Not a video.")))

    await job_runner.work_once(Queue.WORK)

    assert (await _get(stores, job)).status is JobStatus.FAILED
    assert await job_runner.work_once(Queue.WORK) is False


async def test_a_job_that_ends_its_worker_again_and_again_is_left_alone(
    make_working, stores, clock
):
    """Fifty starts without an end: something in it kills whoever works on it."""
    job = make_job(attempts=CRASHES_MAX)
    await stores.jobs.add_job(job)
    recorder = Recorder()

    await make_working(recorder).work_once(Queue.WORK)

    failed = await _get(stores, job)
    assert (failed.status, failed.reason) == (JobStatus.FAILED, CRASHED)
    assert (recorder.worked, len(recorder.given_up)) == ([], 1)


async def test_kills_do_not_use_up_the_tries_of_a_failure(make_working, stores, clock):
    """Twenty kills, then one hiccup: the hiccup is tried again."""
    job = make_job(attempts=20)
    await stores.jobs.add_job(job)
    recorder = Recorder(ExternalFailure("Busy.", retryable=True))
    job_runner = make_working(recorder)

    await job_runner.work_once(Queue.WORK)
    clock.advance(5)
    await job_runner.work_once(Queue.WORK)

    done = await _get(stores, job)
    assert (done.status, done.failures) == (JobStatus.DONE, 1)


async def test_a_worker_taken_for_dead_does_not_fail_what_another_has_finished(
    make_working, stores, clock
):
    """It was asleep past its lease; its own failure then says nothing about the clip."""
    job = make_job()
    await stores.jobs.add_job(job)

    async def oversleep():
        clock.advance(60)
        assert await stores.queue.receive(Queue.WORK, lease_seconds=60)
        raise Conflict("It was changed by someone else.")

    recorder = Recorder(oversleep())

    await make_working(recorder).work_once(Queue.WORK)

    assert recorder.given_up == []
    assert (await _get(stores, job)).status is JobStatus.RUNNING


async def test_a_table_that_fails_for_a_moment_does_not_stop_the_work(make_working, stores):
    job = make_job()
    await stores.jobs.add_job(job)
    may_end = asyncio.Event()
    job_runner = make_working(Recorder(may_end.wait()), lease_seconds=0.06)
    extend, failing = stores.queue.extend, [ExternalFailure("The disk is full.")]

    async def extend_later(lease, *, lease_seconds):
        if failing:
            raise failing.pop()
        return await extend(lease, lease_seconds=lease_seconds)

    stores.queue.extend = extend_later
    task = asyncio.ensure_future(job_runner.work_once(Queue.WORK))
    await asyncio.sleep(0.05)
    may_end.set()
    await task

    assert failing == []
    assert (await _get(stores, job)).status is JobStatus.DONE


async def test_a_worker_that_somebody_waits_for_gives_up(make_working, stores):
    """With a full disk, the demo ends with its sentence instead of trying for ever."""
    job_runner = make_working(Recorder())

    async def fail(_queue, *, lease_seconds):
        raise ExternalFailure("The disk is full: make room.", stage="table")

    stores.queue.receive = fail

    with pytest.raises(ExternalFailure, match="disk is full"):
        await asyncio.wait_for(job_runner.run(Queue.WORK, stumbles_max=3), 30)


async def test_a_job_that_somebody_waits_for_ends_where_its_files_cannot_be_stored(
    make_working, stores, clock
):
    job = make_job()
    await stores.jobs.add_job(job)
    full = ExternalFailure("The disk is full: make room.", stage="storage", retryable=True)
    job_runner = make_working(Recorder(*[full] * 10))

    running = spawn(job_runner.run(Queue.WORK, stumbles_max=3), name="worker")
    async with asyncio.timeout(30):
        while (await _get(stores, job)).status is not JobStatus.FAILED:
            clock.advance(60)
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait({running})

    assert (await _get(stores, job)).reason == "The disk is full: make room."


class CountingQueue:
    """A queue that has nothing, and counts how often it is looked into."""

    def __init__(self):
        self.looks = 0

    async def receive(self, queue, *, lease_seconds):
        self.looks += 1


async def test_an_idle_worker_looks_ever_more_rarely_and_is_woken_at_once(clock, stores):
    """Fifty queries a second of idle processes were most of a month's bill."""
    queue: Any = CountingQueue()
    wakes = WakeUps(clock)
    runner = JobRunner(
        clock=clock,
        jobs=stores.jobs,
        queue=queue,
        handlers={},
        health=Health(clock=clock),
        lease_seconds=30.0,
        retry_seconds=5.0,
        idle_seconds=0.01,
        wake_ups=wakes,
    )
    working = asyncio.ensure_future(runner.run(Queue.WORK))
    await asyncio.sleep(1.0)
    idle = queue.looks

    wakes.note(Queue.WORK, clock.now())
    await asyncio.sleep(0.005)

    working.cancel()
    assert 4 <= idle <= 9
    assert queue.looks > idle


async def test_work_that_is_called_off_before_it_begins_was_never_called():
    """A coroutine that was made and not awaited warned at some later moment, in some other test."""
    called = []

    async def work():
        called.append(1)

    task = spawn_quietly(work, name="work")
    task.cancel()
    await asyncio.wait({task})
    gc.collect()

    assert task.cancelled()
    assert called == []
