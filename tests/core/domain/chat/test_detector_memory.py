import json

from core.domain.chat.alert_budget import PEAKS_KEPT
from core.domain.chat.baseline import Bucket
from core.domain.chat.detector_memory import DetectorMemory


def test_a_memory_survives_json():
    memory = DetectorMemory(
        heard_seconds=90,
        offset_seconds=91.5,
        started_at=0,
        fired_at=60,
        quiet_until=70,
        buckets=(Bucket(1, 2, 3, 4, 5, 6, 7, 8, 9), Bucket(2)),
        peaks=(10.5, 12.0),
    )

    assert DetectorMemory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory


def test_a_memory_that_was_blown_up_is_bounded():
    stored = DetectorMemory().to_dict()
    stored |= {"buckets": [[n] for n in range(500)], "peaks": list(range(9000))}

    memory = DetectorMemory.from_dict(stored)

    assert len(memory.buckets) == 64
    assert memory.buckets[-1].number == 499
    assert len(memory.peaks) == PEAKS_KEPT
    assert memory.peaks[-1] == 8999
