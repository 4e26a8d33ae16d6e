from dataclasses import replace
from pathlib import Path

import pytest

from core.adapters.ffmpeg.graph import (
    CaptionFiles,
    audio_graph,
    video_graph,
)
from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing.camera import Camera
from core.domain.clips.made.source_look import SoundTaken, SourceLook
from tests.core.adapters.ffmpeg.test_command import make_edit_plan

LOOK = SourceLook(start_seconds=35.0)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (30.0, "fps=fps=30:"),
        (60000 / 1001, "fps=fps=60000/1001:"),
        (29.97002997, "fps=fps=30000/1001:"),
        (12.5, "fps=fps=25/2:"),
    ],
)
def test_the_frame_rate_is_written_as_an_exact_fraction(rate, words):
    assert words in video_graph(make_edit_plan(frame_rate=rate), LOOK)


def test_the_centre_is_cropped_before_it_is_scaled():
    graph = video_graph(make_edit_plan(), LOOK)

    assert graph.index("crop=") < graph.index("scale=1080:1920")
    assert "split" not in graph


def test_the_fill_is_blurred_small_and_only_then_scaled_up():
    graph = video_graph(make_edit_plan(layout=Layout.FIT), LOOK)

    assert graph.index("scale=54:96") < graph.index("gblur") < graph.index("scale=1080:1920")
    assert "overlay" in graph


def test_gain_and_limiter_come_together():
    graph = audio_graph(make_edit_plan(gain_db=-3.4), LOOK)

    assert "volume=-3.40dB,alimiter=limit=0.84:level=false" in graph


def test_the_only_side_that_speaks_is_heard_on_both():
    look = SourceLook(start_seconds=35.0, sound=SoundTaken(track=2, only_side=0))

    graph = audio_graph(make_edit_plan(), look)

    assert graph.startswith("[0:a:2]")
    assert "pan=stereo|c0=c0|c1=c0" in graph


def test_all_tracks_are_read_from_the_window_and_mixed_before_anything_else():
    mixed = SoundTaken(track=1, others=(0,), only_side=1)
    look = SourceLook(start_seconds=35.0, lead_seconds=2.0, sound=mixed)

    graph = audio_graph(make_edit_plan(muted=((1.0, 2.0),)), look)

    assert graph.count("atrim=start=2") == 2
    assert "[t1][t0]amix=inputs=2:normalize=0" in graph
    assert graph.index("amix") < graph.index("pan=") < graph.index("volume=0")


def test_both_ends_of_the_sound_fade():
    graph = audio_graph(make_edit_plan(duration_seconds=20.0), LOOK)

    assert "afade=t=in:d=0.02,afade=t=out:st=19.98:d=0.02" in graph


def test_silence_is_left_as_it_is():
    graph = audio_graph(make_edit_plan(gain_db=None), LOOK)

    assert "volume" not in graph
    assert graph.startswith("[0:a:0]")


def test_a_source_without_sound_gets_a_silent_track_of_its_length():
    graph = audio_graph(make_edit_plan(has_audio=False, gain_db=None, duration_seconds=7.25), LOOK)

    assert graph == "anullsrc=r=48000:cl=stereo,atrim=duration=7.25[a]"


BOX = Box(x=24, y=564, width=480, height=270)


def test_a_stack_puts_the_camera_above_the_game():
    graph = video_graph(make_edit_plan(layout=Layout.STACK, cameras=(Camera(box=BOX),)), LOOK)

    assert "crop=w='min(iw,480/sar)':h='min(ih,270)':x='24/sar':y=564,scale=1080:608:" in graph
    assert "scale=1080:1312:" in graph
    assert "[f0][g]vstack,format=yuv420p,setparams=" in graph


def test_a_small_stack_meets_at_the_same_height():
    """608 of 1920 rows are 405.3 of 1280; an even number of them is 406."""
    plan = make_edit_plan(layout=Layout.STACK, cameras=(Camera(box=BOX),), width=720, height=1280)

    graph = video_graph(plan, LOOK)

    assert "scale=720:406:" in graph
    assert "scale=720:874:" in graph


def test_a_moving_crop_is_told_its_place_only_where_it_moves():
    """A command comes half a frame early: at 1/30 - 1/60 and at 3/30 - 1/60 s."""
    path = ((0.0, 100), (1 / 30, 104), (2 / 30, 104), (3 / 30, 90))

    graph = video_graph(make_edit_plan(layout=Layout.FOLLOW, path=path), LOOK)

    assert "sendcmd=c='0.016667 crop x 104/sar;0.083333 crop x 90/sar'," in graph
    assert "crop=w='min(iw,608/sar)':h='min(ih,1080)':x='100/sar':y=0" in graph


