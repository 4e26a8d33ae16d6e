"""The archive on the table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from core.adapters.table import keys
from core.adapters.table.archive.chatter_rows import ChatterEvidence
from core.adapters.table.archive.creator_rows import find_rows, forget_beside
from core.adapters.table.archive.walking import WholeTable, delete_all, to_json
from core.adapters.table.expressions import Key
from core.adapters.table.items.creator_items import metadata_key, read_clip_shards
from core.adapters.table.rows import read_range
from core.adapters.table.sealing import KEY_ID, SEALED
from core.adapters.table.stores.workspace import TableWorkspace
from core.adapters.table.table import WRITE_MARK
from core.domain.work.ids import CreatorId
from core.ports.archive import ChatterForgotten

_LEFT_OUT: Final = frozenset({KEY_ID, SEALED, WRITE_MARK, "codeVerifier", "url", "digest"})
ROUNDS_MAX: Final = 3


class TableArchive:
    """Walks the table; only an export stays within the creator's own partitions."""

    def __init__(self, table: WholeTable) -> None:
        self._table = table

    async def read_creator(self, creator_id: CreatorId) -> AsyncIterator[Mapping[str, Any]]:
        metadata = await self._table.get(metadata_key(creator_id), consistent=True)
        for shard in range(read_clip_shards(metadata)):
            partition = Key("PK").eq(keys.clips_pk(creator_id, shard))
            for item in await read_range(self._table, partition, consistent=True):
                shown = {name: value for name, value in item.items() if name not in _LEFT_OUT}
                yield to_json(shown)

    async def forget_creator(self, creator_id: CreatorId) -> int:
        found = await find_rows(self._table, creator_id)
        count = await forget_beside(self._table, found, creator_id)
        deleted = await TableWorkspace(self._table).forget_creator(creator_id)
        return count + await delete_all(self._table, found.doomed) or deleted

    async def forget_chatter(self, name: str) -> ChatterForgotten:
        evidence, rows = ChatterEvidence(name), 0
        for _ in range(ROUNDS_MAX):
            done = await evidence.forget(self._table)
            rows += done.rows
            if not done.rows:
                break
        return ChatterForgotten(rows=rows, mentions=done.mentions)
