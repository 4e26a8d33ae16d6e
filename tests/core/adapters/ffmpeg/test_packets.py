import pytest

from core.adapters.ffmpeg.packets import PictureTrack, read_track
from tests.core.adapters.conftest import run_tool


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Fifty frames in groups of at most twenty, as our clips are encoded."""
    out = tmp_path_factory.mktemp("packets") / "clip.mp4"
    source = "testsrc2=size=128x228:rate=25:duration=2"
    run_tool("-f", "lavfi", "-i", source, "-c:v", "libx264", "-g", "20", "-bf", "3", out)
    return out


def test_a_clip_says_where_its_groups_of_frames_begin(clip):
    track = read_track(clip, 25.0)

    assert track is not None
    assert (track.starts[:2], track.frame_count) == ((0, 20), 50)
    assert track.count_bytes([(0, 50)]) == sum(track.sizes)


def test_a_clip_that_is_read_at_another_rate_has_no_groups(clip):
    """Its frames would be put in the wrong places."""
    assert read_track(clip, 30.0) is None


def test_bytes_are_those_of_whole_groups():
    track = PictureTrack(starts=(0, 2), frame_count=4, sizes=(9, 1, 7, 2), head=b"head")

    assert track.count_bytes([(2, 4)]) == 9
    assert track.count_bytes([]) == 0