def test_a_camera_that_stands_still_needs_no_commands():
    path = ((0.0, 100), (1 / 30, 100))

    assert "sendcmd" not in video_graph(make_edit_plan(layout=Layout.FOLLOW, path=path), LOOK)


@pytest.mark.parametrize("layout", [Layout.STACK, Layout.FOLLOW])
def test_without_a_facecam_or_a_path_the_middle_is_shown(layout):
    plain = video_graph(make_edit_plan(), LOOK)

    assert video_graph(make_edit_plan(layout=layout), LOOK) == plain


def test_captions_come_last_and_their_place_is_quoted():
    files = CaptionFiles(document=Path("/a b/it's:[1],2;\\.ass"), fonts=Path("/fonts"))

    graph = video_graph(make_edit_plan(), LOOK, files)

    assert graph.endswith(
        r",ass=filename=/a b/it\\\'s\\:\[1\]\,2\;\\\\.ass:fontsdir=/fonts,format=yuv420p,"
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[v]"
    )


def test_fields_are_joined_and_light_is_mapped_before_anything_else():
    look = SourceLook(start_seconds=35.0, is_interlaced=True, transfer="smpte2084")

    graph = video_graph(make_edit_plan(), look)

    assert graph.startswith("[0:V:0]yadif=deint=interlaced,fps=fps=30:")
    assert "zscale=tin=smpte2084:" in graph
    assert graph.index("tonemap") < graph.index("crop=")


def test_unwanted_words_are_silent_before_the_sound_is_levelled():
    graph = audio_graph(make_edit_plan(gain_db=3.0, muted=((1.5, 1.9), (4.0, 4.4))), LOOK)

    assert "volume=0:enable='between(t,1.5,1.9)+between(t,4,4.4)',volume=3.00dB" in graph


def test_a_bleep_is_mixed_in_after_the_sound_was_levelled():
    """Its loudness is the result's: a gain for a quiet speaker would make it hurt."""
    plan = make_edit_plan(gain_db=3.0, muted=((1.5, 1.9),), has_bleeps=True)

    graph = audio_graph(plan, LOOK)

    assert graph.index("volume=3.00dB") < graph.index("sine=frequency=1000")
    assert "volume=0:enable='not(between(t,1.5,1.9))'[bleep];[said][bleep]amix" in graph
    assert "sine" not in audio_graph(make_edit_plan(has_bleeps=True), LOOK)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "fps=fps=30:"),
        ({"layout": Layout.FIT}, "fps=fps=30:"),
        (
            {"layout": Layout.FOLLOW, "path": ((0.0, 4), (0.1, 8)), "wide": ((0.0, 0.1),)},
            "concat=",
        ),
    ],
)
def test_stretches_are_chosen_while_frames_keep_their_times(given, place):
    """Crops and captions go by the clip's time; only then are frames counted from 0 again."""
    captions = CaptionFiles(document=Path("a.ass"), fonts=Path("fonts"))

    graph = video_graph(make_edit_plan(**given), LOOK, captions, stretches=[(60, 120), (180, 200)])

    chosen = graph.index("select='between(n,60,119)+between(n,180,199)'")
    assert graph.index(place) < chosen < graph.index("ass=") < graph.index("settb=1/30,setpts=N")


def test_a_last_frame_that_is_held_is_repeated_before_frames_are_spaced():
    plan = make_edit_plan()
    lasting = replace(LOOK, lead_seconds=0.5, hold_seconds=1 + plan.duration_seconds / 2)

    steps = video_graph(plan, lasting).split(",")

    assert steps[:3] == [
        "[0:V:0]tpad=stop_mode=clone:stop=2",
        f"tpad=stop_mode=clone:stop_duration={2 / plan.frame_rate:.6f}",
        "setpts=PTS-0.5/TB",
    ]
    # A clip of an even recording is made as before.
    ordinary = replace(LOOK, hold_seconds=1 + 1 / plan.frame_rate)
    assert video_graph(plan, ordinary).startswith("[0:V:0]fps=")


def test_a_window_after_the_last_frame_begins_with_that_one():
    plan = make_edit_plan()
    after = replace(LOOK, lead_seconds=4.5, hold_seconds=1 + plan.duration_seconds + 4)

    assert "trim=start=0.498,setpts=PTS-STARTPTS," in video_graph(plan, after)
