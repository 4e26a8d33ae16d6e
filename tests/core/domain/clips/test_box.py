import pytest

from core.domain.clips.box import Box, measure_overlap, read_box
from core.errors import InvalidInput


def make_box(x, y, width, height):
    return Box(x=x, y=y, width=width, height=height)


def test_a_box_knows_its_far_corner_area_and_centre():
    box = make_box(24, 564, 480, 271)

    assert (box.right, box.bottom, box.area) == (504, 835, 130_080)
    assert box.centre == (264.0, 699.5)


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        (make_box(0, 0, 10, 10), 1.0),
        (make_box(5, 0, 10, 10), 50 / 150),
        (make_box(2, 2, 5, 5), 25 / 100),
        (make_box(10, 0, 5, 5), 0.0),  # they only touch
        (make_box(0, 30, 5, 5), 0.0),
    ],
)
def test_overlap_is_what_two_boxes_share_of_what_they_cover(other, overlap):
    one = make_box(0, 0, 10, 10)

    assert measure_overlap(one, other) == pytest.approx(overlap)
    assert measure_overlap(other, one) == pytest.approx(overlap)


def test_scaling_keeps_neighbours_touching():
    """Each side is rounded by itself, so that two boxes that share a side still do."""
    left, right = make_box(0, 0, 5, 4), make_box(5, 0, 4, 4)

    assert left.scale(1.5).right == right.scale(1.5).x
    assert make_box(12, 282, 240, 135).scale(2.0) == make_box(24, 564, 480, 270)


def test_a_rectangle_is_four_numbers():
    assert read_box("24, 564,480,270") == Box(x=24, y=564, width=480, height=270)


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "1,2,3,4,5", "-1,2,3,4", "1.5,2,3,4", ""])
def test_a_rectangle_that_is_none_is_refused(text):
    with pytest.raises(InvalidInput, match="not a rectangle"):
        read_box(text)
