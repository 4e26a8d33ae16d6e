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
        buckets=(Bucket(1, 2, 3, 4, 5, 6, 7, 8), Bucket(2)),
        open_bucket=Bucket(3, voices=2),
        peaks=(10.5, 12.0),
        fired=3,
        earned=3.25,
        earned_quiet=1.5,
        people=44,
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


def test_a_memory_of_an_earlier_version_begins_a_new_budget():
    """Its buckets counted shouts too, and nobody counted what had fired."""
    stored = DetectorMemory(heard_seconds=90).to_dict()
    for name in ("fired", "earned", "earned_quiet", "people"):
        del stored[name]
    stored["buckets"] = [[1, 2, 3, 4, 5, 6, 7, 8, 9]]

    memory = DetectorMemory.from_dict(stored)

    assert memory.buckets == (Bucket(1, 2, 3, 4, 5, 6, 7, 8),)
    assert (memory.heard_seconds, memory.fired, memory.earned) == (90, 0, 0.0)


def test_a_memory_of_an_earlier_version_has_no_open_bucket():
    stored = DetectorMemory(heard_seconds=90).to_dict()
    del stored["open_bucket"]

    assert DetectorMemory.from_dict(stored) == DetectorMemory(heard_seconds=90)
