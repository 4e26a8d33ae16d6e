from core.adapters.table.stores.insights import AnalyticsTable, InsightTable, MetricTable
from core.ports.learning import AnalyticsStore, InsightStore, MetricStore

_insights: type[InsightStore] = InsightTable
_analytics: type[AnalyticsStore] = AnalyticsTable
_metrics: type[MetricStore] = MetricTable
