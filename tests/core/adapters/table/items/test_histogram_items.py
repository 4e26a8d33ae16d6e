from core.adapters.table.items.histogram_items import histogram_item, read_histogram_item
from core.adapters.table.limits import check_item, value_size
from core.domain.chat.chat_message import ChatHistogram
from tests.builders import CREATOR, NOON, make_stream


def test_a_row_survives_its_item():
    row = ChatHistogram(
        stream_id=make_stream().id, starts_at=NOON, messages=tuple(range(120)), chatters=88
    )
    item = check_item(histogram_item(CREATOR, row, at=NOON))

    assert read_histogram_item(item) == row
    assert item["SK"] == f"LIVE_CHAT_HIST#{make_stream().id}#2026-03-01T12:00"
    assert value_size(item) < 1024  # one write unit
