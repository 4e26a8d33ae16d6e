"""What goes out: where to, and how much of it a day."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core.domain.ids import CreatorId
from core.domain.platform import Platform
from core.domain.publish_target import PublishTargets


class TargetStore(Protocol):
    """Keeps where each creator's clips go."""

    async def get_targets(self, creator_id: CreatorId) -> PublishTargets:
        """Return the targets; the defaults, of version 0, where none are stored."""
        ...

    async def save_targets(self, targets: PublishTargets) -> PublishTargets: ...


class DailyCountStore(Protocol):
    """Counts uploads that were begun, for a few days; what was counted is never taken back."""

    async def take_upload(
        self, platform: Platform, account_id: str, *, on: date, at_most: int
    ) -> bool:
        """Count one more; False, and nothing counted, where the day has had `at_most` already.

        An empty account counts for all accounts of the platform together.
        """
        ...
