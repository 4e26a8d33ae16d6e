from core.adapters.table import keys
from core.adapters.table.items.creator_items import directory_key
from core.adapters.table.stores.streams import StreamTable
from core.adapters.table.table import ItemKey
from core.ports.streams import StreamStore
from tests.builders import CREATOR, make_stream

_: type[StreamStore] = StreamTable


async def test_a_creators_first_stream_puts_it_into_the_directory(stores, table):
    """A worker can walk all creators without a scan."""
    await stores.streams.add_stream(make_stream())

    assert (await table.get(directory_key(CREATOR)))["creatorId"] == CREATOR
    assert table.calls["transact"] == 1


async def test_a_stream_that_was_opened_before_it_had_a_row_is_found_and_ends(stores, table):
    """At the upgrade such a stream was split in two."""
    stream = make_stream(broadcaster_id="7")
    await stores.streams.add_stream(stream)
    row = ItemKey(keys.creator_pk(CREATOR), keys.open_stream_sk("7", stream.id))
    await table.delete_if(row)

    assert await stores.streams.list_open_streams(CREATOR, "7") == (stream,)
    assert await stores.streams.list_open_streams(CREATOR, "8") == ()

    await stores.streams.save_stream(stream.end(duration_seconds=10.0))
    assert await stores.streams.list_open_streams(CREATOR, "7") == ()
