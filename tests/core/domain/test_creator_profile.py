from datetime import UTC, datetime

import pytest

from core.domain.creator_profile import check_month, find_zone, name_local_month
from core.errors import InvalidInput
from tests.plan_builders import make_profile


@pytest.mark.parametrize(
    ("at", "zone", "month"),
    [
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "Europe/Berlin", "2026-11"),  # 00:30 there
        (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), "Europe/Berlin", "2026-10"),  # 23:30 there
        (datetime(2026, 11, 1, 3, 0, tzinfo=UTC), "America/New_York", "2026-10"),
        (datetime(2026, 11, 1, 3, 0, tzinfo=UTC), "UTC", "2026-11"),
    ],
)
def test_a_month_is_the_one_where_the_creator_lives(at, zone, month):
    assert name_local_month(at, zone) == month


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "a\x00b"])
def test_what_is_no_time_zone_is_refused(name):
    with pytest.raises(InvalidInput):
        find_zone(name)


def test_a_creator_of_whom_nothing_is_stored_has_one_partition_of_clips():
    assert (make_profile().clip_shards, make_profile().version) == (1, 0)


def test_a_month_is_written_with_year_and_month():
    assert check_month("2026-11") == "2026-11"


@pytest.mark.parametrize("month", ["", "2026-13", "2026-00", "26-11", "2026-11\n", "2026-11-01"])
def test_what_is_no_month_is_refused(month):
    with pytest.raises(InvalidInput):
        check_month(month)
