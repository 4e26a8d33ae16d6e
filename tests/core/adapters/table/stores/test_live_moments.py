from core.adapters.table.stores.live_moments import LiveMomentTable
from core.ports.footage import LiveMomentStore
from tests.contracts.moments import make_moment

_: type[LiveMomentStore] = LiveMomentTable


async def test_a_moment_is_one_read_and_one_write(stores, table):
    table.calls.clear()

    moment = await stores.live_moments.save_moment(make_moment())
    await stores.live_moments.find_moment(moment.creator_id, moment.stream_id, moment.detected_ms)

    assert table.calls == {"put_if": 1, "get": 1}
