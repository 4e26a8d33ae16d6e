from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.domain.learning.streak import LOOK_BACK_DAYS, count_days_out, measure_streak

TODAY = date(2026, 3, 10)


def days(*counts):
    """Counts of clips, the last one today's."""
    return {TODAY - timedelta(days=back): count for back, count in enumerate(reversed(counts))}


@pytest.mark.parametrize(
    ("counts", "goal", "streak"),
    [
        ((2, 2, 2), 2, 3),  # today reached: it counts
        ((2, 2, 1), 2, 2),  # today not yet: it breaks nothing
        ((2, 1, 2), 2, 1),  # yesterday missed: only today
        ((2, 0, 0), 2, 0),
        ((), 1, 0),
        ((5, 5), 0, 0),  # no goal, no streak
        ((9, 1), 1, 2),
    ],
)
def test_a_streak_is_days_in_a_row_with_the_goal_reached(counts, goal, streak):
    assert measure_streak(days(*counts), goal, today=TODAY).days == streak


def test_a_day_is_one_of_the_persons_zone():
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)

    assert count_days_out([("a", late)], ZoneInfo("UTC")) == {date(2026, 3, 9): 1}
    assert count_days_out([("a", late)], ZoneInfo("Asia/Tokyo")) == {date(2026, 3, 10): 1}


def test_a_clip_on_three_platforms_is_one_clip_on_the_day_of_the_first():
    first = datetime(2026, 3, 9, 12, tzinfo=UTC)
    out = [("a", first + timedelta(days=1)), ("a", first), ("a", first), ("b", first)]

    assert count_days_out(out, ZoneInfo("UTC")) == {date(2026, 3, 9): 2}


def test_this_month_is_counted_and_a_long_streak_ends_somewhere():
    found = measure_streak(days(*[1] * 300), 1, today=TODAY)

    assert found.this_month == 10
    assert found.days == LOOK_BACK_DAYS
    assert found.today == 1
