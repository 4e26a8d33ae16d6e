"""Publish targets and daily counts in memory."""

from __future__ import annotations

from collections import Counter
from datetime import date

from core.domain.publishing.publish_target import PublishTargets
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.publishing import (
    DailyCountStore,
    TargetStore,
)
from tests.fakes.kept import Kept
from tests.fakes.stores import Memory


class FakeTargets:
    def __init__(self, memory: Memory) -> None:
        self._kept: Kept[PublishTargets] = Kept(memory, lambda t: (t.creator_id,))

    async def get_targets(self, creator_id: CreatorId) -> PublishTargets:
        return self._kept.find(creator_id) or PublishTargets(creator_id=creator_id)

    async def save_targets(self, targets: PublishTargets) -> PublishTargets:
        return self._kept.save(targets)


class FakeDailyCounts:
    """Counts in memory; `counts` are the uploads taken so far."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, date]] = Counter()

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int
    ) -> bool:
        key = (platform.value, account_id, on)
        if self.counts[key] >= at_most:
            return False
        self.counts[key] += 1
        return True


_targets: type[TargetStore] = FakeTargets
_counts: type[DailyCountStore] = FakeDailyCounts
