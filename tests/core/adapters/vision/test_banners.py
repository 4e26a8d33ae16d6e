import cv2
import numpy as np
import pytest

from core.adapters.vision.banners import cut_banners
from core.adapters.vision.edges import measure_edges
from core.domain.clips.box import Box

CAM = Box(x=40, y=200, width=280, height=160)
FACE = Box(x=150, y=240, width=40, height=50)
HIGH = 36
BELOW = Box(x=CAM.x, y=CAM.y, width=CAM.width, height=CAM.height + HIGH)
ABOVE = Box(x=CAM.x, y=CAM.y - HIGH, width=CAM.width, height=CAM.height + HIGH)


def film(whole, *, words="NightOwl", lives=False, border=0):
    """Return pictures of noise, in which a strip with words makes a rectangle with the camera."""
    rng = np.random.default_rng(9)
    wall = rng.integers(150, 156, (CAM.height, CAM.width, 3), dtype=np.uint8)
    pictures = []
    for index in range(8):
        picture = rng.integers(0, 120, (540, 960, 3), dtype=np.uint8)
        picture[whole.y : whole.bottom, whole.x : whole.right] = (140, 30, 90)
        strip_y = CAM.bottom if whole.y == CAM.y else whole.y
        if lives:
            picture[strip_y : strip_y + HIGH, whole.x : whole.right] = 40 + 20 * index
        cv2.putText(picture, words, (CAM.x + 20, strip_y + 26), 0, 0.9, (255, 255, 255), 2)
        picture[CAM.y : CAM.bottom, CAM.x : CAM.right] = wall
        picture[CAM.bottom - border : CAM.bottom, CAM.x : CAM.right] = (25 * index, 200, 0)
        pictures.append(picture)
    return pictures


@pytest.mark.parametrize(
    ("whole", "changes", "expected"),
    [
        (BELOW, {}, CAM),
        (ABOVE, {}, CAM),
        (BELOW, {"words": ""}, BELOW),  # a desk before a wall
        (BELOW, {"lives": True}, BELOW),  # a part of the camera's picture
    ],
)
def test_a_still_strip_with_words_is_no_part_of_the_camera(whole, changes, expected):
    pictures = film(whole, **changes)

    found = cut_banners(whole, FACE, measure_edges(pictures), pictures)

    assert abs(found.y - expected.y) <= 2
    assert abs(found.bottom - expected.bottom) <= 2


def test_a_face_that_is_taken_for_larger_than_its_camera_does_not_hide_a_banner():
    pictures = film(BELOW)
    large = Box(x=100, y=220, width=140, height=170)

    found = cut_banners(BELOW, large, measure_edges(pictures), pictures)

    assert abs(found.bottom - CAM.bottom) <= 2


def test_a_border_that_changes_its_colours_belongs_to_the_banner():
    pictures = film(BELOW, border=4)

    found = cut_banners(BELOW, FACE, measure_edges(pictures), pictures)

    assert abs(found.bottom - CAM.bottom) <= 6


def test_a_camera_without_a_banner_stays_as_it_is():
    pictures = film(CAM)

    assert cut_banners(CAM, FACE, measure_edges(pictures), pictures) == CAM
