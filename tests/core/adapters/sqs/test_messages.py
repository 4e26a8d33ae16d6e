from datetime import timedelta

import pytest

from core.adapters.sqs.messages import Note, is_within_reach, read_body, write_body
from core.adapters.table.table import ItemKey
from core.domain.work.job import Queue
from tests.builders import NOON

KEY = ItemKey("QUEUE#work#0", "1700000000000#JOB")


def test_a_message_names_the_row_of_its_job_and_nothing_else():
    """So no job is too large for a message, whatever it is about."""
    assert read_body(write_body(KEY), partition="QUEUE#work#0") == KEY
    assert len(write_body(KEY)) < 100


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[]",
        "7",
        "{}",
        '{"row": 7}',
        '{"row": ["QUEUE#work#0"]}',
        '{"row": ["QUEUE#work#0", ""]}',
        '{"row": ["QUEUE#work#0", 7]}',
        '{"row": ["QUEUE#discord#0", "1700000000000#JOB"]}',  # another queue's
        '{"row": ["CREATOR#ada", "METADATA"]}',  # no row of a queue at all
        '{"row": ["QUEUE#work#0", "a", "b"]}',
        '{"row": ["QUEUE#work#0", "no time"]}',  # the table refuses some of these, and says so
        '{"row": ["QUEUE#work#0", "1700000000000#' + "x" * 2000 + '"]}',
        '{"row": ["QUEUE#work#0", "1700000000000#\\ud800"]}',
        '{"row": ["QUEUE#work#0", "1700000000000#\\u0000"]}',
        "[" * 100_000,  # deeper than a reader goes
        '{"row":' * 900 + "7",
    ],
)
def test_what_is_no_message_of_ours_leads_nowhere(body):
    assert read_body(body, partition="QUEUE#work#0") is None


@pytest.mark.parametrize(
    ("ahead", "delay"), [(-5, 0), (0, 0), (0.2, 1), (59.9, 60), (900, 900), (901, 900), (1e6, 900)]
)
def test_a_delay_is_in_whole_seconds_and_never_too_short_or_refused(ahead, delay):
    note = Note(key=KEY, queue=Queue.WORK, visible_at=NOON + timedelta(seconds=ahead))

    assert note.delay_seconds(NOON) == delay
    assert is_within_reach(note.visible_at, NOON) == (ahead <= 900)
