"""Discord servers in the table, found by their id or by their creator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.people_items import (
    creators_guild_item,
    guild_item,
    guild_key,
    read_guild_item,
)
from core.adapters.table.table import Delete, ItemKey, Put, Query, Table
from core.adapters.table.writing import add_all, new, over, save_over
from core.domain.people.guild import GuildBinding
from core.domain.work.ids import CreatorId
from core.errors import Conflict

_GUILDS_MAX = 100


class GuildTable:
    """Keeps which creator each server serves; a binding never changes its creator."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find_guild(self, guild_id: str) -> GuildBinding | None:
        item = await self._table.get(guild_key(guild_id), consistent=True)
        return read_guild_item(item) if item else None

    async def find_guilds(self, guild_ids: Collection[str]) -> tuple[GuildBinding, ...]:
        wanted = [guild_key(guild_id) for guild_id in dict.fromkeys(guild_ids)]
        found = await self._table.batch_get(wanted) if wanted else {}
        return tuple(read_guild_item(found[key]) for key in wanted if key in found)

    async def add_guild(self, binding: GuildBinding) -> bool:
        actions = [new(guild_item(binding)), Put(item=creators_guild_item(binding))]
        return await add_all(self._table, actions)

    async def save_guild(self, binding: GuildBinding) -> GuildBinding:
        saved = replace(binding, version=binding.version + 1)
        put = over(guild_item(saved), seen=binding.version)
        await save_over(self._table, put, read=read_guild_item, noun="server")
        return saved

    async def remove_guild(self, binding: GuildBinding) -> None:
        pk, sk = keys.creator_pk(binding.creator_id), keys.guild_sk(binding.guild_id)
        actions = [
            Delete(key=guild_key(binding.guild_id), condition=Attr("version").eq(binding.version)),
            Delete(key=ItemKey(pk, sk)),
        ]
        if not await add_all(self._table, actions):
            raise Conflict("The server was changed by someone else: look at it again.")

    async def list_guilds(
        self, creator_id: CreatorId, *, may_lag: bool = False
    ) -> tuple[GuildBinding, ...]:
        page = await self._table.query(
            Query(
                condition=Key("PK").eq(keys.creator_pk(creator_id))
                & Key("SK").begins_with(keys.GUILD_PREFIX),
                limit=_GUILDS_MAX,
                consistent=not may_lag,
            )
        )
        if not page.items:
            return ()
        wanted = [guild_key(item["guildId"]) for item in page.items]
        found = await self._table.batch_get(wanted, consistent=not may_lag)
        return tuple(read_guild_item(found[key]) for key in wanted if key in found)
