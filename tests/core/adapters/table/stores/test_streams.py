from core.adapters.table.items.creator_items import directory_key
from core.adapters.table.stores.streams import StreamTable
from core.ports.streams import StreamStore
from tests.builders import CREATOR, make_stream

_: type[StreamStore] = StreamTable


async def test_a_creators_first_stream_puts_it_into_the_directory(stores, table):
    """A worker can walk all creators without a scan."""
    await stores.streams.add_stream(make_stream())

    assert (await table.get(directory_key(CREATOR)))["creatorId"] == CREATOR
    assert table.calls["transact"] == 1
