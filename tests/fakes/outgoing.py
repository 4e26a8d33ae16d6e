"""Publish targets and daily counts in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from core.domain.publishing.publish_target import PublishTargets
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.publishing import DailyCountStore, TargetStore
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
    """Counts in memory; `counts` is what was taken and not given back."""

    def __init__(self) -> None:
        self._names: defaultdict[tuple[str, str, date], set[str]] = defaultdict(set)

    @property
    def counts(self) -> Counter[tuple[str, str, date]]:
        return Counter({key: len(names) for key, names in self._names.items() if names})

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int, name: str
    ) -> bool:
        names = self._names[platform.value, account_id, on]
        if name not in names and len(names) >= at_most:
            return False
        names.add(name)
        return at_most > 0

    async def give_back(self, platform: Platform, account_id: str, *, on: date, name: str) -> bool:
        names = self._names[platform.value, account_id, on]
        if name not in names:
            return False
        names.remove(name)
        return True


_targets: type[TargetStore] = FakeTargets
_counts: type[DailyCountStore] = FakeDailyCounts
