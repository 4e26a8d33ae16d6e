"""Chat memories in the table."""

from __future__ import annotations

from core.adapters.table.items.memory_items import memory_item, memory_key, read_memory_item
from core.adapters.table.items.values import is_live
from core.adapters.table.table import Table
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId
from core.ports.work import Clock


class ChatMemoryTable:
    """Keeps detector memories of live streams."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def put_memory(
        self, creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory
    ) -> None:
        now = self._clock.now()
        await self._table.put_if(memory_item(creator_id, stream_id, memory, at=now))

    async def find_memory(
        self, creator_id: CreatorId, stream_id: StreamId
    ) -> DetectorMemory | None:
        item = await self._table.get(memory_key(creator_id, stream_id), consistent=True)
        if item is None or not is_live(item, self._clock.now()):
            return None
        return read_memory_item(item)
