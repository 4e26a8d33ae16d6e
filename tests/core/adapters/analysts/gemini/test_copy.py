import subprocess
from pathlib import Path
from typing import Any

import pytest

from core.adapters.analysts.gemini.copy import (
    Clock,
    CopyTuning,
    copy_arguments,
    escape_path,
    write_clock,
)
from core.adapters.analysts.gemini.keyframes import find_shown_before
from core.adapters.ffmpeg.supply import choose_executable
from core.domain.videos.understanding import AnalysisWindow

WINDOW = AnalysisWindow(number=2, start_seconds=465.0, end_seconds=945.0)


def _arguments(**given):
    clock = Clock(subtitles=Path("/c.ass"), fonts=Path("/fonts"))
    values: dict[str, Any] = {"clock": clock, "has_audio": True}
    window = given.pop("window", WINDOW)
    return copy_arguments(Path("/in.mp4"), Path("/out.mp4"), window, **(values | given))


def _after(arguments, name):
    return arguments[arguments.index(name) + 1]


def test_the_clock_counts_the_seconds_of_the_window():
    lines = write_clock(61.5).splitlines()

    assert lines[-1] == "Dialogue: 0,0:01:02.00,0:01:03.00,Clock,,0,0,0,,01:02"
    assert "Dialogue: 0,0:00:00.00,0:00:01.00,Clock,,0,0,0,,00:00" in lines


def test_a_long_window_counts_on_in_minutes():
    assert "0,1:00:00.00,1:00:01.00,Clock,,0,0,0,,60:00" in write_clock(3600)


def test_the_copy_is_small_slow_and_mono():
    arguments = _arguments(tuning=CopyTuning(height=480, frame_rate=2.0))
    graph = _after(arguments, "-filter_complex")

    assert "fps=2:" in graph
    assert "480" in graph
    assert _after(arguments, "-ac") == "1"
    assert _after(arguments, "-b:a") == "32k"
    assert _after(arguments, "-protocol_whitelist") == "file,pipe"
    assert _after(arguments, "-i") == "file:/in.mp4"


def test_the_clock_has_a_strip_of_its_own_and_a_copy_for_judging_has_none():
    graph = _after(_arguments(), "-filter_complex")

    assert graph.index(",pad=") < graph.index("ass=")
    without = _after(_arguments(clock=None), "-filter_complex")
    assert ",pad=" not in without
    assert "ass=" not in without


def test_where_keyframes_are_close_only_they_are_decoded_and_shown_nearest_to_their_time():
    arguments = _arguments(tuning=CopyTuning(keyframe_gap=2.0))

    assert _after(arguments, "-skip_frame") == "nokey"
    assert _after(arguments, "-discard:v") == "nokey"
    # The window begins 10 s after what is read, and a keyframe is shown from 1 s before it on.
    assert "setpts=PTS-11.000/TB" in _after(arguments, "-filter_complex")
    assert _after(_arguments(), "-skip_frame") == "noref"
    assert "-discard:v" not in _arguments()


def test_ten_seconds_more_are_read_before_the_window_and_dropped():
    arguments = _arguments()

    assert _after(arguments, "-ss") == "455"
    assert arguments[arguments.index("-i") - 1] == "490.000"  # 480 s and 10 s more
    graph = _after(arguments, "-filter_complex")
    assert "setpts=PTS-10.000/TB" in graph
    assert "atrim=start=10.000" in graph


def test_nothing_is_read_before_the_beginning():
    first = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0)
    arguments = _arguments(window=first)

    assert "-ss" not in arguments
    assert "trim" not in _after(arguments, "-filter_complex")


def test_without_sound_none_is_mapped():
    arguments = _arguments(has_audio=False)

    assert arguments.count("-map") == 1
    assert "-c:a" not in arguments


def test_no_path_can_break_out_of_the_filter():
    path = Path("/it's [a], really;1:2\\3.ass")

    assert escape_path(path) == "/it\\\\\\'s \\[a\\]\\, really\\;1\\\\:2\\\\\\\\3.ass"


