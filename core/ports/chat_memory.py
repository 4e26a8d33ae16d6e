"""Chat memory: what is known of a live stream, for whoever goes on with it after a restart."""

from __future__ import annotations

from typing import Protocol

from core.domain.chat_memory import DetectorMemory
from core.domain.ids import CreatorId, StreamId


class ChatMemoryStore(Protocol):
    """Keeps one memory a stream, for two days; one put again replaces the older one."""

    async def put_memory(
        self, creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory
    ) -> None: ...

    async def find_memory(
        self, creator_id: CreatorId, stream_id: StreamId
    ) -> DetectorMemory | None:
        """Return what was put last; None also for what another version of Truss wrote."""
        ...
