"""An archive of rows that a test puts in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from core.domain.work.ids import CreatorId
from core.ports.archive import Archive, ChatterForgotten


class FakeArchive:
    """Keeps rows by creator; `chatters` are those who were forgotten."""

    def __init__(self) -> None:
        self.rows: dict[CreatorId, list[Mapping[str, Any]]] = {}
        self.chatters: list[str] = []

    async def read_creator(self, creator_id: CreatorId) -> AsyncIterator[Mapping[str, Any]]:
        for row in self.rows.get(creator_id, []):
            yield row

    async def forget_creator(self, creator_id: CreatorId) -> int:
        return len(self.rows.pop(creator_id, []))

    async def forget_chatter(self, name: str) -> ChatterForgotten:
        self.chatters.append(name)
        return ChatterForgotten(rows=0, mentions={})


_: type[Archive] = FakeArchive
