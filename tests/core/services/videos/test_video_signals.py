import gzip
import json

import pytest

from core.domain.signals.signals import Signals
from core.services.videos.video_signals import VideoSignals, read_signals, write_signals
from tests.builders import make_asset, make_facts
from tests.fakes.media import FakeSignalReader
from tests.fakes.storage import FakeStorage

SIGNALS = Signals(
    start_seconds=0.0, end_seconds=2.0, loudness_db=(-20.5, -30.25), cuts_at_seconds=(1.5,)
)


class CountingReader(FakeSignalReader):
    def __init__(self):
        super().__init__(loud_at_seconds=(700.0,), cuts_at_seconds=(100.0, 650.0))
        self.blocks = []

    async def read_signals(self, video, *, start_seconds, end_seconds):
        self.blocks.append((start_seconds, end_seconds))
        return await super().read_signals(
            video, start_seconds=start_seconds, end_seconds=end_seconds
        )


@pytest.fixture
def reader():
    return CountingReader()


@pytest.fixture
def keeping(tmp_path, reader):
    objects = tmp_path / "objects"
    objects.mkdir()
    return VideoSignals(storage=FakeStorage(objects), signals=reader, scratch=tmp_path / "scratch")


async def test_a_long_video_is_measured_in_blocks_and_joined(keeping, reader, tmp_path):
    asset = make_asset(facts=make_facts(duration_seconds=800.0))
    progress: list[float] = []

    signals = await keeping.read(asset, tmp_path / "v", on_progress=progress.append)

    assert reader.blocks == [(0.0, 300.0), (300.0, 600.0), (600.0, 800.0)]
    assert (signals.end_seconds, len(signals.loudness_db)) == (800.0, 8000)
    assert signals.find_loudest(0, 800) == (pytest.approx(700.0), pytest.approx(-18.0))
    assert signals.cuts_at_seconds == (100.0, 650.0)
    assert progress == [0.0, 0.375, 0.75, 1.0]


async def test_what_was_measured_is_not_measured_again(keeping, reader, tmp_path):
    asset = make_asset(facts=make_facts(duration_seconds=800.0))
    first = await keeping.read(asset, tmp_path / "v", on_progress=lambda _: None)

    second = await keeping.read(asset, tmp_path / "v", on_progress=lambda _: None)

    assert second == first
    assert len(reader.blocks) == 3


async def test_clips_of_an_analysed_video_measure_nothing_again(keeping, reader, tmp_path):
    asset = make_asset(facts=make_facts(duration_seconds=800.0))
    whole = await keeping.read(asset, tmp_path / "v", on_progress=lambda _: None)

    part = await keeping.read_stretch(asset, tmp_path / "v", start_seconds=90, end_seconds=120)

    assert (part.start_seconds, part.end_seconds) == (90.0, 120.0)
    assert part.loudness_db == whole.loudness_db[900:1200]
    assert len(reader.blocks) == 3


async def test_a_clip_of_another_video_measures_its_own_stretch(keeping, reader, tmp_path):
    asset = make_asset(facts=make_facts(duration_seconds=800.0))

    await keeping.read_stretch(asset, tmp_path / "v", start_seconds=90, end_seconds=120)

    assert reader.blocks == [(90, 120)]


async def test_signals_of_another_length_are_measured_anew(keeping, reader, tmp_path):
    for seconds in (200.0, 210.0):
        asset = make_asset(facts=make_facts(duration_seconds=seconds))
        await keeping.read(asset, tmp_path / "v", on_progress=lambda _: None)

    assert reader.blocks == [(0.0, 200.0), (0.0, 210.0)]


def test_signals_come_back_as_they_were_written():
    assert read_signals(write_signals(SIGNALS)) == SIGNALS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not gzip",
        write_signals(SIGNALS)[:20],
        gzip.compress(b"{", mtime=0),
        gzip.compress(b"[]", mtime=0),
        gzip.compress(b"{}", mtime=0),
        gzip.compress(json.dumps({"format": 2}).encode(), mtime=0),
        gzip.compress(json.dumps({"format": 1, "start": 0, "end": 1, "db": 3}).encode(), mtime=0),
    ],
)
def test_broken_signals_are_no_signals(content):
    assert read_signals(content) is None
