"""The picture's 256 colours: what each index means, and how each sector tints them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RGB = tuple[int, int, int]
Table = NDArray[np.float32]

# First index and number of entries of each ramp; index 0 is transparent in sprites.
SKY, SKY_SHADES = 1, 31
SUN, SUN_SHADES = 32, 16
STARS, STAR_SHADES = 48, 8
MOUNTAIN, MOUNTAIN_EDGE, CITY, CITY_EDGE = 56, 57, 58, 59
WINDOWS, WINDOW_SHADES = 60, 3
GROUND = 64
GRID, GRID_SHADES = 66, 8
ROAD, LANE, EDGE = 74, 76, 77
FIRE, FIRE_SHADES = 96, 16
CYAN, MAGENTA, GOLD, GREEN, RED = 112, 120, 128, 160, 168
RAMP_SHADES = 8
SKIN, SKIN_DARK, HAIR, HAIR_LIGHT, SHIRT, SHIRT_DARK = 136, 137, 138, 139, 140, 141
WALL, WALL_LIGHT, MOUTH, TONGUE = 142, 143, 144, 145
BLACK, DARK, GREY, SILVER, WHITE = 152, 153, 154, 155, 156
HULL, HULL_LIGHT, HULL_DARK, GLASS = 80, 81, 82, 83
CONFETTI, CONFETTI_SHADES = 176, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one sector of the track."""

    sky: tuple[RGB, RGB, RGB]
    sun: tuple[RGB, RGB]
    ground: RGB
    grid: RGB
    road: RGB
    edge: RGB
    city: RGB


THEMES = (
    Theme(
        sky=((9, 4, 38), (86, 16, 104), (255, 96, 128)),
        sun=((255, 236, 110), (255, 40, 140)),
        ground=(16, 6, 40),
        grid=(255, 60, 220),
        road=(24, 14, 52),
        edge=(60, 240, 255),
        city=(34, 10, 66),
    ),
    Theme(
        sky=((2, 8, 30), (6, 44, 92), (64, 190, 220)),
        sun=((250, 252, 255), (90, 150, 255)),
        ground=(3, 12, 36),
        grid=(40, 170, 255),
        road=(10, 18, 48),
        edge=(255, 80, 200),
        city=(8, 22, 56),
    ),
    Theme(
        sky=((24, 3, 16), (120, 14, 34), (255, 150, 60)),
        sun=((255, 250, 190), (255, 70, 30)),
        ground=(28, 6, 14),
        grid=(255, 120, 40),
        road=(36, 14, 26),
        edge=(255, 226, 80),
        city=(52, 8, 26),
    ),
    Theme(
        sky=((2, 16, 24), (8, 72, 70), (150, 255, 160)),
        sun=((255, 255, 190), (40, 220, 150)),
        ground=(2, 18, 24),
        grid=(50, 255, 170),
        road=(8, 26, 36),
        edge=(255, 240, 90),
        city=(4, 34, 40),
    ),
    Theme(
        sky=((20, 8, 44), (110, 50, 110), (255, 206, 110)),
        sun=((255, 255, 230), (255, 170, 40)),
        ground=(26, 14, 36),
        grid=(255, 200, 70),
        road=(34, 22, 48),
        edge=(120, 255, 240),
        city=(46, 22, 58),
    ),
    Theme(
        sky=((6, 4, 34), (58, 22, 120), (190, 110, 255)),
        sun=((255, 220, 255), (120, 80, 255)),
        ground=(10, 6, 38),
        grid=(160, 90, 255),
        road=(18, 12, 52),
        edge=(90, 255, 200),
        city=(24, 12, 64),
    ),
)

