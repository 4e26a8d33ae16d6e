from core.adapters.table.stores.insights import AnalyticsTable, InsightTable, MetricTable
from core.domain.learning.metrics import DayCounts
from core.ports.learning import (
    AnalyticsStore,
    InsightStore,
    MetricStore,
)
from tests.builders import CREATOR
from tests.plan_builders import DAY

_insights: type[InsightStore] = InsightTable
_analytics: type[AnalyticsStore] = AnalyticsTable
_metrics: type[MetricStore] = MetricTable


async def test_counting_is_one_write_that_reads_nothing(stores, table):
    day = DayCounts(on=DAY, counts={"clips": 1})

    await stores.analytics.add_local_counts(CREATOR, "w1", day)

    assert table.calls == {"update_if": 1}
