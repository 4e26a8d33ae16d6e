import pytest

from core.adapters.ffmpeg.containers import open_video
from core.adapters.ffmpeg.sound_tracks import choose_sound_track
from tests.core.adapters.conftest import run_tool

_PICTURE = ("-f", "lavfi", "-i", "color=s=64x36:r=10:d=3")
_SILENCE = ("-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo")
_TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000")


def make_tracks(out, *sounds, default):
    inputs = [word for sound in sounds for word in sound]
    maps = [word for index in range(len(sounds)) for word in ("-map", f"{index + 1}:a")]
    marks = [
        word
        for index in range(len(sounds))
        for word in (f"-disposition:a:{index}", "default" if index == default else "0")
    ]
    run_tool(*_PICTURE, *inputs, "-map", "0:v", *maps, *marks, "-t", "3", "-c:a", "aac", out)
    return out


@pytest.mark.parametrize(
    ("sounds", "default", "index", "is_second_choice"),
    [
        ((_TONE, _TONE), 1, 1, False),  # the default one, wherever it is
        ((_SILENCE, _TONE), 0, 1, True),  # a game that was never captured, and a microphone
        ((_SILENCE, _TONE), None, 1, True),  # nobody marked one
        ((_SILENCE, _SILENCE), 1, 1, False),  # nothing to hear anywhere
        ((_TONE,), None, 0, False),
    ],
)
def test_the_default_track_is_taken_unless_it_is_silent(
    tmp_path, sounds, default, index, is_second_choice
):
    video = make_tracks(tmp_path / "tracks.mkv", *sounds, default=default)

    with open_video(video) as container:
        track = choose_sound_track(container)

    assert track is not None
    assert (track.index, track.is_second_choice) == (index, is_second_choice)
    assert track.count == len(sounds)


def test_a_video_without_sound_has_no_track(films):
    with open_video(films / "no_sound.mp4") as container:
        assert choose_sound_track(container) is None
