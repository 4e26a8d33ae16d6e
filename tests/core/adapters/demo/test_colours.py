"""The palette: 256 colours in ffmpeg's order, whatever the sector."""

import numpy as np
import pytest

from core.adapters.demo import colours as c


@pytest.mark.parametrize("theme", range(7))
def test_every_theme_fills_the_palette_within_range(theme):
    table = c.palette_of(theme, 3)

    assert table.shape == (256, 3)
    assert table.min() >= 0
    assert table.max() <= 255


def test_bytes_are_blue_green_red_and_opaque():
    out = c.palette_bytes(c.palette_of(0, 0), flash=0, tint=(0, 0, 0), darkness=0)

    assert out[c.SKIN].tolist() == [160, 205, 255, 255]


def test_a_whole_flash_is_the_tint_and_darkness_is_black():
    table = c.palette_of(0, 0)

    flash = c.palette_bytes(table, flash=2.0, tint=(10, 20, 30), darkness=0)
    dark = c.palette_bytes(table, flash=0, tint=(0, 0, 0), darkness=1.0)

    assert np.unique(flash, axis=0).tolist() == [[30, 20, 10, 255]]
    assert np.unique(dark, axis=0).tolist() == [[0, 0, 0, 255]]
