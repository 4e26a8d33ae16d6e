from core.adapters.table.stores.twitch_channels import TuningTable, TwitchBindingTable
from core.ports.streams import TuningStore, TwitchBindingStore
from tests.builders import CREATOR
from tests.plan_builders import make_binding

_bindings: type[TwitchBindingStore] = TwitchBindingTable
_tunings: type[TuningStore] = TuningTable


async def test_the_channels_of_a_creator_are_one_query_and_one_batch(stores, table):
    await stores.bindings.add_binding(make_binding())
    table.calls.clear()

    await stores.bindings.list_bindings(CREATOR)

    assert table.calls == {"query": 1, "batch_get": 1}


async def test_a_forgotten_creator_leaves_its_channels_free(stores):
    await stores.bindings.add_binding(make_binding())

    await stores.workspace.forget_creator(CREATOR)

    assert await stores.bindings.find_binding("44") is None
    assert (await stores.directory.list_twitch_channels()).items == ()
