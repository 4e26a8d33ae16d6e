import asyncio

import numpy as np
import pytest

from core.adapters.audio import read_loudness
from core.adapters.ffmpeg.loudness import measure_limited
from core.adapters.ffmpeg.sound_look import look_at_sound
from core.adapters.ffmpeg.supply import choose_executable
from core.adapters.speech.samples import read_samples
from core.adapters.video_files.containers import list_tracks
from core.adapters.video_files.opening import open_video
from core.adapters.video_files.sound_tracks import choose_sound_track
from core.domain.clips.made.source_look import SoundTaken
from tests.core.adapters.conftest import run_tool
from tests.core.adapters.ffmpeg.test_command import make_edit_plan

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


@pytest.mark.parametrize(
    ("sounds", "default", "heard"),
    [
        ((_TONE, _SILENCE, _TONE), 2, (2, 0)),  # what is silent would only cost time
        ((_SILENCE, _TONE), 0, (1,)),
        ((_TONE,), None, (0,)),
    ],
)
def test_all_audible_tracks_are_heard_where_they_are_mixed(tmp_path, sounds, default, heard):
    video = make_tracks(tmp_path / "tracks.mkv", *sounds, default=default)

    with open_video(video) as container:
        track = choose_sound_track(container, is_mixed=True)

    assert track is not None
    assert track.indexes == heard
    assert list_tracks(video, is_mixed=True) == heard


def test_mixed_tracks_are_equally_loud_wherever_they_are_measured(tmp_path):
    """A clip and an analysis must not hear different things."""
    low = ("-f", "lavfi", "-i", "sine=f=440:r=48000")
    high = ("-f", "lavfi", "-i", "sine=f=1000:r=48000")
    video = make_tracks(tmp_path / "tracks.mkv", low, high, default=0)
    taken = SoundTaken(track=0, others=(1,))

    look = look_at_sound(video, start_seconds=0.0, duration_seconds=3.0, tracks=taken.tracks)
    plan = make_edit_plan(start_seconds=0.0, duration_seconds=3.0)
    filtered = asyncio.run(
        measure_limited(choose_executable(None), video, plan, [0.0], taken=taken)
    )
    alone, mixed = (
        read_loudness(video, from_seconds=1.0, to_seconds=2.0, is_mixed=is_mixed)[5]
        for is_mixed in (False, True)
    )
    samples = read_samples(video, from_seconds=1.0, to_seconds=2.0, is_mixed=True)

    assert look is not None
    assert filtered[0.0] == pytest.approx(look.lufs, abs=0.2)
    assert mixed - alone == pytest.approx(3.0, abs=0.1)
    assert samples is not None
    tones = np.abs(np.fft.rfft(samples))
    assert sorted(np.argsort(tones)[-2:]) == [440, 1000]


def test_a_file_that_is_no_video_has_no_tracks(films):
    assert list_tracks(films / "text.mp4") == ()
