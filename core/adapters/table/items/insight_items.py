"""Insights as items, and their data: a creator's days and posts' metrics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import SCHEMA_VERSION, expiry, instant, present
from core.adapters.table.table import Item, ItemKey
from core.domain.learning.insight import Insight
from core.domain.learning.metrics import DayCounts, PostMetric
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform

DAYS_KEPT_DAYS = 400
METRICS_KEPT_DAYS = 100
"""A post is measured for 90 days; how it did by age, and what each day brought, stay longer."""
COUNT_PREFIX = "n:"  # counts are top-level attributes, so that ADD reaches them


def insight_item(insight: Insight) -> Item:
    sk = keys.insight_sk(insight.month, insight.id)
    return make_item("insight", ItemKey(keys.creator_pk(insight.creator_id), sk), insight)


def day_key(creator_id: CreatorId, on: date, worker_id: str = "") -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.analytics_sk(on, worker_id))


def day_item(creator_id: CreatorId, day: DayCounts, *, at: datetime, worker_id: str = "") -> Item:
    """Return the item of a day's totals; a worker's expire."""
    key = day_key(creator_id, day.on, worker_id)
    counts = count_attributes(day.counts)
    return {"PK": key.pk, "SK": key.sk} | counts | day_attributes(day, at=at, worker_id=worker_id)


def count_attributes(counts: Mapping[str, int]) -> dict[str, int]:
    return {f"{COUNT_PREFIX}{name}": count for name, count in counts.items()}


def day_attributes(day: DayCounts, *, at: datetime, worker_id: str = "") -> Item:
    """Return what a day's item holds besides its key and counts."""
    return present(
        {
            "type": "day",
            "schemaVersion": SCHEMA_VERSION,
            "on": day.on.isoformat(),
            "updatedAt": instant(at),
            "ttl": expiry(at, days=DAYS_KEPT_DAYS) if worker_id else None,
        }
    )


def read_day_item(item: Mapping[str, Any]) -> DayCounts:
    counts = {
        name.removeprefix(COUNT_PREFIX): int(value)
        for name, value in item.items()
        if name.startswith(COUNT_PREFIX)
    }
    return DayCounts(on=date.fromisoformat(item["on"]), counts=counts)


def metric_key(creator_id: CreatorId, platform: Platform, on: date, post_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.metric_sk(platform.value, on, post_id))


def metric_item(creator_id: CreatorId, metric: PostMetric) -> Item:
    key = metric_key(creator_id, metric.platform, metric.on, metric.post_id)
    ttl = expiry(metric.measured_at, days=METRICS_KEPT_DAYS)
    return make_item("metric", key, metric, ttl=ttl)
