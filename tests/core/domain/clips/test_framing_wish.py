import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import (
    CHANNELS_MAX,
    FacecamPlace,
    FramingWish,
    FramingWishes,
    check_facecam,
    place_facecam,
)
from core.errors import InvalidInput
from tests.builders import CREATOR

BOX = Box(x=24, y=564, width=480, height=270)
PLACE = FacecamPlace(box=BOX, picture_width=1920, picture_height=1080)
FIT = FramingWish(layout=Layout.FIT)


@pytest.mark.parametrize(
    ("width", "height", "box"),
    [
        (1920, 1080, BOX),
        (1280, 720, Box(x=16, y=376, width=320, height=180)),  # two thirds
        (3840, 2160, Box(x=48, y=1128, width=960, height=540)),
        (854, 480, Box(x=11, y=251, width=213, height=120)),  # 16:9 in even pixels
        (1080, 1920, None),
        (1440, 1080, None),
        (64, 36, None),  # 16 x 9 pixels of a face are none
    ],
)
def test_a_facecam_lies_at_the_same_place_in_pictures_of_one_shape(width, height, box):
    assert PLACE.fit(width, height) == box


def test_a_facecam_at_the_edge_stays_inside():
    """540/1080 of 719 rows is 359.5 high: what is rounded up must not stand out."""
    place = FacecamPlace(
        box=Box(x=1440, y=540, width=480, height=540), picture_width=1920, picture_height=1080
    )

    box = place.fit(1278, 719)

    assert box is not None
    assert (box.right, box.bottom) == (1278, 719)


@pytest.mark.parametrize(
    ("own", "usual", "chosen"),
    [
        (FramingWish(), FIT, FIT),
        (FramingWish(layout=Layout.CENTRE), FIT, FramingWish(layout=Layout.CENTRE)),
        (FramingWish(has_captions=False), FramingWish(has_captions=True),
         FramingWish(has_captions=False)),
        (FramingWish(), FramingWish(has_captions=False), FramingWish(has_captions=False)),
        # Who shows where the facecam is wants to see it.
        (FramingWish(facecam=PLACE), FIT, FramingWish(facecam=PLACE)),
        (FramingWish(layout=Layout.FOLLOW), FramingWish(facecam=PLACE),
         FramingWish(layout=Layout.FOLLOW, facecam=PLACE)),
    ],
)  # fmt: skip
def test_what_is_said_for_a_channel_wins(own, usual, chosen):
    assert own.over(usual) == chosen


def test_wishes_are_kept_for_single_channels():
    wishes = FramingWishes(creator_id=CREATOR).set_wish(None, FIT)
    wishes = wishes.set_wish("44", FramingWish(facecam=PLACE))

    assert wishes.choose_wish("44") == FramingWish(facecam=PLACE)
    assert wishes.choose_wish("45") == wishes.choose_wish(None) == FIT
    assert wishes.set_wish("44", FramingWish()).channels == {}


def test_only_so_many_channels_are_remembered():
    channels = {str(number): FIT for number in range(CHANNELS_MAX)}
    wishes = FramingWishes(creator_id=CREATOR, channels=channels)

    with pytest.raises(InvalidInput, match="at most 100 channels"):
        wishes.set_wish("new", FIT)


@pytest.mark.parametrize(
    "box",
    [
        Box(x=-1, y=0, width=100, height=100),
        Box(x=0, y=-1, width=100, height=100),
        Box(x=1900, y=0, width=21, height=100),
        Box(x=0, y=1000, width=100, height=81),
        Box(x=0, y=0, width=15, height=100),
        Box(x=0, y=0, width=100, height=-5),
    ],
)
def test_a_facecam_lies_in_its_picture(box):
    with pytest.raises(InvalidInput, match="does not lie within the picture of 1920x1080"):
        check_facecam(box, width=1920, height=1080)
    with pytest.raises(InvalidInput, match="1920x1080"):
        place_facecam(box, picture_width=1920, picture_height=1080)


@pytest.mark.parametrize("sides", [(0, 1080), (1920, 0), (8193, 1080)])
def test_a_picture_has_a_sensible_size(sides):
    with pytest.raises(InvalidInput, match="at most 8192 pixels"):
        place_facecam(BOX, picture_width=sides[0], picture_height=sides[1])


def test_a_place_keeps_what_was_said():
    assert place_facecam(BOX, picture_width=1920, picture_height=1080) == PLACE
