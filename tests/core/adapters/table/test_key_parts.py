from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.adapters.table.key_parts import name_part, time_part
from core.errors import InvalidInput

AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)


def test_times_of_any_zone_are_written_in_utc_and_sort_as_text():
    """Fixed width is what makes byte order the order of time."""
    tokyo = timezone(timedelta(hours=9))
    moments = [AT.astimezone(tokyo), AT + timedelta(milliseconds=1), AT + timedelta(days=40)]

    parts = [time_part(moment) for moment in moments]

    assert parts[0] == "2026-11-21T04:39:07.123Z"
    assert parts == sorted(parts)
    assert {len(part) for part in parts} == {24}


def test_a_time_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="zone"):
        time_part(datetime(2026, 1, 1))  # noqa: DTZ001 - it is what the test is about


def test_a_name_is_taken_as_it_is_or_refused():
    assert name_part("ada lovelace") == "ada lovelace"
    for name in ("", "a#b", "x" * 129):
        with pytest.raises(InvalidInput):
            name_part(name)
