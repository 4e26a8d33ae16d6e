from datetime import timedelta

from core.domain.work.platform import Platform
from core.services.learning.day_totals import DayTotals
from tests.builders import CREATOR
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.counting import Counting
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import DAY, make_metric


async def test_only_days_that_changed_are_written():
    stores = FakeAllStores(FakeClock())
    analytics = Counting(stores.analytics)
    totals = DayTotals(metrics=stores.metrics, analytics=analytics)
    for later, views in ((0, 10), (1, 25)):
        metric = make_metric(on=DAY + timedelta(days=later), views=views)
        await stores.metrics.put_metrics(CREATOR, [metric])

    for _ in range(3):
        await totals.put_days(CREATOR, [Platform.YOUTUBE], today=DAY + timedelta(days=1))

    assert analytics.calls["put_day"] == 2
    days = await stores.analytics.list_days(CREATOR, DAY, DAY + timedelta(days=1))
    assert [day.counts["views"] for day in days] == [10, 15]
