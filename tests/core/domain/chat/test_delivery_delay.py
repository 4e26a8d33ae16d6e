import random

import pytest

from core.domain.chat.delivery_delay import (
    DELAY_SECONDS_MAX,
    WINDOW_SECONDS,
    DeliveryDelay,
    RecentLeast,
)


def deliver(*arrivals):
    """Each arrival is (when it was said, how late it came)."""
    delay = DeliveryDelay()
    for said, late in sorted(arrivals, key=sum):
        delay.note(said=said, now=1000.0 + said + late)
    return delay


def test_the_least_of_a_window_is_forgotten_but_never_the_newest():
    least = RecentLeast()
    assert least.find(0.0) is None
    for now, value in ((0.0, 1.0), (100.0, 3.0), (200.0, 2.0)):
        least.add(now, value)

    assert [least.find(at) for at in (200.0, WINDOW_SECONDS + 1, 9999.0)] == [1.0, 2.0, 2.0]


def test_the_quickest_line_tells_the_platforms_time():
    delay = deliver((0.0, 3.0), (10.0, 0.5), (20.0, 9.0))

    assert delay.platform_time(1030.0) == 29.5
    assert DeliveryDelay().platform_time(5.0) is None


def test_lines_in_order_are_not_held_back_however_late_they_are():
    """A stall ends with all of its lines at once."""
    delay = deliver(*((float(n), max(0.0, 20.0 - n % 90)) for n in range(300)))

    assert delay.hold_seconds(1300.0) == 0.0
    assert delay.describe(now=1300.0, time_of_day=1300.0).late_seconds == 20.0


def test_lines_that_overtake_are_waited_for_a_little_longer_than_the_latest():
    rng = random.Random(1)
    delay = deliver(*((float(n), rng.uniform(0.0, 20.0)) for n in range(200)))

    assert 20.0 < delay.hold_seconds(1210.0) < 26.0
    assert delay.hold_seconds(1220.0 + WINDOW_SECONDS) == 0.0


def test_the_first_line_that_is_overtaken_tells_little_and_is_doubted():
    delay = deliver((0.0, 3.0), (1.0, 0.0))

    assert delay.hold_seconds(1003.0) == pytest.approx(0.5 + 1.2 * 3.0 + 6.0 * 3.0)


def test_nobody_waits_for_the_like_of_a_line_that_is_absurdly_late():
    delay = deliver((0.0, DELAY_SECONDS_MAX + 5.0), (1.0, 0.0))

    assert delay.hold_seconds(1110.0) == 0.0


def test_a_platform_that_runs_faster_than_our_clock_is_followed():
    """A log played four times as fast."""
    delay = DeliveryDelay()
    for number in range(100):
        delay.note(said=4.0 * number, now=1000.0 + number)

    assert delay.platform_time(1099.0) == 396.0
    assert delay.hold_seconds(1099.0) == 0.0


def test_skew_is_of_the_clock_on_the_wall():
    delay = deliver((0.0, 0.2), (5.0, 0.3))

    told = delay.describe(now=1005.3, time_of_day=65.3)

    assert (told.skew_seconds, told.lines) == (pytest.approx(60.2), 2)
    assert DeliveryDelay().describe(now=0.0, time_of_day=0.0) is None
