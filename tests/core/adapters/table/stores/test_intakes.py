from core.adapters.table.stores.intakes import FollowedJobTable, IntakeTable
from core.ports.videos import FollowedJobStore, IntakeStore
from tests.builders import CREATOR
from tests.fakes.secrets import FakeCipher
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_intake

_intakes: type[IntakeStore] = IntakeTable
_followed: type[FollowedJobStore] = FollowedJobTable


async def test_a_list_of_intakes_is_one_query(stores, table):
    await stores.intakes.add_intake(make_intake())
    table.calls.clear()

    await stores.intakes.list_intakes(CREATOR)

    assert table.calls == {"query": 1}


async def test_an_intake_whose_key_is_gone_hides_no_other(table):
    """As where a table went to another home without its `secrets/`."""
    cipher = FakeCipher()
    intakes = IntakeTable(table, FakeClock(), cipher)
    old, new = make_intake(), make_intake(id=f"{make_intake().id[:-1]}Z")
    await intakes.add_intake(old)
    cipher.key_id = "key-2"
    await intakes.add_intake(new)
    cipher.lost = {"key-1"}

    assert await intakes.list_intakes(CREATOR) == (new,)
