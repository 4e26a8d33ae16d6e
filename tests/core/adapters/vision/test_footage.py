"""The recordings that the figures were measured on; they are not part of the project."""

import asyncio
import time
from itertools import pairwise

import numpy as np
import pytest

from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.pictures import read_stretch
from core.adapters.vision.subject_tracker import VideoSubjectTracker
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.framing.camera_path import choose_crop_width, plan_path, x_at
from tests.core.adapters.vision.conftest import SHARED

pytestmark = [pytest.mark.shared, pytest.mark.ffmpeg]


# Both cuts of the talk, and what is before, between and after them.
TALK = (12, 36)


@pytest.fixture
def footage():
    if not SHARED.is_dir():
        pytest.skip("the recordings in ../shared/footage are not here")
    return SHARED


@pytest.mark.parametrize(
    ("name", "start", "end", "truth"),
    [
        ("streamA.mp4", 0, 100, Box(x=24, y=564, width=480, height=270)),
        ("streamA.mp4", 30, 50, Box(x=24, y=564, width=480, height=270)),
        ("streamB.mp4", 0, 10, Box(x=1500, y=20, width=400, height=300)),
    ],
)
async def test_the_camera_of_a_recorded_stream_is_found(footage, name, start, end, truth):
    scene = await VideoFacecamFinder().find_scene(
        footage / name, start_seconds=start, end_seconds=end
    )

    assert len(scene.cameras) == 1
    assert measure_overlap(scene.cameras[0].box, truth) >= 0.99


@pytest.mark.parametrize(("name", "end"), [("streamE.mp4", 10), ("talk.mp4", 40)])
async def test_a_drawn_face_and_a_talk_are_no_cameras(footage, name, end):
    scene = await VideoFacecamFinder().find_scene(footage / name, start_seconds=0, end_seconds=end)

    assert scene.cameras == ()


async def test_the_talk_is_followed_by_a_camera_that_mostly_stands(footage):
    track = await VideoSubjectTracker().track_subject(
        footage / "talk.mp4", start_seconds=TALK[0], end_seconds=TALK[1]
    )

    assert track.cuts_at_seconds == (16.0, 32.0)
    still, within = await asyncio.to_thread(_rate_path, footage / "talk.mp4", track)
    assert still >= 0.70
    assert within >= 0.95


def _rate_path(video, track):
    """Return in what shares the camera stands and, looked at twice a second, has a face near.

    Where the camera is needs no picture, and for a face the frames that others are made from do.
    """
    crop = choose_crop_width(track.width, track.height)
    path = plan_path(track, crop)
    places = [x_at(path, number / 30) for number in range(TALK[0] * 30, TALK[1] * 30)]
    model, near, looked = FaceModel(find_model()), [], 0
    frames = read_stretch(
        video,
        start_seconds=TALK[0],
        end_seconds=TALK[1],
        deadline=time.monotonic() + 300,
        is_sparse=True,
    )
    for frame in frames:
        if frame.at_seconds < TALK[0] + looked / 2:
            continue
        looked += 1
        if faces := model.find_faces(frame.shrink(640)):
            middle = x_at(path, frame.at_seconds) + crop / 2
            off = min(abs(face.box.centre[0] * 3 - middle) for face in faces)
            near.append(off <= 0.12 * crop)
    return np.mean([x == before for before, x in pairwise(places)]), np.mean(near)
