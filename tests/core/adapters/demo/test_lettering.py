"""Lettering: every text of the picture can be written."""

import pytest

from core.adapters.demo.lettering import letter


@pytest.mark.parametrize("text", ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", " !#%+,-./:"])
def test_every_character_has_a_shape(text):
    assert letter(text, 200).mask.any()


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        (1, 18, 13),  # 2 x 6 + 2 x 3 wide, 7 + 2 x 3 high
        (3, 44, 29),  # 36 + 2 x 4, 21 + 2 x 4
    ],
)
def test_a_text_is_as_large_as_its_dots(size, width, height):
    assert letter("AB", 200, size).pixels.shape == (height, width)
