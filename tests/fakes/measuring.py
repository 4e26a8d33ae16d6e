"""Platforms whose figures a test sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core.domain.accounts.platform_token import PlatformToken
from core.domain.learning.exports.post_tables import RawTable
from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.work.platform import Platform
from core.ports.learning import ExportReader, MetricReader


class FakeMetricReader:
    """Returns `totals` and `days`; first raises the errors in `failing`, one per call."""

    def __init__(self, platform: Platform = Platform.YOUTUBE) -> None:
        self._platform = platform
        self.totals: dict[str, PostTotals] = {}
        self.days: dict[str, tuple[PostDay, ...]] = {}
        self.failing: list[Exception] = []
        self.asked: list[tuple[str, ...]] = []
        self.asked_days: list[str] = []

    @property
    def platform(self) -> Platform:
        return self._platform

    async def read_totals(
        self, token: PlatformToken, post_ids: Sequence[str]
    ) -> Mapping[str, PostTotals]:
        if self.failing:
            raise self.failing.pop(0)
        self.asked.append(tuple(post_ids))
        return {name: self.totals[name] for name in post_ids if name in self.totals}

    async def read_days(
        self, token: PlatformToken, post_id: str, *, first: date, last: date
    ) -> tuple[PostDay, ...]:
        if self.failing:
            raise self.failing.pop(0)
        self.asked_days.append(post_id)
        return tuple(day for day in self.days.get(post_id, ()) if first <= day.on <= last)


class FakeExportReader:
    """Returns the tables it was given, whatever the file."""

    def __init__(self, *tables: RawTable) -> None:
        self.tables = tables

    async def read(self, data: bytes, file_name: str) -> tuple[RawTable, ...]:
        return self.tables


_reader: type[ExportReader] = FakeExportReader
_: type[MetricReader] = FakeMetricReader
