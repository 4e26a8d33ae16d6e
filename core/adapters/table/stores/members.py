"""Members in the table: one row in the user's partition, one in the creator's."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.people_items import (
    creators_member_item,
    member_item,
    member_key,
    read_member_item,
)
from core.adapters.table.table import Put, Query, Table
from core.adapters.table.writing import add_all, new
from core.domain.people.member import Member
from core.domain.work.ids import CreatorId

_MEMBERSHIPS_MAX = 100


class MemberTable:
    """Keeps people's roles at creators."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find_member(self, user_id: str, creator_id: CreatorId) -> Member | None:
        item = await self._table.get(member_key(user_id, creator_id), consistent=True)
        return read_member_item(item) if item else None

    async def add_member(self, member: Member) -> bool:
        actions = [new(member_item(member)), Put(item=creators_member_item(member))]
        return await add_all(self._table, actions)

    async def list_memberships(self, user_id: str) -> tuple[Member, ...]:
        page = await self._table.query(
            Query(
                condition=Key("PK").eq(keys.member_pk(user_id))
                & Key("SK").begins_with(keys.CREATOR_PREFIX),
                limit=_MEMBERSHIPS_MAX,
                consistent=True,
            )
        )
        return tuple(read_member_item(item) for item in page.items)
