"""The detector on real chat, where the labelled recordings lie beside the project."""

import io
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from core.adapters.chat_logs import RecordedChatReader
from core.domain.chat.spike_detector import ChatSpikeDetector

_CHAT = Path(__file__).parents[5] / "shared" / "chat"
_STREAMS = (
    "dota2/315844431",
    "lol/nalcs_w5d2_NV_FOX_g2",
    "small/arypie_2493455551",
)

pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.shared,
    pytest.mark.skipif(
        not (_CHAT / "dev.tar.xz").exists(), reason="the recordings are not beside the project"
    ),
]


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """Unpack a few of the recordings; return the folder of sets."""
    folder = tmp_path_factory.mktemp("recordings")
    with tarfile.open(_CHAT / "dev.tar.xz") as archive:
        for member in archive:
            if any(stream in member.name for stream in _STREAMS):
                archive.extract(member, folder, filter="data")
    return next(folder.rglob("dota2")).parent


def _hear(events):
    detector = ChatSpikeDetector()
    return [spike for event in events if (spike := detector.hear(event))]


@pytest.mark.parametrize("stream", _STREAMS)
def test_cutting_a_recording_changes_no_earlier_spike(recordings, stream):
    events = list(RecordedChatReader().open_log(recordings / stream / "chat.csv"))
    whole = _hear(events)

    for part in range(1, 10):
        cut = events[: len(events) * part // 10]
        last = max(event.offset_seconds for event in cut)
        assert _hear(cut) == [spike for spike in whole if spike.detected_at_seconds <= last]


def test_the_scorer_takes_the_spikes(recordings, tmp_path):
    for stream in _STREAMS:
        spikes = _hear(RecordedChatReader().open_log(recordings / stream / "chat.csv"))
        out = tmp_path / f"{stream}.jsonl"
        out.parent.mkdir(exist_ok=True)
        lines = io.StringIO()
        for spike in spikes:
            lines.write(
                f'{{"detected_at_s": {spike.detected_at_seconds}, '
                f'"start_s": {spike.start_seconds}, "end_s": {spike.end_seconds}}}\n'
            )
        out.write_text(lines.getvalue())

    told = subprocess.run(
        [sys.executable, _CHAT / "score.py", recordings, tmp_path],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "macro F1 own" in told.stdout
