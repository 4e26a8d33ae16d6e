"""Upkeep that remembers when it was asked."""

from __future__ import annotations

from datetime import datetime

from core.ports.work import Upkeep


class FakeUpkeep:
    def __init__(self, expired: int = 0) -> None:
        self.expired = expired
        self.swept_at: list[datetime] = []

    async def sweep_expired(self, now: datetime) -> int:
        self.swept_at.append(now)
        return self.expired


_: type[Upkeep] = FakeUpkeep
