from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.adapters.table import keys
from core.domain.work.ids import DEMO_CREATOR_ID, ClipId, CreatorId, StreamId
from core.errors import InvalidInput

ADA = CreatorId("ada")
AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)
CLIP = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0200")


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.creator_pk(ADA), "CREATOR#ada"),
        (keys.creator_pk(DEMO_CREATOR_ID), "CREATOR#DEMO#judge"),
        (keys.month_gsi1pk(ADA, "2026-11"), "CREATOR#ada#MONTH#2026-11"),
        (keys.month_gsi1sk(AT, "PUB", "5"), "2026-11-21T04:39:07.123Z#PUB#5"),
        (keys.status_gsi2pk(ADA, "CLIP", "in_review"), "CREATOR#ada#CLIP#in_review"),
        (keys.status_gsi2sk(AT, CLIP), f"2026-11-21T04:39:07.123Z#{CLIP}"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


def test_times_of_any_zone_are_written_in_utc_and_sort_as_text():
    """Fixed width is what makes byte order the order of time."""
    tokyo = timezone(timedelta(hours=9))
    moments = [AT.astimezone(tokyo), AT + timedelta(milliseconds=1), AT + timedelta(days=40)]

    parts = [keys.time_part(moment) for moment in moments]

    assert parts[0] == "2026-11-21T04:39:07.123Z"
    assert parts == sorted(parts)
    assert {len(part) for part in parts} == {24}


def test_a_time_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="zone"):
        keys.time_part(datetime(2026, 1, 1))  # noqa: DTZ001 - it is what the test is about


@pytest.mark.parametrize("name", ["", "a#b", "a\nb", "a\x00", "x" * 129, "ada#CLIPS#1"])
def test_a_name_that_could_reach_into_another_row_is_refused(name):
    with pytest.raises(InvalidInput):
        keys.creator_pk(CreatorId(name))
    with pytest.raises(InvalidInput):
        keys.stream_sk(StreamId(name))
