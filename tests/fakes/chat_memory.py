"""Chat states in memory; they expire as those in the table do."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId
from core.ports.chat import ChatMemoryStore
from tests.fakes.stores import Key, Memory

KEPT = timedelta(days=2)


class FakeChatMemories:
    def __init__(self, memory: Memory) -> None:
        self._clock = memory.clock
        self._kept: dict[Key, tuple[datetime, DetectorMemory]] = {}
        memory.others.append(self._kept)

    async def put_memory(
        self, creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory
    ) -> None:
        stored = DetectorMemory.from_dict(memory.to_dict())
        self._kept[creator_id, stream_id] = (self._clock.now() + KEPT, stored)

    async def find_memory(
        self, creator_id: CreatorId, stream_id: StreamId
    ) -> DetectorMemory | None:
        until, memory = self._kept.get((creator_id, stream_id), (self._clock.now(), None))
        return memory if until > self._clock.now() else None


_: type[ChatMemoryStore] = FakeChatMemories
