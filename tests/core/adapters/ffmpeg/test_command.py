from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.adapters.ffmpeg.command import loudness_arguments, render_arguments, thumbnail_arguments
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.made.source_look import SoundTaken, SourceLook

SOURCE, OUT = Path("/films/a.mp4"), Path("/clips/.b.mp4.part.mp4")
LOOK = SourceLook(start_seconds=35.0)


def make_edit_plan(**given: Any) -> EditPlan:
    values: dict[str, Any] = {
        "start_seconds": 35.0,
        "duration_seconds": 20.0,
        "layout": Layout.CENTRE,
        "frame_rate": 30.0,
        "has_audio": True,
        "source_width": 1920,
        "source_height": 1080,
        "gain_db": -3.4,
    }
    return EditPlan(**(values | given))


def value_after(arguments, option):
    return arguments[arguments.index(option) + 1]


def test_the_seek_comes_before_the_input_so_that_it_is_frame_exact_and_cheap():
    arguments = render_arguments(make_edit_plan(), SOURCE, OUT, look=LOOK)

    assert arguments.index("-ss") < arguments.index("-i")
    assert value_after(arguments, "-ss") == "35"
    assert value_after(arguments, "-t") == "20"


def test_there_is_one_encode_and_one_output():
    arguments = render_arguments(make_edit_plan(layout=Layout.FIT), SOURCE, OUT, look=LOOK)

    assert arguments.count("libx264") == 1
    assert arguments.count("-i") == 1
    assert arguments[-1] == "file:/clips/.b.mp4.part.mp4"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("-preset", "veryfast"),
        ("-crf", "21"),
        ("-pix_fmt", "yuv420p"),
        ("-profile:v", "high"),
        ("-g", "60"),
        ("-c:a", "aac"),
        ("-b:a", "128k"),
        ("-ar", "48000"),
        ("-movflags", "+faststart"),
        ("-progress", "pipe:1"),
        ("-protocol_whitelist", "file,pipe"),
        ("-map_metadata", "-1"),
    ],
)
def test_the_clip_is_what_every_platform_takes(option, value):
    assert value_after(render_arguments(make_edit_plan(), SOURCE, OUT, look=LOOK), option) == value


def test_filters_have_threads_only_where_colours_are_mapped():
    """A picture of usual colours is rendered with 3 % less CPU by one thread a filter."""
    hdr = replace(LOOK, transfer="smpte2084")

    usual = render_arguments(make_edit_plan(), SOURCE, OUT, look=LOOK)

    assert value_after(usual, "-filter_complex_threads") == "1"
    assert "-filter_complex_threads" not in render_arguments(
        make_edit_plan(), SOURCE, OUT, look=hdr
    )


@pytest.mark.parametrize(
    "arguments",
    [
        render_arguments(make_edit_plan(), SOURCE, OUT, look=LOOK),
        loudness_arguments(
            SOURCE, start_seconds=1.5, duration_seconds=2, gains_db=(3.0,), taken=SoundTaken()
        ),
        thumbnail_arguments(SOURCE, OUT, at_seconds=3.0),
    ],
    ids=["render", "loudness", "thumbnail"],
)
def test_every_source_is_a_local_file_in_a_known_container(arguments):
    """A playlist under a video's name must not make ffmpeg read anything else."""
    before_input = arguments[: arguments.index("-i")]

    assert "-protocol_whitelist" in before_input
    assert "hls" not in value_after(before_input, "-format_whitelist").split(",")
    assert "concat" not in value_after(before_input, "-format_whitelist").split(",")
    assert value_after(arguments, "-i") == "file:/films/a.mp4"
    assert "-nostdin" in arguments


def test_several_gains_are_measured_behind_the_limiter_in_one_process():
    arguments = loudness_arguments(
        SOURCE,
        start_seconds=0,
        duration_seconds=2,
        gains_db=(6.0, 9.5),
        taken=SoundTaken(track=1, only_side=1),
    )
    graph = value_after(arguments, "-filter_complex")

    assert graph.startswith("[0:a:1]aresample=")
    assert "pan=stereo|c0=c1|c1=c1,asplit=2[s0][s1]" in graph
    assert "[s1]volume=9.50dB,alimiter=limit=0.84:level=false,ebur128@m1=" in graph


def test_a_lead_is_read_and_dropped_again():
    arguments = render_arguments(
        make_edit_plan(), SOURCE, OUT, look=replace(LOOK, lead_seconds=2.5)
    )
    graph = value_after(arguments, "-filter_complex")

    assert value_after(arguments, "-ss") == "32.5"
    assert value_after(arguments, "-t") == "22.5"
    assert "[0:V:0]setpts=PTS-2.5/TB,fps=" in graph
    assert "[0:a:0]atrim=start=2.5,asetpts=PTS-2.5/TB,aresample=" in graph
