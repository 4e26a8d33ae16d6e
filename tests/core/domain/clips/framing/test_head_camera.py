import pytest

from core.domain.clips.box import Box
from core.domain.clips.framing.head_camera import is_in_corner, make_head_camera


def test_the_box_is_some_two_and_a_half_faces_around_the_head():
    camera = make_head_camera(Box(x=100, y=500, width=60, height=75), 1280, 720)

    assert camera.box == Box(x=52, y=472, width=156, height=156)
    assert not camera.is_framed
    assert camera.cover is not None
    assert camera.cover.bottom == 720  # the body, down to the picture's edge


def test_a_head_at_the_border_keeps_the_box_within_the_picture():
    camera = make_head_camera(Box(x=0, y=0, width=60, height=75), 1280, 720)

    assert (camera.box.x, camera.box.y) == (0, 0)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(60, 600, True), (1200, 40, True), (640, 680, True), (640, 300, False), (700, 400, False)],
)
def test_a_corner_is_where_nothing_of_a_game_is_hidden(x, y, expected):
    face = Box(x=x - 30, y=y - 35, width=60, height=70)

    assert is_in_corner(face, 1280, 720) is expected
