import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.clips.box import Box
from core.domain.clips.stacking import plan_stack


@pytest.mark.parametrize(
    ("size", "seam_y"),
    [
        ((480, 270), 608),  # 1080 * 9/16 = 607.5
        ((400, 300), 810),  # 1080 * 3/4
        ((300, 300), 826),  # 43 % of 1920 is the most
        ((300, 400), 826),
        ((600, 200), 480),  # a quarter is the least
    ],
)
def test_the_camera_gets_the_height_that_its_picture_wants(size, seam_y):
    box = Box(x=24, y=564, width=size[0], height=size[1])

    assert plan_stack(box, 1920, 1080).seam_y == seam_y


def test_the_middle_of_the_game_fills_the_rest():
    """1312 of 1920 rows are left for 1080 columns: of 1080 rows these are 890 columns."""
    stack = plan_stack(Box(x=24, y=564, width=480, height=270), 1920, 1080)

    assert stack.camera == Box(x=24, y=564, width=480, height=270)
    assert stack.game == Box(x=514, y=0, width=890, height=1080)


def test_an_upright_camera_loses_more_below_than_above():
    """400 rows, of which a panel of 1080x826 shows 300 * 826/1080 = 229: 171 too many."""
    stack = plan_stack(Box(x=0, y=0, width=300, height=400), 1920, 1080)

    assert stack.camera == Box(x=0, y=44, width=300, height=228)


@pytest.mark.parametrize(
    ("x", "left"),
    [
        (24, 514),  # 24 to 504 lies beside the crop
        (100, 580),  # 65 columns would be seen twice, so the crop moves aside by them
        (300, 514),  # 265 columns are too far from the middle
        (1340, 450),  # the same on the right: 1405 - 1340 = 65
    ],
)
def test_the_game_moves_aside_so_that_the_camera_is_not_seen_twice(x, left):
    assert plan_stack(Box(x=x, y=0, width=480, height=270), 1920, 1080).game.x == left


def test_an_upright_source_is_cropped_in_its_height():
    stack = plan_stack(Box(x=0, y=0, width=320, height=180), 720, 1280)

    assert (stack.game.width, stack.game.height) == (720, 874)  # 720 * 1312/1080 = 874.7
    assert stack.game.y == 202


@given(
    source=st.tuples(st.integers(160, 4000), st.integers(160, 4000)),
    shares=st.tuples(*[st.floats(0, 1)] * 4),
)
def test_both_crops_lie_within_the_picture_on_even_pixels(source, shares):
    width, height = source
    box_width = max(16, int(width * shares[0]))
    box_height = max(16, int(height * shares[1]))
    x, y = int((width - box_width) * shares[2]), int((height - box_height) * shares[3])

    stack = plan_stack(Box(x=x, y=y, width=box_width, height=box_height), width, height)

    for crop in (stack.camera, stack.game):
        assert crop.x >= 0
        assert crop.y >= 0
        assert crop.x % 2 == crop.y % 2 == 0
        assert crop.right <= width
        assert crop.bottom <= height
        assert crop.width >= 2
        assert crop.height >= 2
