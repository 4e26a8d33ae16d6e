from datetime import UTC, datetime, timedelta

from core.adapters.clock import SeededClock, SystemClock
from core.ports.work import Clock

_system: type[Clock] = SystemClock
_seeded: type[Clock] = SeededClock


def test_the_time_is_utc_and_knows_it():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_seeded_clock_starts_where_it_is_told_and_runs_on():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    clock = SeededClock(start)

    first, second = clock.now(), clock.now()

    assert start <= first <= second < start + timedelta(minutes=1)
