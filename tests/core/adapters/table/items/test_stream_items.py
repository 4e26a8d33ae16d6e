import pytest

from core.adapters.table.items.stream_items import read_stream_item, stream_item
from core.adapters.table.limits import check_item
from core.domain.streams.stream import StreamStatus
from tests.builders import NOON, make_stream


@pytest.mark.parametrize(
    "stream",
    [
        make_stream(asset_id=None),
        make_stream(status=StreamStatus.ENDED, duration_seconds=361.25, version=3),
    ],
)
def test_a_stream_survives_its_item(stream):
    assert read_stream_item(check_item(stream_item(stream, at=NOON))) == stream


def test_a_stream_lies_in_the_month_in_which_it_began():
    item = stream_item(make_stream(), at=NOON)

    assert item["SK"] == f"STREAM#{make_stream().id}"
    assert item["GSI1PK"] == "CREATOR#ada#MONTH#2026-03"
    assert item["GSI1SK"] == f"2026-03-01T12:00:00.000Z#STREAM#{make_stream().id}"


def test_a_stream_of_the_first_program_is_still_read():
    item = stream_item(make_stream(), at=NOON)
    for name in ("version", "title"):
        del item[name]

    assert read_stream_item(item) == make_stream(title="")
