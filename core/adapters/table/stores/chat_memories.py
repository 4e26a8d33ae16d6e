"""Chat memories in the table."""

from __future__ import annotations

from core.adapters.table.items.memory_items import (
    is_writers,
    memory_item,
    memory_taken,
    read_memory_item,
)
from core.adapters.table.table import ConditionFailed, Table
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId
from core.ports.work import Clock


class ChatMemoryTable:
    """Keeps detector memories of live streams."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def take_memory(
        self, creator_id: CreatorId, stream_id: StreamId, *, writer: str
    ) -> DetectorMemory | None:
        now = self._clock.now()
        taken = memory_taken(creator_id, stream_id, at=now, writer=writer)
        return read_memory_item(await self._table.update_if(taken), now=now)

    async def put_memory(
        self, creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory, *, writer: str
    ) -> bool:
        item = memory_item(creator_id, stream_id, memory, at=self._clock.now(), writer=writer)
        try:
            await self._table.put_if(item, is_writers(writer))
        except ConditionFailed:
            return False
        return True
