import json

import pytest

from core.adapters.table.items.memory_items import memory_item, read_memory_item
from core.domain.chat.alert_budget import PEAKS_KEPT
from core.domain.chat.baseline import Bucket
from core.domain.chat.detector_memory import DetectorMemory
from tests.builders import CREATOR, NOON, make_stream


def make_item(memory):
    return memory_item(CREATOR, make_stream().id, memory, at=NOON, writer="one")


def test_the_largest_memory_is_small():
    """A week of a very busy stream: 16 KB are 16 write units."""
    memory = DetectorMemory(
        heard_seconds=604_800,
        buckets=tuple(Bucket(20_000 + n, *([99_999] * 7)) for n in range(27)),
        peaks=tuple(1234.567 + n for n in range(PEAKS_KEPT)),
    )

    item = make_item(memory)

    assert len(json.dumps(item)) < 16_384
    assert read_memory_item(item, now=NOON) == memory


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "[]",
        "7",
        '{"heard_seconds": 1}',
        json.dumps(DetectorMemory().to_dict() | {"buckets": [["x"]]}),
        json.dumps(DetectorMemory().to_dict() | {"peaks": ["high"]}),
        json.dumps(DetectorMemory().to_dict() | {"open_bucket": "x"}),
    ],
)
def test_what_another_version_wrote_is_forgotten(stored):
    item = make_item(DetectorMemory()) | {"memory": stored}

    assert read_memory_item(item, now=NOON) is None


def test_what_an_earlier_version_wrote_has_no_open_bucket_and_nothing_unstored():
    memory = DetectorMemory(heard_seconds=90, buckets=(Bucket(1, 2),))
    item = make_item(memory)
    del item["unstored"], item["writer"]
    stored = {name: value for name, value in memory.to_dict().items() if name != "open_bucket"}

    assert read_memory_item(item | {"memory": json.dumps(stored)}, now=NOON) == memory
