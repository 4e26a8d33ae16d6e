"""Members and their e-mail in the table: a row in the person's partition, and one to find it by."""

from __future__ import annotations

from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.people_items import (
    creators_member_item,
    member_item,
    member_key,
    read_member_item,
)
from core.adapters.table.items.records import from_record
from core.adapters.table.items.sign_in_items import (
    email_item,
    email_key,
    persons_email_item,
    persons_email_key,
)
from core.adapters.table.table import Action, Delete, ItemKey, Put, Query, Table
from core.adapters.table.writing import add_all, new, over
from core.domain.people.email_address import EmailAddress
from core.domain.people.member import Member
from core.domain.work.ids import CreatorId
from core.errors import Conflict

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

    async def save_members(self, *members: Member) -> None:
        actions: list[Action] = []
        for member in members:
            saved = replace(member, version=member.version + 1)
            actions.append(over(member_item(saved), seen=member.version))
            actions.append(Put(item=creators_member_item(saved)))
        await self._change_team(actions)

    async def remove_member(self, member: Member) -> None:
        pk, sk = keys.creator_pk(member.creator_id), keys.member_sk(member.user_id)
        key = member_key(member.user_id, member.creator_id)
        seen = Attr("version").eq(member.version)
        await self._change_team([Delete(key=key, condition=seen), Delete(key=ItemKey(pk, sk))])

    async def list_members(self, creator_id: CreatorId) -> tuple[Member, ...]:
        page = await self._table.query(
            Query(
                condition=Key("PK").eq(keys.creator_pk(creator_id))
                & Key("SK").begins_with(keys.MEMBER_PREFIX),
                limit=_MEMBERSHIPS_MAX,
                consistent=True,
            )
        )
        return tuple(read_member_item(item) for item in page.items)

    async def _change_team(self, actions: list[Action]) -> None:
        if not await add_all(self._table, actions):
            raise Conflict("The team was changed by someone else: look at it again.")

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


class EmailTable:
    """Keeps at which address each person gets links.

    The row of the address says whose it is; the person's own row only leads there, as another
    person may have proven since that the address is theirs.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find_email(self, address: str) -> EmailAddress | None:
        item = await self._table.get(email_key(address), consistent=True)
        return from_record(EmailAddress, item) if item else None

    async def find_email_of(self, person_id: str) -> EmailAddress | None:
        item = await self._table.get(persons_email_key(person_id), consistent=True)
        if item is None:
            return None
        found = await self.find_email(item["address"])
        return found if found is not None and found.person_id == person_id else None

    async def put_email(self, email: EmailAddress) -> None:
        before = await self.find_email_of(email.person_id)
        actions: list[Action] = [Put(item=email_item(email)), Put(item=persons_email_item(email))]
        if before is not None and before.address != email.address:
            actions.append(_remove(before))
        await self._change(actions)

    async def delete_email_of(self, person_id: str) -> bool:
        known = await self.find_email_of(person_id)
        if known is not None:
            await self._change([Delete(key=persons_email_key(person_id)), _remove(known)])
        return known is not None

    async def _change(self, actions: list[Action]) -> None:
        if not await add_all(self._table, actions):
            raise Conflict("Your e-mail address was just changed elsewhere; look at it again.")


def _remove(email: EmailAddress) -> Delete:
    """Free an address, unless another person has proven it to be theirs meanwhile."""
    whose = Attr("personId").eq(email.person_id)
    return Delete(key=email_key(email.address), condition=whose)