@pytest.mark.ffmpeg
def test_unread_frames_change_no_second_and_the_last_has_a_picture_too(tmp_path):
    """Without them keyframes come a tenth of a second off, and the last ends at once."""
    film, copy = tmp_path / "film.mp4", tmp_path / "copy.mp4"
    picture = "color=black:size=64x36:rate=10:duration=20,geq=lum='20+10*T':cb=128:cr=128"
    _run(
        *("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-preset", "veryfast", "-bf", "3"),
        *("-g", "20", "-keyint_min", "20", "-sc_threshold", "0", str(film)),
    )
    window = AnalysisWindow(number=1, start_seconds=5.0, end_seconds=20.0)
    tuning = CopyTuning(keyframe_gap=2.0)
    arguments = copy_arguments(film, copy, window, clock=None, has_audio=False, tuning=tuning)
    at = arguments.index("-discard:v")

    _run(*arguments)
    shown = _list_shades(copy)
    _run(*arguments[:at], *arguments[at + 2 :])

    assert len(shown) == 15
    # The last keyframe within reach may be one more where the rest is not read.
    assert shown[:-1] == pytest.approx(_list_shades(copy)[:-1], abs=3)


@pytest.mark.ffmpeg
@pytest.mark.parametrize(
    ("start_seconds", "shown_before", "are_bright"),
    [
        (0.0, None, [False] * 2 + [True] * 4),  # frames come at 0 and 2 s
        (14.0, 12.0, [True] * 6),
        (3.0, 1.0, [True] * 6),
    ],
)
def test_the_last_picture_is_there_for_as_long_as_there_is_sound(
    tmp_path, start_seconds, shown_before, are_bright
):
    """A model is asked what is heard then, by a clock that has to be seen."""
    film, copy = tmp_path / "film.mp4", tmp_path / "copy.mp4"
    picture = "color=black:size=64x36:rate=10:duration=3,geq=lum='20+80*T':cb=128:cr=128"
    sparse = ("-vf", "select='not(mod(n,20))'", "-fps_mode", "vfr", "-tune", "zerolatency")
    _run(
        *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=f=440:r=48000:d=20"),
        *(*sparse, "-c:v", "libx264", "-c:a", "aac", str(film)),
    )
    window = AnalysisWindow(number=1, start_seconds=start_seconds, end_seconds=start_seconds + 6)

    assert find_shown_before(film, window) == (shown_before and pytest.approx(shown_before))
    tuning = CopyTuning(shown_before=shown_before)
    _run(*copy_arguments(film, copy, window, clock=None, has_audio=True, tuning=tuning))

    assert [shade > 100 for shade in _list_shades(copy)] == are_bright


@pytest.mark.ffmpeg
def test_a_window_after_the_end_of_the_sound_has_a_copy_too(tmp_path):
    """A file has sound or has none, but it may end long before the picture."""
    film, copy = tmp_path / "film.mp4", tmp_path / "copy.mp4"
    _run(
        *("-f", "lavfi", "-i", "color=white:size=64x36:rate=10:duration=20"),
        *("-f", "lavfi", "-i", "sine=f=440:r=48000:d=2", "-c:v", "libx264", "-c:a", "aac"),
        str(film),
    )
    window = AnalysisWindow(number=1, start_seconds=14.0, end_seconds=18.0)

    _run(*copy_arguments(film, copy, window, clock=None, has_audio=True))

    assert len(_list_shades(copy)) == 4


def _run(*arguments):
    told = [choose_executable(None), "-y", "-v", "error", *arguments]
    return subprocess.run(told, check=True, capture_output=True).stdout


def _list_shades(film):
    """Return how bright each picture is."""
    flat = ("-vf", "scale=1:1:flags=area,format=gray", "-f", "rawvideo", "-")
    return list(_run("-i", str(film), *flat))
