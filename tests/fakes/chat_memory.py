"""Chat states in memory; they expire as those in the table do."""

from __future__ import annotations

from dataclasses import replace
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
        self._writers: dict[Key, str] = {}
        memory.others.append(self._kept)

    def look(self, creator_id: CreatorId, stream_id: StreamId) -> DetectorMemory | None:
        """Return the stored memory without taking it."""
        until, memory = self._kept.get((creator_id, stream_id), (self._clock.now(), None))
        return memory if until > self._clock.now() else None

    async def take_memory(
        self, creator_id: CreatorId, stream_id: StreamId, *, writer: str
    ) -> DetectorMemory | None:
        self._writers[creator_id, stream_id] = writer
        return self.look(creator_id, stream_id)

    async def put_memory(
        self, creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory, *, writer: str
    ) -> bool:
        if self._writers.setdefault((creator_id, stream_id), writer) != writer:
            return False
        stored = DetectorMemory.from_dict(memory.to_dict())
        kept = replace(stored, unstored=memory.unstored)
        self._kept[creator_id, stream_id] = (self._clock.now() + KEPT, kept)
        return True


_: type[ChatMemoryStore] = FakeChatMemories
