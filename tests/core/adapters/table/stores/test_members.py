from dataclasses import replace

import pytest

from core.adapters.table.stores.members import MemberTable
from core.domain.people.actor import Role
from core.domain.people.member import Member
from core.errors import Conflict
from core.ports.people import MemberStore
from tests.builders import CREATOR, NOON

_: type[MemberStore] = MemberTable


async def test_what_a_person_is_at_a_creator_is_one_read(stores, table):
    await stores.members.add_member(
        Member(user_id="20", creator_id=CREATOR, role=Role.OWNER, created_at=NOON)
    )
    table.calls.clear()

    await stores.members.find_member("20", CREATOR)

    assert table.calls == {"get": 1}


def make_member(user_id, role, **given):
    return Member(user_id=user_id, creator_id=CREATOR, role=role, created_at=NOON, **given)


async def test_a_team_is_found_changed_together_and_left(stores):
    await stores.members.add_member(make_member("20", Role.OWNER))
    owner = await stores.members.find_member("20", CREATOR)

    await stores.members.save_members(
        replace(owner, role=Role.EDITOR), make_member("21", Role.OWNER, version=0)
    )

    team = await stores.members.list_members(CREATOR)
    assert [(m.user_id, m.role, m.version) for m in team] == [
        ("20", Role.EDITOR, 2),
        ("21", Role.OWNER, 1),
    ]
    await stores.members.remove_member(team[0])
    assert await stores.members.list_members(CREATOR) == (team[1],)
    assert await stores.members.list_memberships("20") == ()


async def test_a_team_that_somebody_else_changed_is_left_as_it_is(stores):
    await stores.members.add_member(make_member("20", Role.OWNER))
    stale = await stores.members.find_member("20", CREATOR)
    await stores.members.save_members(replace(stale, role=Role.OWNER))

    heir = make_member("21", Role.OWNER, version=0)
    with pytest.raises(Conflict):
        await stores.members.save_members(replace(stale, role=Role.EDITOR), heir)
    with pytest.raises(Conflict):
        await stores.members.remove_member(stale)

    assert await stores.members.find_member("21", CREATOR) is None
