"""The former version and this one on one table, on each engine.

The former one is written down here as rows: what it stored, and what it does with rows that it
finds. It knows nothing of jobs that their queue's row carries (decision 61).
"""

from datetime import timedelta

import pytest

from core.adapters.table.expressions import Attr, Key
from core.adapters.table.formats import LOOK_SECONDS, settle, unsettle
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Delete, ItemKey, Put, Query, TransactionCancelled, key_of
from core.domain.clips.clip import ClipStatus
from core.domain.work.job import JobKind, JobStatus, Queue
from core.services.clips.card_jobs import CardJobs, CardUpdatingClips
from tests.builders import (
    CREATOR,
    NOON,
    make_binding,
    make_clip,
    make_publication,
    make_spike,
    make_stream,
)
from tests.contracts.conftest import SECRET
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.time_and_ids import FakeIds

JOB_ID = "01KA1B2C3D4E5F6G7H8J9KMNPQ"
RECORD = {
    "PK": f"CREATOR#{CREATOR}",
    "SK": f"JOB#{JOB_ID}",
    "GSI2PK": f"CREATOR#{CREATOR}#JOB#queued",
    "GSI2SK": f"2026-03-01T12:00:00.000Z#{JOB_ID}",
    "type": "job",
    "schemaVersion": 1,
    "version": 1,
    "status": "queued",
    "card": {"kind": "post_card", "subjectId": make_clip().id},
    "createdAt": "2026-03-01T12:00:00.000000Z",
    "updatedAt": "2026-03-01T12:00:00.000000Z",
    "id": JOB_ID,
    "creatorId": CREATOR,
    "kind": "post_card",
    "subjectId": make_clip().id,
    "stage": "",
    "progress": 0,
    "attempts": 0,
    "failures": 0,
}
ROW = {
    "PK": "QUEUE#discord#0",
    "SK": f"1772366400000#{JOB_ID}",
    "type": "queued",
    "schemaVersion": 1,
    "creatorId": CREATOR,
    "jobId": JOB_ID,
    "waitMs": 0,
}


class Former:
    """A process of the former version, as far as the table sees it."""

    def __init__(self, table, clock):
        self._table = table
        self._clock = clock
        self.performed, self.dropped = [], []

    async def write_job(self):
        due = {"PK": "DUE#0", "SK": f"2026-03-01T12:00:00.000Z#job#{CREATOR}#{JOB_ID}"}
        told = {"type": "due", "schemaVersion": 1, "kind": "job", "creatorId": CREATOR}
        await self._table.transact(
            [Put(item=RECORD), Put(item=ROW), Put(item=due | told | {"id": JOB_ID})]
        )

    async def work(self):
        """Perform what is visible; a row whose record is not there is deleted."""
        now = int(self._clock.now().timestamp() * 1000)
        visible = Key("PK").eq("QUEUE#discord#0") & Key("SK").lte(f"{now:013d}~")
        page = await self._table.query(Query(condition=visible, limit=16, consistent=True))
        for row in page.items:
            moved = row | {"SK": f"{now + 60_000:013d}#{row['jobId']}", "isLease": True}
            gone = Delete(key=key_of(row), condition=Attr("PK").exists())
            try:
                await self._table.transact([gone, Put(item=moved)])
            except TransactionCancelled:
                continue
            await self._perform(moved)

    async def _perform(self, row):
        key = ItemKey(f"CREATOR#{row['creatorId']}", f"JOB#{row['jobId']}")
        record = await self._table.get(key, consistent=True)
        if record is not None:
            seen = Attr("version").eq(record["version"])
            ended = {"status": "done", "GSI2PK": f"CREATOR#{CREATOR}#JOB#done"}
            await self._table.put_if(record | ended | {"version": record["version"] + 1}, seen)
        (self.performed if record else self.dropped).append(row["jobId"])
        await self._table.batch_delete([key_of(row)])


class Ours:
    """A process of this version."""

    def __init__(self, table, clock):
        self.stores = open_stores(table, cursor_secret=SECRET, clock=clock, is_shared=True)
        card_jobs = CardJobs(
            clock=clock, ids=FakeIds(), guilds=self.stores.guilds, formats=self.stores.formats
        )
        self.clips = CardUpdatingClips(self.stores.clips, card_jobs)

    async def prepare(self):
        clip = make_clip(status=ClipStatus.IN_REVIEW)
        await self.stores.guilds.add_guild(make_binding())
        await self.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)

    async def approve(self):
        clip = await self.stores.clips.get_clip(CREATOR, make_clip().id)
        approved = clip.move_to(ClipStatus.APPROVED, at=NOON)
        return await self.clips.save_clip(approved, publications=[make_publication()])

    async def take(self):
        lease = await self.stores.queue.receive(Queue.DISCORD, lease_seconds=60)
        return lease and await self.stores.jobs.get_job(lease.creator_id, lease.job_id)

    async def list_waiting(self):
        return await self.stores.queue.list_waiting(Queue.DISCORD)


@pytest.fixture
def clock():
    return SteppedClock()


@pytest.fixture
def former(table, clock):
    return Former(table, clock)


@pytest.fixture
async def ours(table, clock):
    ours = Ours(table, clock)
    await ours.prepare()
    return ours


async def test_a_card_of_what_was_approved_here_is_updated_by_the_former_version(ours, former):
    await ours.approve()
    (job_id,) = await ours.list_waiting()

    await former.work()

    assert (former.performed, former.dropped) == ([job_id], [])
    assert (await ours.stores.jobs.get_job(CREATOR, job_id)).status is JobStatus.DONE


async def test_what_the_former_version_queued_is_taken_here(ours, former):
    await former.write_job()

    job = await ours.take()

    assert (job.id, job.kind, job.subject_id) == (JOB_ID, JobKind.POST_CARD, make_clip().id)
    assert job.version == 1


async def test_settling_is_for_when_it_is_gone_for_it_drops_what_it_cannot_read(
    ours, former, table, clock
):
    """Were this no longer so, settling would be needless."""
    await settle(table, now=clock.now())
    await ours.approve()
    (job_id,) = await ours.list_waiting()

    await former.work()

    assert (former.performed, former.dropped) == ([], [job_id])


async def test_back_to_the_former_version_nothing_that_waits_is_dropped(ours, former, table, clock):
    await settle(table, now=clock.now())
    await ours.approve()
    (job_id,) = await ours.list_waiting()

    await unsettle(table)
    await former.work()

    assert (former.performed, former.dropped) == ([job_id], [])


async def test_a_process_that_runs_on_carries_nothing_a_minute_after_it_was_unsettled(
    ours, former, table, clock
):
    await settle(table, now=clock.now())
    assert await ours.stores.formats.may_carry()
    await unsettle(table)

    clock.step(LOOK_SECONDS)
    await ours.approve()
    await former.work()

    assert (len(former.performed), former.dropped) == (1, [])


async def test_what_was_begun_here_by_a_process_that_died_is_done_by_the_former_one(
    ours, former, table, clock
):
    """Once received, a carried job is a job like any other."""
    await settle(table, now=clock.now())
    await ours.approve()
    job = await ours.take()

    clock.step(timedelta(minutes=2).total_seconds())
    await former.work()

    assert (former.performed, former.dropped) == ([job.id], [])
