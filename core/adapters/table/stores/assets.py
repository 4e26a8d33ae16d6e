"""Assets in the table."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.asset_items import (
    asset_item,
    read_asset_item,
    read_stored_item,
    stored_key,
    stored_update,
    whole_update,
)
from core.adapters.table.items.creator_items import directory_item
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.table import ConditionFailed, Item, ItemKey, Put, Table
from core.adapters.table.writing import add_all, new
from core.domain.videos.asset import Asset
from core.domain.work.ids import AssetId, CreatorId
from core.errors import NotFound
from core.ports.paging import Page
from core.ports.videos import ByteCount
from core.ports.work import Clock


class AssetTable:
    """Keeps assets, newest first, and how many bytes a creator's are in one row.

    The first one also adds its creator to the directory.
    """

    def __init__(self, table: Table, pager: Pager, clock: Clock) -> None:
        self._table = table
        self._pager = pager
        self._clock = clock

    async def get_asset(self, creator_id: CreatorId, asset_id: AssetId) -> Asset:
        key = ItemKey(keys.creator_pk(creator_id), keys.asset_sk(asset_id))
        item = await self._table.get(key, consistent=True)
        if item is None:
            raise NotFound("There is no such video; choose another one.")
        return read_asset_item(item)

    async def add_asset(self, asset: Asset) -> bool:
        at = self._clock.now()
        directory = Put(item=directory_item(asset.creator_id))
        counted = [stored_update(asset, at=at)] if asset.size_bytes else []
        return await add_all(self._table, [new(asset_item(asset, at=at)), directory, *counted])

    async def count_bytes(self, creator_id: CreatorId) -> ByteCount:
        return read_stored_item(await self._table.get(stored_key(creator_id), consistent=True))

    async def complete_count(
        self, creator_id: CreatorId, seen: ByteCount, *, size_bytes: int
    ) -> bool:
        update = whole_update(creator_id, seen, size_bytes=size_bytes, at=self._clock.now())
        try:
            await self._table.update_if(update)
        except ConditionFailed:
            return False
        return True

    async def list_assets(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Asset]:
        listing = Listing(
            creator_id=creator_id,
            name="assets",
            condition=Key("PK").eq(keys.creator_pk(creator_id))
            & Key("SK").begins_with(keys.ASSET_PREFIX),
            forward=False,
        )
        return await self._pager.read_page(listing, _read, cursor=cursor, limit=limit)


def _read(item: Item) -> Asset | None:
    """Return the asset, or None for a chapter or window under the same prefix."""
    return read_asset_item(item) if item["type"] == "asset" else None
