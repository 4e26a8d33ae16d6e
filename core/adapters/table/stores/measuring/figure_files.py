"""Which files of figures were brought, in the table; their bytes lie in storage."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.items.records import from_record, make_item
from core.adapters.table.table import Item, ItemKey, Table
from core.domain.learning.figure_file import FigureFile
from core.domain.work.ids import CreatorId


def figure_file_item(file: FigureFile) -> Item:
    return make_item("figure file", figure_file_key(file.creator_id, file.digest), file)


def figure_file_key(creator_id: CreatorId, digest: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.figure_file_sk(digest))


class FigureFileTable:
    """Keeps files by their hash."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find_import(self, creator_id: CreatorId, digest: str) -> FigureFile | None:
        item = await self._table.get(figure_file_key(creator_id, digest), consistent=True)
        return None if item is None else from_record(FigureFile, item)

    async def put_import(self, file: FigureFile) -> None:
        await self._table.put_if(figure_file_item(file))
