from datetime import date, timedelta

from core.domain.learning.metrics import DayCounts, fill_days, sum_days
from tests.plan_builders import DAY

NEXT = DAY + timedelta(days=1)


def test_the_rows_of_a_day_are_summed_and_days_are_in_order():
    rows = [
        DayCounts(on=NEXT, counts={"views": 1}),
        DayCounts(on=DAY, counts={"views": 2, "likes": 0}),
        DayCounts(on=DAY, counts={"views": 3}),
    ]

    assert sum_days(rows) == (
        DayCounts(on=DAY, counts={"views": 5, "likes": 0}),
        DayCounts(on=NEXT, counts={"views": 1}),
    )
    assert sum_days([]) == ()


def test_days_are_filled_without_a_gap():
    known = DayCounts(on=date(2026, 2, 28), counts={"views": 3})
    outside = DayCounts(on=date(2026, 1, 1), counts={"views": 9})

    days = fill_days([known, outside], date(2026, 2, 27), date(2026, 3, 1))

    assert [day.on.day for day in days] == [27, 28, 1]
    assert [day.counts.get("views") for day in days] == [None, 3, None]
