import numpy as np
import pytest

from core.adapters.vision.coming_cameras import find_coming
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edge_grid import FacecamTuning
from core.domain.clips.framing.face import Face

CAM = Box(x=30, y=330, width=240, height=180)
FACE = Face(box=Box(x=130, y=380, width=40, height=52), score=0.9)
LOOKS = range(0, 12, 2)


def film(shown):
    """Return a dozen pictures of noise; those that are `shown` have a camera with a face in it."""
    rng = np.random.default_rng(6)
    wall = rng.integers(150, 160, (CAM.height, CAM.width, 3), dtype=np.uint8)
    pictures = []
    for index in range(12):
        picture = rng.integers(0, 120, (540, 960, 3), dtype=np.uint8)
        if index in shown:
            picture[CAM.y : CAM.bottom, CAM.x : CAM.right] = wall
            box = FACE.box
            picture[box.y : box.bottom, box.x : box.right] = 180 + 6 * (index % 3)
        pictures.append(picture)
    return pictures


def see(shown):
    return {place: (FACE,) if place in shown else () for place in LOOKS}


@pytest.mark.parametrize(
    ("shown", "count"),
    [
        (range(8), 1),  # switched off for a third of the time
        (range(6, 12), 1),  # moved here at half
        (range(12), 0),  # always there: those are looked for among all pictures
        (range(2), 0),  # hardly ever there
    ],
)
def test_a_camera_is_found_among_the_pictures_that_show_its_face(shown, count):
    found = find_coming(film(shown), see(shown), [], FacecamTuning())

    assert len(found) == count
    assert all(measure_overlap(candidate.box, CAM) > 0.98 for candidate in found)


def test_a_face_that_was_missed_now_and_then_does_not_hide_its_camera():
    seen = {place: (FACE,) if place in (0, 4) else () for place in LOOKS}

    found = find_coming(film(range(8)), seen, [], FacecamTuning(seen_share_min=0.3))

    assert [measure_overlap(candidate.box, CAM) > 0.98 for candidate in found] == [True]


def test_what_lies_in_a_known_rectangle_is_not_looked_for():
    assert find_coming(film(range(8)), see(range(8)), [CAM], FacecamTuning()) == []
