import subprocess

import pytest

from core.adapters.analysts.gemini.keyframes import find_keyframe_gap
from core.adapters.ffmpeg.supply import choose_executable
from core.domain.videos.understanding import AnalysisWindow

pytestmark = pytest.mark.ffmpeg
WINDOW = AnalysisWindow(number=1, start_seconds=5.0, end_seconds=55.0)


def _film(out, *, keyframes, more=()):
    picture = "testsrc2=size=160x90:rate=10:duration=60"
    subprocess.run(
        [
            choose_executable(None),
            *("-v", "error", "-f", "lavfi", "-i", picture),
            *("-c:v", "libx264", "-preset", "ultrafast", "-g", "600", "-sc_threshold", "0"),
            *("-force_key_frames", keyframes, *more, str(out)),
        ],
        check=True,
    )
    return out


@pytest.mark.parametrize(
    ("keyframes", "gap"),
    [
        ("expr:gte(t,n_forced*2)", 2.0),
        ("expr:gte(t,n_forced*0.5)", 0.5),
        ("expr:gte(t,n_forced*5)", None),
        ("0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26", None),
    ],
    ids=["as for a stream", "close", "far apart", "none after a while"],
)
def test_keyframes_do_where_they_are_close_from_beginning_to_end(tmp_path, keyframes, gap):
    film = _film(tmp_path / "film.mp4", keyframes=keyframes)

    assert find_keyframe_gap(film, WINDOW) == (gap and pytest.approx(gap, abs=0.01))


def test_keyframes_that_need_the_frames_between_them_do_not(tmp_path):
    """Of an open group a decoder that skips these shows a single picture, or none."""
    opened = ("-bf", "3", "-x264-params", "open-gop=1:keyint=20:min-keyint=20:scenecut=0")
    film = _film(tmp_path / "film.mp4", keyframes="0", more=opened)

    assert find_keyframe_gap(film, WINDOW) is None


def test_what_cannot_be_read_has_none(tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(b"no film")

    assert find_keyframe_gap(film, WINDOW) is None
