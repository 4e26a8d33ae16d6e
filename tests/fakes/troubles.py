"""What does not work in each process, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.ports.work import Clock, SharedTrouble, TroubleStore


class FakeTroubles:
    """Rows by process; several processes of a test may share one. `writes` counts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.rows: dict[str, tuple[tuple[SharedTrouble, ...], datetime]] = {}
        self.writes = 0

    async def put_troubles(
        self, process: str, troubles: Sequence[SharedTrouble], *, until: datetime
    ) -> None:
        self.writes += 1
        self.rows[process] = (tuple(troubles), until)

    async def delete_troubles(self, process: str) -> None:
        self.writes += 1
        self.rows.pop(process, None)

    async def list_troubles(self) -> tuple[SharedTrouble, ...]:
        now = self._clock.now()
        return tuple(one for kept, until in self.rows.values() if until > now for one in kept)


_: type[TroubleStore] = FakeTroubles