_FIXED: dict[int, RGB] = {
    SKIN: (255, 205, 160),
    SKIN_DARK: (226, 160, 118),
    HAIR: (96, 46, 150),
    HAIR_LIGHT: (150, 84, 214),
    SHIRT: (28, 190, 180),
    SHIRT_DARK: (16, 130, 136),
    WALL: (30, 26, 58),
    WALL_LIGHT: (46, 40, 84),
    MOUTH: (92, 20, 44),
    TONGUE: (240, 100, 120),
    BLACK: (8, 6, 16),
    DARK: (26, 24, 44),
    GREY: (96, 98, 124),
    SILVER: (176, 182, 206),
    WHITE: (255, 255, 255),
    HULL: (214, 220, 240),
    HULL_LIGHT: (255, 255, 255),
    HULL_DARK: (120, 126, 164),
    GLASS: (20, 30, 70),
}
_CONFETTI: tuple[RGB, ...] = (
    (255, 70, 90), (255, 160, 50), (255, 236, 80), (90, 255, 120),
    (70, 220, 255), (110, 120, 255), (220, 100, 255), (255, 255, 255),
)  # fmt: skip
_RAMPS: dict[int, RGB] = {
    CYAN: (60, 240, 255),
    MAGENTA: (255, 60, 200),
    GOLD: (255, 200, 50),
    GREEN: (80, 255, 130),
    RED: (255, 60, 70),
}
_FIRE: tuple[RGB, ...] = (
    (255, 255, 255), (255, 250, 200), (255, 226, 100), (255, 170, 40),
    (255, 100, 20), (210, 44, 24), (120, 24, 40), (50, 20, 44),
)  # fmt: skip


def _blend(stops: tuple[RGB, ...], shades: int) -> Table:
    """Return `shades` colours evenly spread over the stops, shape (shades, 3)."""
    at = np.linspace(0, len(stops) - 1, shades)
    columns = [np.interp(at, np.arange(len(stops)), [s[c] for s in stops]) for c in range(3)]
    return np.stack(columns, axis=1).astype(np.float32)


def _shade(rgb: RGB, factor: float) -> RGB:
    return (int(rgb[0] * factor), int(rgb[1] * factor), int(rgb[2] * factor))


def _fill_fixed(table: Table) -> None:
    for index, rgb in _FIXED.items():
        table[index] = rgb
    for first, rgb in _RAMPS.items():
        table[first : first + RAMP_SHADES] = _blend(
            (_shade(rgb, 0.15), rgb, (255, 255, 255)), RAMP_SHADES
        )
    table[FIRE : FIRE + FIRE_SHADES] = _blend(_FIRE, FIRE_SHADES)
    table[CONFETTI : CONFETTI + CONFETTI_SHADES] = _CONFETTI


def _fill_theme(table: Table, theme: Theme) -> None:
    table[SKY : SKY + SKY_SHADES] = _blend(theme.sky, SKY_SHADES)
    table[SUN : SUN + SUN_SHADES] = _blend(theme.sun, SUN_SHADES)
    table[MOUNTAIN] = _shade(theme.city, 0.7)
    table[MOUNTAIN_EDGE] = _shade(theme.grid, 0.55)
    table[CITY], table[CITY_EDGE] = theme.city, _shade(theme.edge, 0.45)
    table[WINDOWS : WINDOWS + WINDOW_SHADES] = (theme.edge, theme.grid, (255, 240, 180))
    table[GROUND], table[GROUND + 1] = theme.ground, _shade(theme.ground, 1.7)
    table[GRID : GRID + GRID_SHADES] = _blend((_shade(theme.grid, 0.3), theme.grid), GRID_SHADES)
    table[ROAD], table[ROAD + 1] = theme.road, _shade(theme.road, 1.35)
    table[LANE], table[EDGE] = (235, 235, 255), theme.edge


@lru_cache(maxsize=64)
def palette_of(theme: int, twinkle: int) -> Table:
    """Return a theme's colours (256, 3), with its stars rotated by `twinkle` steps."""
    table = np.zeros((256, 3), dtype=np.float32)
    _fill_fixed(table)
    chosen = THEMES[theme % len(THEMES)]
    _fill_theme(table, chosen)
    stars = _blend((_shade(chosen.sky[1], 0.9), (255, 255, 255)), STAR_SHADES // 2)
    table[STARS : STARS + STAR_SHADES] = np.roll(np.concatenate([stars, stars[::-1]]), twinkle, 0)
    return table


def palette_bytes(table: Table, *, flash: float, tint: RGB, darkness: float) -> NDArray[np.uint8]:
    """Return the 256 colours in ffmpeg's pal8 order (B, G, R, A), blended towards `tint`.

    `flash` and `darkness` are shares from 0 to 1.
    """
    mixed = table
    if flash > 0:
        mixed = table + (np.asarray(tint, dtype=np.float32) - table) * np.float32(min(flash, 1.0))
    if darkness > 0:
        mixed = mixed * np.float32(1 - min(darkness, 1.0))
    out = np.full((256, 4), 255, dtype=np.uint8)
    out[:, :3] = mixed[:, ::-1].astype(np.uint8)
    return out
