import time

import pytest

from core.adapters.ffmpeg.played_length import measure_length
from core.adapters.video_files.containers import find_picture, list_sounds
from core.adapters.video_files.opening import open_video


def measure(video):
    with open_video(video) as container:
        stream = find_picture(container)
        assert stream is not None
        deadline = time.monotonic() + 30
        return measure_length(video, container, stream, list_sounds(container), deadline)


@pytest.mark.parametrize(
    ("name", "picture", "played"),
    [
        ("screen.mp4", 3.03, 12.0),
        ("screen_fragments.mp4", 3.03, 12.0),
        ("screen.mkv", 3.03, 12.0),
        ("screen.webm", 3.03, 12.0),
        ("screen.ts", 3.03, 12.0),
        ("screen.flv", 3.03, 12.0),
        ("talked_on.ts", 4.0, 24.0),
        ("plain.mp4", 6.0, 6.0),
        ("no_sound.mp4", 6.0, 6.0),
        ("little_more.mp4", 4.0, 4.0),  # less than a second of sound more
        ("early_silence.mp4", 6.0, 6.0),  # its sound ends at 3 s
    ],
)
def test_a_video_lasts_as_long_as_it_is_seen_or_heard(films, name, picture, played):
    length = measure(films / name)

    assert length.picture_seconds == pytest.approx(picture, abs=0.05)
    assert length.played_seconds == pytest.approx(played, abs=0.05)


@pytest.mark.parametrize("name", ["cut_sound.mp4", "cut_sound.mkv"])
def test_sound_that_was_cut_off_is_believed_as_far_as_it_is_there(films, name):
    """Three quarters of the bytes, whatever the index says; the picture is in the others."""
    assert 6.0 < measure(films / name).played_seconds < 11.0


def test_sound_without_content_is_not_believed(films):
    """A download that was not finished, in a file that was made as long as it would become."""
    assert measure(films / "void_sound.mp4").played_seconds == pytest.approx(3.03, abs=0.05)


def test_a_truncated_picture_ends_the_video(films):
    length = measure(films / "broken_tail.mp4")

    assert length.played_seconds == length.picture_seconds < 5.0
