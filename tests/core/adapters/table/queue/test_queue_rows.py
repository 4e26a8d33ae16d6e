from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.job_items import queue_item
from core.adapters.table.queue.queue_rows import list_rows, list_waiting_jobs
from core.adapters.table.sqlite import SqliteTable
from core.domain.work.ids import JobId
from core.domain.work.job import Queue
from tests.builders import NOON, make_job, make_test_ulid


async def test_every_row_of_a_queue_is_listed_over_more_than_one_page(tmp_path):
    table = await SqliteTable.open(tmp_path / "truss.db")
    jobs = [make_job(id=JobId(make_test_ulid(number))) for number in range(1010)]
    rows = [queue_item(job, NOON, written_at=NOON) for job in jobs]
    for start in range(0, len(rows), 25):
        await table.batch_put(rows[start : start + 25])
    condition = Key("PK").eq(keys.queue_pk(Queue.WORK.value))

    listed = [row["jobId"] async for row in list_rows(table, condition)]

    assert listed == sorted(job.id for job in jobs)
    assert await list_waiting_jobs(table, Queue.WORK) == set(listed)
    assert await list_waiting_jobs(table, Queue.DISCORD) == frozenset()
    await table.close()
