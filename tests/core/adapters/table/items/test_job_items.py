from dataclasses import replace
from datetime import timedelta

from core.adapters.table.items.job_items import (
    carrying_item,
    due_item,
    due_key,
    job_item,
    queue_item,
    read_carried,
    read_job_item,
)
from core.adapters.table.limits import check_item
from core.adapters.table.table import key_of
from core.domain.work.ids import DEMO_CREATOR_ID
from core.domain.work.job import JobStatus
from tests.builders import NOON, make_job

JOB = make_job(creator_id=DEMO_CREATOR_ID, progress=0.1, attempts=3, next_at=NOON, reason="x")


def test_a_job_survives_its_item():
    assert read_job_item(check_item(job_item(JOB))) == JOB


def test_a_job_that_has_ended_is_kept_for_30_days():
    assert "ttl" not in job_item(JOB)
    ended = job_item(make_job(status=JobStatus.DONE))
    assert ended["ttl"] == int(NOON.timestamp()) + 30 * 86_400


def test_a_queue_row_sorts_by_its_visibility():
    item = queue_item(JOB, NOON, written_at=NOON - timedelta(seconds=5))

    assert (item["PK"], item["SK"]) == ("QUEUE#work#0", f"1772366400000#{JOB.id}")
    assert item["waitMs"] == 5000


def test_a_due_row_can_be_found_from_its_job():
    assert key_of(due_item(JOB)) == due_key(JOB)
    assert due_item(JOB)["SK"] == f"2026-03-01T12:00:00.000Z#job#DEMO#judge#{JOB.id}"


def test_a_job_of_the_first_program_is_still_read():
    item = job_item(make_job())
    for name in ("version", "stage", "progress", "attempts", "updatedAt"):
        del item[name]

    assert read_job_item(item) == make_job()


def test_a_carried_job_lies_in_its_queue_row_as_its_record_will_begin():
    job = make_job(version=0, about="a cut", next_at=NOON + timedelta(seconds=1))

    row = check_item(carrying_item(job, NOON, written_at=NOON))

    assert read_carried(row) == replace(job, version=1)
    assert read_carried(queue_item(job, NOON, written_at=NOON)) is None
    assert key_of(row) == key_of(queue_item(job, NOON, written_at=NOON))
