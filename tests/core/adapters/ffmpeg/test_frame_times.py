import time

import pytest

from core.adapters.ffmpeg.frame_times import list_frame_times, sample_frame_times
from core.adapters.video_files.containers import find_picture
from core.adapters.video_files.opening import open_video


@pytest.mark.parametrize("name", ["plain.mp4", "whole.mkv", "often.ts", "recording.flv"])
def test_the_frames_of_a_stretch_and_the_one_before_it(films, name):
    with open_video(films / name) as container:
        stream = find_picture(container)
        assert stream is not None
        times = list_frame_times(container, stream, 2.01, 2.5)

    assert times[0] == pytest.approx(2.0, abs=0.02)
    assert len(times) == pytest.approx(15, abs=1)


@pytest.mark.parametrize("name", ["plain.mp4", "whole.mkv", "stream.ts"])
def test_samples_of_frame_times_are_in_order(films, name):
    with open_video(films / name) as container:
        stream = find_picture(container)
        assert stream is not None
        blocks = sample_frame_times(container, stream, 6.0, time.monotonic() + 10)

    assert blocks
    assert all(block == sorted(block) for block in blocks)
    assert blocks[0][1] - blocks[0][0] == pytest.approx(1 / 30, abs=0.001)
