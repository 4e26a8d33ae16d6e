import pytest

from core.domain.clips.words.caption_look import (
    USUAL_LOOK,
    CaptionLook,
    CaptionPlace,
    CaptionSize,
    CaptionStyle,
    read_colour,
    read_look,
    write_look,
)
from core.errors import InvalidInput


def test_a_look_is_read_from_words_in_any_order():
    look = read_look("Large karaoke, cyan caps upper")

    assert look == CaptionLook(
        style=CaptionStyle.KARAOKE,
        size=CaptionSize.LARGE,
        colour="35E6FF",
        place=CaptionPlace.UPPER,
        is_upper_case=True,
    )


@pytest.mark.parametrize("text", ["", "single #12ab34 small lower", "line caps pink"])
def test_what_is_written_is_read_again(text):
    look = read_look(text)

    assert read_look(write_look(look)) == look


def test_what_is_no_part_of_a_look_is_named_with_what_there_is():
    with pytest.raises(InvalidInput, match=r"“huge”.*karaoke.*large"):
        read_look("huge karaoke")
    with pytest.raises(InvalidInput, match="#FFD700"):
        read_colour("blueish")


def test_ass_wants_blue_first():
    assert CaptionLook(colour="12AB34").ass_colour == "&H34AB12&"


def test_every_place_is_above_the_buttons_of_the_apps():
    for place in CaptionPlace:
        assert place.y is None or 250 < place.y - 70 < place.y + 70 < 1400
    assert {CaptionLook(style=style).words_max for style in CaptionStyle} == {1, 3, 5, 7}
    assert USUAL_LOOK.size.pixels == 90
