from core.adapters.table.items.insight_items import (
    day_item,
    insight_item,
    metric_item,
    read_day_item,
)
from core.adapters.table.items.records import from_record
from core.domain.learning.insight import Insight
from core.domain.learning.metrics import DayCounts, PostMetric
from tests.builders import CREATOR, NOON
from tests.plan_builders import DAY, make_insight, make_metric

DAY_COUNTS = DayCounts(on=DAY, counts={"views": 3, "type": 1, "PK": 2})


def test_counts_of_any_name_come_back():
    item = day_item(CREATOR, DAY_COUNTS, at=NOON)

    assert read_day_item(item) == DAY_COUNTS
    assert item["type"] == "day"


def test_the_days_of_workers_expire_and_those_of_platforms_do_not():
    assert "ttl" not in day_item(CREATOR, DAY_COUNTS, at=NOON)
    kept = day_item(CREATOR, DAY_COUNTS, at=NOON, worker_id="w1")["ttl"] - NOON.timestamp()
    assert kept == 400 * 86_400


def test_insights_and_metrics_come_back():
    assert from_record(Insight, insight_item(make_insight())) == make_insight()
    assert from_record(PostMetric, metric_item(CREATOR, make_metric())) == make_metric()
