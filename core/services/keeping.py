"""Keeping: what must be tidied by the clock."""

from __future__ import annotations

import structlog

from core.ports.stores import Upkeep
from core.ports.time_and_ids import Clock

_log = structlog.get_logger(__name__)


class Keeping:
    """Removes what has outlived its time."""

    def __init__(self, *, clock: Clock, upkeep: Upkeep) -> None:
        self._clock = clock
        self._upkeep = upkeep

    async def sweep_expired(self) -> int:
        """Delete rows whose time to live is over; return how many."""
        count = await self._upkeep.sweep_expired(self._clock.now())
        if count:
            _log.info("rows.expired", count=count)
        return count
