from core.adapters.table.stores.intakes import FollowedJobTable, IntakeTable
from core.ports.videos import FollowedJobStore, IntakeStore
from tests.builders import CREATOR
from tests.plan_builders import make_intake

_intakes: type[IntakeStore] = IntakeTable
_followed: type[FollowedJobStore] = FollowedJobTable


async def test_a_list_of_intakes_is_one_query(stores, table):
    await stores.intakes.add_intake(make_intake())
    table.calls.clear()

    await stores.intakes.list_intakes(CREATOR)

    assert table.calls == {"query": 1}
