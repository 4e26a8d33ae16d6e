import numpy as np
import pytest

from core.adapters.vision.edges import measure_edges
from core.adapters.vision.framed_faces import choose_around_faces, fills, list_full
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edge_grid import FacecamTuning
from core.domain.clips.framing.facecam import FacecamCandidate

CAM = Box(x=640, y=300, width=300, height=220)
CLOSE = Box(x=700, y=320, width=170, height=190)  # half of the camera's picture
USUAL = Box(x=760, y=340, width=50, height=64)
TUNING = FacecamTuning()


def film(face, *, moves=True, stirs=6, gap=0):
    """Return pictures of noise with a camera in which a face stirs; with a gap, two cameras."""
    rng = np.random.default_rng(10)
    still = rng.integers(0, 120, (540, 960, 3), dtype=np.uint8)
    wall = rng.integers(160, 166, (CAM.height, CAM.width, 3), dtype=np.uint8)
    pictures = []
    for index in range(8):
        picture = rng.integers(0, 120, still.shape, dtype=np.uint8) if moves else still.copy()
        picture[CAM.y : CAM.bottom, CAM.x : CAM.right] = wall + np.uint8(gap and 4 * (index % 3))
        here = (slice(face.y, face.bottom), slice(face.x, face.right))
        picture[here] = 190 + stirs * (index % 3)
        if gap:
            middle = CAM.y + CAM.height // 2
            picture[middle : middle + gap, CAM.x : CAM.right] = 20
        pictures.append(picture)
    return pictures


def choose(pictures, face):
    return choose_around_faces(pictures, [face], measure_edges(pictures), TUNING)


@pytest.mark.parametrize("face", [USUAL, CLOSE])
def test_a_camera_is_found_however_close_to_it_somebody_sits(face):
    found = choose(film(face), face)

    assert [measure_overlap(candidate.box, CAM) > 0.97 for candidate in found] == [True]


def test_a_camera_as_high_as_the_video_beside_it_is_found():
    """Its picture takes more than a third of all, of which three sides are those of the frame."""
    face = Box(x=80, y=120, width=170, height=190)
    wall = Box(x=0, y=0, width=340, height=540)
    pictures = film(face)
    for index, picture in enumerate(pictures):
        picture[:, : wall.width] = 170
        here = (slice(face.y, face.bottom), slice(face.x, face.right))
        picture[here] = 190 + 6 * (index % 3)

    found = choose(pictures, face)

    assert [measure_overlap(candidate.box, wall) > 0.97 for candidate in found] == [True]


def test_a_portrait_has_no_camera():
    assert choose(film(USUAL, stirs=0), USUAL) == []


def test_two_cameras_that_stand_together_are_two():
    found = choose(film(USUAL, gap=4), USUAL)

    assert len(found) == 2


def test_a_face_is_full_that_takes_a_fifth_of_the_height_or_more():
    lasting = [(CLOSE, (0, 1)), (USUAL, (0, 1))]

    assert list_full(lasting, film(USUAL)[:1]) == [CLOSE]


@pytest.mark.parametrize(
    ("moves", "framed", "expected"),
    [
        (True, True, False),  # a streamer over a game
        (True, False, True),  # somebody who films themselves while they walk
        (False, True, True),  # a speaker before a board
    ],
)
def test_a_large_face_fills_the_picture_unless_its_camera_lies_over_a_game(moves, framed, expected):
    candidates = [FacecamCandidate(box=CAM, score=1.0, drawn=1.0)] if framed else []

    assert fills(film(CLOSE, moves=moves), [CLOSE], candidates) is expected


def test_where_nobody_is_large_nothing_fills_the_picture():
    assert not fills(film(USUAL), [], [])
