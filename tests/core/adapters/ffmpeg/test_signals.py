import asyncio
from pathlib import Path

import pytest

from core.adapters.ffmpeg.signals import VideoSignalReader
from core.domain.videos.moment import find_moments
from core.errors import InvalidInput
from core.ports.videos import SignalReader

STREAM = Path(__file__).parents[5] / "shared" / "footage" / "streamA.mp4"
_: type[SignalReader] = VideoSignalReader


async def test_a_stretch_has_ten_levels_a_second_and_its_cuts(supply, films):
    signals = await VideoSignalReader().read_signals(
        films / "plain.mp4", start_seconds=1.0, end_seconds=5.0
    )

    assert (signals.start_seconds, signals.end_seconds) == (1.0, 5.0)
    assert len(signals.loudness_db) == 40
    assert signals.cuts_at_seconds == ()


async def test_two_readings_are_equal(supply, films):
    reader = VideoSignalReader()

    first, second = [
        await reader.read_signals(films / "scenes.mp4", start_seconds=0, end_seconds=6)
        for _ in range(2)
    ]

    assert first == second


async def test_what_is_no_video_is_refused(supply, films):
    with pytest.raises(InvalidInput, match="is not a readable video"):
        await VideoSignalReader().read_signals(films / "text.mp4", start_seconds=0, end_seconds=5)


@pytest.mark.shared
async def test_both_bursts_of_a_recorded_stream_become_moments(supply):
    if not await asyncio.to_thread(STREAM.exists):
        pytest.skip("the recordings in ../shared/footage are not here")
    signals = await VideoSignalReader().read_signals(STREAM, start_seconds=0, end_seconds=100)

    moments = find_moments(signals)

    assert len(moments) <= 4
    for first, last in ((40, 48), (85, 92)):
        assert any(m.start_seconds <= first and last <= m.end_seconds for m in moments)
