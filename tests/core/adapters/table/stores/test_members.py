from core.adapters.table.stores.members import MemberTable
from core.domain.people.actor import Role
from core.domain.people.member import Member
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
