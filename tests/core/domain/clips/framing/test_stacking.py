import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.clips.box import Box
from core.domain.clips.framing.camera import Camera
from core.domain.clips.framing.stacking import Stack, plan_stack


def stack(*boxes: Box, size=(1920, 1080), **given) -> Stack:
    """Return the stack of cameras that take up no more than their boxes."""
    cameras = [Camera(box=box, cover=box) for box in boxes]
    return plan_stack(cameras, *size, **given)


def content_of(plan: Stack) -> Box:
    assert plan.content is not None
    return plan.content.crop


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    return across > 2 and min(one.bottom, other.bottom) - max(one.y, other.y) > 2


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

    assert stack(box).seam_y == seam_y


def test_the_middle_of_the_game_fills_the_rest():
    """1312 of 1920 rows are left for 1080 columns: of 1080 rows these are 890 columns."""
    plan = stack(Box(x=24, y=564, width=480, height=270))

    assert plan.people[0].crop == Box(x=24, y=564, width=480, height=270)
    assert content_of(plan) == Box(x=514, y=0, width=890, height=1080)


def test_an_upright_camera_loses_more_below_than_above():
    """400 rows, of which a panel of 1080x826 shows 300 * 826/1080 = 229: 171 too many."""
    plan = stack(Box(x=0, y=0, width=300, height=400))

    assert plan.people[0].crop == Box(x=0, y=44, width=300, height=228)


@pytest.mark.parametrize(
    ("x", "left"),
    [
        (24, 514),  # 24 to 504 lies beside the crop
        (100, 580),  # 65 columns would be seen twice, so the crop moves aside by them
        (1340, 450),  # the same on the right: 1405 - 1340 = 65
    ],
)
def test_the_game_moves_aside_so_that_the_camera_is_not_seen_twice(x, left):
    assert content_of(stack(Box(x=x, y=0, width=480, height=270))).x == left


def test_an_upright_source_is_cropped_in_its_height():
    plan = stack(Box(x=0, y=0, width=320, height=180), size=(720, 1280))

    assert (content_of(plan).width, content_of(plan).height) == (
        720,
        874,
    )  # 720 * 1312/1080 = 874.7
    assert content_of(plan).y == 202


@given(
    source=st.tuples(st.integers(160, 4000), st.integers(160, 4000)),
    shares=st.tuples(*[st.floats(0, 1)] * 4),
)
def test_both_crops_lie_within_the_picture_on_even_pixels(source, shares):
    width, height = source
    box_width = max(16, int(width * shares[0]))
    box_height = max(16, int(height * shares[1]))
    x, y = int((width - box_width) * shares[2]), int((height - box_height) * shares[3])

    plan = stack(Box(x=x, y=y, width=box_width, height=box_height), size=(width, height))

    for crop in (plan.people[0].crop, content_of(plan)):
        assert crop.x >= 0
        assert crop.y >= 0
        assert crop.x % 2 == crop.y % 2 == 0
        assert crop.right <= width
        assert crop.bottom <= height
        assert crop.width >= 2
        assert crop.height >= 2


@pytest.mark.parametrize(
    "box",
    [
        Box(x=720, y=810, width=480, height=270),  # at the bottom in the middle
        Box(x=720, y=0, width=480, height=270),  # at the top
        Box(x=300, y=405, width=480, height=270),  # left of the middle
    ],
)
def test_a_camera_in_the_games_way_is_not_seen_twice(box):
    plan = stack(box)

    assert plan.content is not None
    assert not overlap(plan.content.crop, box) or plan.veils == (box,)


def test_a_camera_right_in_the_middle_is_blurred_where_it_was():
    box = Box(x=560, y=300, width=800, height=450)

    plan = stack(box)

    assert plan.veils == (box,)


def test_the_frame_around_a_camera_is_kept_out_of_the_game_too():
    """A border flickers at the panel's edge otherwise: 2 % of the width is left free for it."""
    plan = plan_stack([Camera(box=Box(x=30, y=0, width=484, height=270))], 1920, 1080)

    assert plan.content is not None
    assert plan.content.crop.x >= 514 + 38


def test_two_cameras_go_side_by_side():
    plan = stack(Box(x=0, y=810, width=480, height=270), Box(x=1440, y=810, width=480, height=270))

    assert [(panel.width, panel.height) for panel in plan.people] == [(540, 538), (540, 538)]
    assert plan.content is not None
    assert plan.content.height == 1920 - 538


def test_what_is_read_is_shown_in_its_whole_width_with_the_camera_blurred():
    box = Box(x=1440, y=810, width=480, height=270)

    plan = stack(box, keeps_width=True)

    assert plan.content is not None
    assert (plan.content.crop, plan.is_whole) == (Box(x=0, y=0, width=1920, height=1080), True)
    assert plan.veils == (box,)


def test_a_speaker_as_high_as_the_picture_stands_beside_what_is_read():
    plan = stack(Box(x=0, y=0, width=640, height=1080), keeps_width=True)

    assert plan.content is not None
    assert (plan.content.crop.x, plan.content.crop.width) == (640, 1280)
    assert plan.veils == ()


def test_people_alone_share_the_frame():
    plan = stack(
        Box(x=0, y=0, width=960, height=854),
        Box(x=960, y=0, width=960, height=854),
        has_content=False,
    )

    assert plan.content is None
    assert [panel.height for panel in plan.people] == [960, 960]
