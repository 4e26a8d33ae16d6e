from datetime import timedelta

from core.adapters.table.items import job_items
from core.adapters.table.items.due_items import due_item, due_key, due_of, lock_item, read_due_item
from core.domain.work.due import DueKind
from tests.builders import NOON, make_job, make_publication


def test_a_due_row_says_again_what_is_due():
    due = due_of(make_publication(due_at=NOON + timedelta(microseconds=1)))

    assert read_due_item(due_item(due)) == due
    assert due_item(due)["SK"] == due_key(due).sk


def test_the_due_row_of_a_job_is_read_by_its_key():
    due = read_due_item(job_items.due_item(make_job()))

    assert (due.kind, due.id, due.at) == (DueKind.JOB, make_job().id, NOON)
    assert due_key(due) == job_items.due_key(make_job())


def test_a_try_that_was_put_off_is_due_at_its_next_time():
    later = NOON + timedelta(hours=1)

    assert due_of(make_publication(next_at=later)).at == later


def test_a_lock_names_its_publication_and_is_kept_for_90_days():
    lock = lock_item(make_publication(), at=NOON)

    assert lock["publicationId"] == make_publication().id
    assert lock["ttl"] - NOON.timestamp() == 90 * 86_400
