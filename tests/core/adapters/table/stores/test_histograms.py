from core.adapters.table.stores.histograms import HistogramTable
from core.domain.chat.chat_message import ChatHistogram
from core.ports.chat import HistogramStore
from tests.builders import CREATOR, NOON, make_stream

_: type[HistogramStore] = HistogramTable


async def test_ten_minutes_of_chat_are_one_write(stores, table):
    row = ChatHistogram(stream_id=make_stream().id, starts_at=NOON, messages=(9,) * 120, chatters=5)

    await stores.histograms.put_histogram(CREATOR, row)

    assert table.calls == {"put_if": 1}
