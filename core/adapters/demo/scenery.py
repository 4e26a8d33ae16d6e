"""The world behind the race: sky and sun, mountains and skyline, and the ground."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray

from core.adapters.demo import colours as c
from core.adapters.demo.canvas import MARGIN, WIDTH, Canvas, Pixels, fill_polygon
from core.adapters.demo.perspective import BEND_PIXELS, CENTRE, HORIZON, NEAREST
from core.adapters.demo.timeline import Moment

_WIDE = WIDTH + 2 * MARGIN
_SKY_ROWS = HORIZON + MARGIN
_STRIP = 1600  # the skyline repeats after this many pixels
_CITY_ROWS = 64
_REACH = 190  # how far rows of ground may move sideways
_SUN_RADIUS = 66
_SUN_Y = HORIZON - 40
_LINE_LENGTHS = 2.0

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16.0


def _draw_sky(rng: random.Random) -> Pixels:
    rows = np.arange(_SKY_ROWS) / _SKY_ROWS
    shade = (rows**1.5)[:, None] * (c.SKY_SHADES - 1)
    dither = np.tile(_BAYER, (_SKY_ROWS // 4 + 1, _WIDE // 4 + 1))[:_SKY_ROWS, :_WIDE]
    sky = (c.SKY + np.floor(shade + dither)).astype(np.uint8)
    for _ in range(260):
        x, y = rng.randrange(_WIDE), int(_SKY_ROWS * 0.8 * rng.random() ** 1.4)
        star = c.STARS + rng.randrange(c.STAR_SHADES)
        sky[y, x] = star
        if rng.random() < 0.12:
            sky[max(0, y - 1) : y + 2, x] = star
            sky[y, max(0, x - 1) : x + 2] = star
    return sky


def _draw_sun(sky: Pixels, phase: float) -> Pixels:
    """Return the sky with the sun, its dark stripes moved down by `phase` (0 to 1)."""
    out = sky.copy()
    y = np.arange(-_SUN_RADIUS, _SUN_RADIUS + 1)
    x = np.arange(-_SUN_RADIUS, _SUN_RADIUS + 1)
    inside = (x[None, :] ** 2 + y[:, None] ** 2) <= _SUN_RADIUS**2
    down = y + _SUN_RADIUS * 0.15
    stripe = (down > 0) & (((down / 11.0 - phase) % 1.0) < 0.12 + down / _SUN_RADIUS * 0.4)
    inside &= ~stripe[:, None]
    shade = ((y + _SUN_RADIUS) * (c.SUN_SHADES - 1) // (2 * _SUN_RADIUS))[:, None] + c.SUN
    top, left = _SUN_Y - _SUN_RADIUS + MARGIN, CENTRE - _SUN_RADIUS + MARGIN
    rows = min(len(y), _SKY_ROWS - top)
    part = out[top : top + rows, left : left + len(x)]
    np.copyto(
        part, np.broadcast_to(shade, inside.shape)[:rows].astype(np.uint8), where=inside[:rows]
    )
    return out


def _draw_mountains(rng: random.Random) -> Pixels:
    strip = np.zeros((_CITY_ROWS, _STRIP), dtype=np.uint8)
    x = 0.0
    while x < _STRIP:
        half, tall = rng.uniform(30, 80), rng.uniform(14, 46)
        base, peak = float(_CITY_ROWS), _CITY_ROWS - tall
        for shift in (0.0, -float(_STRIP)):
            left, top, right = x - half + shift, x + shift, x + half + shift
            fill_polygon(strip, [(left, base), (top, peak), (right, base)], c.MOUNTAIN_EDGE)
            fill_polygon(strip, [(left + 2, base), (top, peak + 2), (right - 2, base)], c.MOUNTAIN)
            ridge = (top + half * 0.2, base)
            fill_polygon(strip, [(top - 1, peak), (top + 1, peak), ridge], c.MOUNTAIN_EDGE)
        x += rng.uniform(28, 60)
    return strip


def _draw_city(rng: random.Random) -> Pixels:
    strip = np.zeros((_CITY_ROWS, _STRIP), dtype=np.uint8)
    x = 0
    while x < _STRIP - 12:
        wide, tall = rng.randrange(9, 26), int(8 + 48 * rng.random() ** 2.2)
        top = _CITY_ROWS - tall
        strip[top:, x : x + wide] = c.CITY
        strip[top, x : x + wide] = c.CITY_EDGE
        strip[top:, x] = c.CITY_EDGE
        for row in range(top + 3, _CITY_ROWS - 1, 4):
            for column in range(x + 3, min(x + wide - 2, _STRIP), 3):
                if rng.random() < 0.38:
                    strip[row : row + 2, column] = c.WINDOWS + rng.randrange(c.WINDOW_SHADES)
        x += wide + rng.choice((0, 0, 1, 5, 16))
    return strip


def _draw_row(depth: float, *, lane: bool, road: int) -> Pixels:
    """Return one row of ground, wide enough to move sideways."""
    x = np.arange(_WIDE + 2 * _REACH) - (_REACH + MARGIN + CENTRE)
    across = x / (0.5 * depth)
    shade = c.GRID + min(c.GRID_SHADES - 1, int(depth / 16))
    row = np.full(len(x), c.GROUND + (depth <= 18), dtype=np.uint8)
    spacing, thick = 0.9, max(0.7, depth / 90) / (0.5 * depth)
    if depth > 18:
        row[np.abs((across + spacing / 2) % spacing - spacing / 2) < thick] = shade
    size = np.abs(across)
    row[size < 1.0] = road
    row[(size > 0.96) & (size < 1.04)] = c.EDGE
    if lane:
        row[(size > 0.32) & (size < 0.345)] = c.LANE
    return row


class Scenery:
    """Draws everything that is not part of the race; prepared once, cheap per frame."""

    def __init__(self, rng: random.Random) -> None:
        sky = _draw_sky(rng)
        self._skies = [_draw_sun(sky, k / 16) for k in range(16)]
        self._layers = tuple(
            (np.concatenate([strip, strip[:, :_WIDE]], axis=1), pace)
            for strip, pace in ((_draw_mountains(rng), 0.5), (_draw_city(rng), 1.0))
        )
        depths = np.arange(1, NEAREST - 1)
        kinds = ((False, c.ROAD), (True, c.ROAD + 1))
        strips = [
            np.stack([_draw_row(float(d), lane=lane, road=road) for d in depths])
            for lane, road in kinds
        ]
        lined = strips[0].copy()
        beyond = np.abs(np.arange(lined.shape[1]) - (_REACH + MARGIN + CENTRE))
        for row, depth in enumerate(depths):
            off_road = beyond > 0.52 * depth
            lined[row, off_road] = c.GRID + min(c.GRID_SHADES - 1, int(depth) // 16)
        self._windows = np.lib.stride_tricks.sliding_window_view(
            np.stack([*strips, lined]), _WIDE, axis=2
        )
        self._depths = depths.astype(np.float64)
        self._rows = np.arange(len(depths))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        canvas.pixels[:_SKY_ROWS] = self._skies[int(moment.offset_seconds * 5) % 16]
        for strip, pace in self._layers:
            start = int(moment.heading * pace) % _STRIP
            seen = strip[:, start : start + _WIDE]
            np.copyto(canvas.pixels[_SKY_ROWS - _CITY_ROWS : _SKY_ROWS], seen, where=seen > 0)
        self._draw_ground(canvas, moment)

    def _draw_ground(self, canvas: Canvas, moment: Moment) -> None:
        track = (NEAREST / self._depths + moment.position) / _LINE_LENGTHS
        stretch: NDArray[np.int64] = np.floor(track).astype(np.int64)
        kind = stretch % 2
        kind[1:][(np.diff(stretch) != 0) & (self._depths[1:] > 16)] = 2
        far = 1 - self._depths / NEAREST
        sideways = moment.bend * BEND_PIXELS * far * far - 0.225 * moment.steering * self._depths
        start = _REACH - np.round(sideways).astype(np.int64)
        ground = self._windows[kind, self._rows, start]
        canvas.pixels[_SKY_ROWS : _SKY_ROWS + len(ground)] = ground
