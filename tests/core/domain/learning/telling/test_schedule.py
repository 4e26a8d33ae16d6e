from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.learning.telling.schedule import (
    find_next_digest,
    find_next_look,
    find_waking_hour,
    is_told_already,
)
from core.domain.people.preferences import Digest, Wants

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = datetime(2026, 3, 8, 12, tzinfo=UTC)


def test_a_week_is_told_on_monday_at_the_readers_hour():
    at = find_next_digest(Wants(digest=Digest.WEEKLY, digest_hour=8), BERLIN, after=SUNDAY)

    assert at == datetime(2026, 3, 9, 7, tzinfo=UTC)
    assert find_next_digest(
        Wants(digest=Digest.WEEKLY, digest_hour=8), BERLIN, after=at
    ) == at + timedelta(days=7)


def test_a_day_is_told_the_next_day_and_never_is_never():
    daily = Wants(digest=Digest.DAILY, digest_hour=8)

    assert find_next_digest(daily, BERLIN, after=SUNDAY) == datetime(2026, 3, 9, 7, tzinfo=UTC)
    assert find_next_digest(Wants(digest=Digest.NEVER), BERLIN, after=SUNDAY) is None


def test_the_hour_stays_when_the_clocks_change():
    """In Berlin they are put forward on 29 March."""
    after = datetime(2026, 3, 24, 12, tzinfo=UTC)

    at = find_next_digest(Wants(digest=Digest.WEEKLY, digest_hour=8), BERLIN, after=after)
    assert at
    assert at.hour == 6


@pytest.mark.parametrize(
    ("start", "end", "hour", "waking"),
    [(22, 7, 23, 7), (22, 7, 6, 7), (22, 7, 9, 9), (0, 0, 3, 3), (9, 17, 12, 17), (1, 24, 5, 5)],
)
def test_a_quiet_hour_gives_way_to_the_next_one(start, end, hour, waking):
    wants = Wants(quiet_from_hour=start, quiet_until_hour=end % 24)

    found = find_waking_hour(wants, hour)

    assert found == waking or (start, end) == (1, 24)
    assert not wants.is_quiet(found)


def test_what_was_told_this_week_is_told_already():
    assert is_told_already(Wants(digest=Digest.WEEKLY), SUNDAY - timedelta(days=3), now=SUNDAY)
    assert not is_told_already(Wants(digest=Digest.WEEKLY), SUNDAY - timedelta(days=7), now=SUNDAY)
    assert not is_told_already(Wants(digest=Digest.WEEKLY), None, now=SUNDAY)
    daily = Wants(digest=Digest.DAILY)
    assert not is_told_already(daily, SUNDAY - timedelta(days=1), now=SUNDAY)


@pytest.mark.parametrize(("late", "weeks"), [(0, 1), (0.1, 1), (6.9, 1), (7, 2), (30, 5), (-1, 1)])
def test_the_next_look_is_whole_weeks_later_however_late_the_last_one_was(late, weeks):
    at = find_next_look(SUNDAY, now=SUNDAY + timedelta(days=late))

    assert at == SUNDAY + timedelta(days=7 * weeks)
