from datetime import UTC, datetime

import pytest

from core.adapters.table import keys
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId, JobId

ADA = CreatorId("ada")
AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.job_sk(JobId("3")), "JOB#3"),
        (keys.queue_pk("work"), "QUEUE#work#0"),
        (keys.queue_sk(AT, JobId("3")), "1795235947123#3"),
        (keys.lease_sk("channel:7"), "LEASE#channel:7"),
        (keys.due_sk(AT, "job", ADA, "3"), "2026-11-21T04:39:07.123Z#job#ada#3"),
        (keys.directory_sk(DEMO_CREATOR_ID), "DEMO#judge"),
        (keys.followed_sk(JobId("3")), "FOLLOWED#3"),
        (keys.due_shard_pk(3), "DUE#3"),
        (keys.directory_shard_pk("TWITCH", 3), "DIR#TWITCH#3"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


def test_due_and_directory_rows_are_spread_over_eight_partitions():
    creators = [CreatorId(f"c{number}") for number in range(200)]

    assert {keys.due_pk(creator) for creator in creators} == {f"DUE#{n}" for n in range(8)}
    assert {keys.directory_pk("CREATORS", creator) for creator in creators} == {
        f"DIR#CREATORS#{n}" for n in range(8)
    }


def test_the_time_of_a_queue_row_is_read_from_its_key():
    assert keys.read_queue_time("1795235947123#3") == datetime.fromtimestamp(1795235947.123, UTC)
