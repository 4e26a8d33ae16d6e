"""Recordings as people make them, cut: what is seen and heard is that of the second asked for.

Each recording has a clock in its picture, a number of 20 bits that counts thirtieths of a second,
and a beep at each second. The numbers are read from the recording and from the clip.
"""

import asyncio
from pathlib import Path

import av
import numpy as np
import pytest

from bot.cutter import open_cutter
from config.cutter_settings import UnsetCutterSettings
from core.adapters.ffmpeg.sound_look import read_stereo
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.domain.clips.edit_plan import Layout
from core.errors import InvalidInput
from core.services.clips.cut_order import CutOrder

CASES = Path(__file__).parents[2] / ".." / "shared" / "cases" / "video"
RATE, SOUND_RATE = 30, 48_000
SOUND_SECONDS = 0.015
# A beep at the very start fades in, and some sound begins that much late.
FADE_SECONDS = 0.1
# Up to a frame of the recording before or after a time.
EARLY_OR_LATE = np.linspace(-1, 1, 9) / RATE
# The clock in a picture of 640 x 360: four columns and six rows, of which the first is a mark.
LEFT, TOP, SIDE = 232, 48, 44
MARK = "1011"
# Into a fit of 1080 x 1920 the picture goes as wide as the clip, in the middle.
SCALE, DOWN = 1080 / 640, (1920 - 608) / 2
QUIET_SECONDS = 0.3

pytestmark = [
    pytest.mark.shared,
    pytest.mark.ffmpeg,
    pytest.mark.skipif(
        not CASES.is_dir(),
        reason="the recordings lie in ../shared/cases/video beside the project, if at all",
    ),
]
is_soak = pytest.mark.soak


def read_clock(grey, *, scale=1.0, down=0.0):
    """Return the number in a picture; the mark above it must be there."""
    rows = [
        "".join(
            "1"
            if grey[
                round((TOP + (row + 0.5) * SIDE) * scale + down),
                round((LEFT + (column + 0.5) * SIDE) * scale),
            ]
            > 128
            else "0"
            for column in range(4)
        )
        for row in range(6)
    ]
    assert rows[0] == MARK
    return int("".join(rows[1:]), 2)


def read_clocks(video, **place):
    """Return the (seconds, number) of each frame."""
    with av.open(str(video)) as container:
        start = (container.start_time or 0) / 1e6
        return [
            (float(frame.time or 0) - start, read_clock(frame.to_ndarray(format="gray"), **place))
            for frame in container.decode(video=0)
        ]


def find_shown(clocks, at):
    """Return the number that is shown at a time: that of the last frame that has come."""
    return max((one for one in clocks if one[0] <= at), default=clocks[0])[1]


def list_beeps(video, seconds):
    """Return when a sound begins after silence."""
    samples = read_stereo(video, 0.0, seconds)
    assert samples is not None
    heard = np.abs(samples).max(axis=0)
    loud = np.flatnonzero(heard > 0.3 * heard.max())
    begun = np.diff(loud, prepend=-SOUND_RATE) > QUIET_SECONDS * SOUND_RATE
    return loud[begun] / SOUND_RATE


async def cut(video, out, ffmpeg, *, start, end):
    cutter = open_cutter(UnsetCutterSettings(home=out.parent, ffmpeg=ffmpeg))
    facts = await cutter.prober.probe(video)
    order = CutOrder(start_seconds=start, end_seconds=end, layout=Layout.FIT)
    return await cutter.make_cutting().cut(video, facts, order, out, on_progress=lambda _: None)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("38_two_tracks.mkv", 1.5, 3.5),  # its first sound is silent
        pytest.param("00_base.mp4", 0.0, 12.0, marks=is_soak),
        pytest.param("00_base.mp4", 4.71, 9.3, marks=is_soak),
        pytest.param("20_vfr_drops.mp4", 0.0, 12.0, marks=is_soak),
        pytest.param("20_vfr_drops.mp4", 2.63, 8.4, marks=is_soak),
        pytest.param("21_screen_sparse.mp4", 0.0, 12.0, marks=is_soak),
        pytest.param("21_screen_sparse.mp4", 3.4, 8.9, marks=is_soak),
        pytest.param("21_screen_sparse.mp4", 10.4, 11.9, marks=is_soak),
        pytest.param("21b_screen_sparse.mkv", 0.0, 12.0, marks=is_soak),
        pytest.param("21b_screen_sparse.mkv", 3.4, 8.9, marks=is_soak),
        pytest.param("21b_screen_sparse.mkv", 10.4, 11.9, marks=is_soak),
        pytest.param("29_on_change.mkv", 0.0, 11.5, marks=is_soak),
        pytest.param("29_on_change.mkv", 2.2, 7.7, marks=is_soak),
        pytest.param("29_on_change.webm", 0.0, 11.5, marks=is_soak),
        pytest.param("29_on_change.webm", 2.2, 7.7, marks=is_soak),
    ],
)
def test_the_clip_shows_and_sounds_what_the_recording_did(tmp_path, quick_ffmpeg, name, start, end):
    """Frames are held until the next one comes, however long that takes."""
    source, out = CASES / name, tmp_path / "clip.mp4"

    made = asyncio.run(cut(source, out, quick_ffmpeg, start=start, end=end))

    # A clip begins with a whole frame: the nearest one.
    begun = made.record.look.start_seconds
    assert begun == pytest.approx(start, abs=0.5 / RATE + 1e-6)
    clocks = read_clocks(source)
    for at, number in read_clocks(out, scale=SCALE, down=DOWN):
        near = [find_shown(clocks, start + at + early) for early in EARLY_OR_LATE]
        assert min(near) <= number <= max(near), f"{number} at {start + at:.3f} s, not {near}"
    beeps = [second - begun for second in range(13) if FADE_SECONDS < second - start < end - start]
    heard = [at for at in list_beeps(out, end - start) if at > FADE_SECONDS]
    assert heard == pytest.approx(beeps, abs=SOUND_SECONDS)


def test_a_clock_that_starts_again_is_refused_with_what_to_do(tmp_path, quick_ffmpeg):
    with pytest.raises(InvalidInput, match=r"continued after a reconnect.*`ffmpeg -i"):
        asyncio.run(
            cut(CASES / "50_ts_restart.ts", tmp_path / "clip.mp4", quick_ffmpeg, start=1, end=3)
        )


@is_soak
def test_cuts_in_a_dark_shaking_picture_are_found_to_the_frame():
    tracked = VideoSubjectTracker().track_subject(
        CASES / "70_dark_moving_cuts.mp4", start_seconds=0.0, end_seconds=8.0
    )

    shots = asyncio.run(tracked).shots

    assert [shot.start_seconds for shot in shots] == pytest.approx([0, 2, 4, 6], abs=1 / RATE)
