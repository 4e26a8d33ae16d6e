from datetime import timedelta

import pytest

from core.domain.work.clock_step import StepWatch
from tests.builders import NOON

HOUR = 3600.0


@pytest.mark.parametrize("set_by", [-HOUR, HOUR])
def test_a_clock_that_was_set_is_noticed_once(set_by):
    watch = StepWatch(NOON, 100.0)

    later = NOON + timedelta(seconds=set_by + 5)

    assert watch.measure(later, 105.0) == set_by
    assert watch.measure(later + timedelta(seconds=5), 110.0) == 0.0


def test_time_that_goes_by_is_no_step():
    watch = StepWatch(NOON, 0.0)

    assert watch.measure(NOON + timedelta(days=1), 86_400.2) == 0.0


def test_a_slow_clock_is_followed_in_steps():
    """It loses a tenth in a minute."""
    watch = StepWatch(NOON, 0.0)

    steps = [
        watch.measure(NOON + timedelta(seconds=59.75 * minute), 60.0 * minute)
        for minute in range(1, 9)
    ]

    assert steps == [0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, -1.0]
