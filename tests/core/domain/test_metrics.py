from datetime import timedelta

from core.domain.metrics import DayCounts, sum_days
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
