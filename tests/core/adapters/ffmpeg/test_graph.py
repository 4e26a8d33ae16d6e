import pytest

from core.adapters.ffmpeg.graph import SourceLook, audio_graph, video_graph
from core.domain.edit_plan import Layout
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
    graph = audio_graph(make_edit_plan(gain_db=-3.4))

    assert "volume=-3.40dB,alimiter=limit=0.84:level=false" in graph


def test_silence_is_left_as_it_is():
    graph = audio_graph(make_edit_plan(gain_db=None))

    assert "volume" not in graph
    assert graph.startswith("[0:a:0]")


def test_a_source_without_sound_gets_a_silent_track_of_its_length():
    graph = audio_graph(make_edit_plan(has_audio=False, gain_db=None, duration_seconds=7.25))

    assert graph == "anullsrc=r=48000:cl=stereo,atrim=duration=7.25[a]"
