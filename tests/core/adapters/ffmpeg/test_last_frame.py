"""A clip that reaches past the last frame holds that one, as a player does."""

import av
import numpy as np
import pytest

from core.adapters.ffmpeg.sound_look import read_stereo
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from tests.core.adapters.ffmpeg.test_render import render

LAST = 175
NEAR = 12


def list_changes(clip):
    """Return the (seconds, brightness) of each picture that differs from the one before."""
    changes = list[tuple[float, float]]()
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            grey = frame.to_ndarray(format="gray")
            shade = float(grey[grey.shape[0] // 2].mean())
            if not changes or abs(shade - changes[-1][1]) > NEAR:
                changes.append((float(frame.time), shade))
    return changes


@pytest.mark.parametrize(
    "name",
    ["screen.mp4", "screen_tick.mp4", "screen_fragments.mp4", "screen.mkv", "screen.webm",
     "screen.ts", "screen.flv"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("window", "changes"),
    [
        ((2.5, 5.0), [0.0, 0.5]),  # the last frame comes within the window
        ((9.5, 11.5), [0.0]),  # or long before it
    ],
)
async def test_the_last_frame_is_held_and_its_sound_is_heard(
    supply, films, tmp_path, name, window, changes
):
    start, end = window
    clip = tmp_path / "clip.mp4"

    _, rendered = await render(supply, films / name, clip, start=start, end=end)

    assert rendered.duration_seconds == pytest.approx(end - start, abs=0.04)
    found = list_changes(clip)
    assert [at for at, _ in found] == pytest.approx(changes, abs=0.05)
    assert found[-1][1] == pytest.approx((LAST - 16) * 255 / 219, abs=NEAR)
    heard = read_stereo(clip, 0.1, end - start - 0.2)
    assert heard is not None
    assert np.abs(heard.reshape(2, -1, 4800)).max(axis=2).min() > 0.02


@pytest.mark.parametrize("name", ["screen.mp4", "screen.ts"])
async def test_a_window_after_the_last_frame_can_be_followed(films, name):
    track = await VideoSubjectTracker().track_subject(
        films / name, start_seconds=9.5, end_seconds=11.5
    )

    assert (track.width, track.height) == (160, 90)
    assert [(shot.start_seconds, shot.end_seconds) for shot in track.shots] == [(9.5, 11.5)]
