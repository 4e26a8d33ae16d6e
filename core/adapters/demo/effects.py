"""Bursts: explosions, particles and fireworks, each a function of the time since it began."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.adapters.demo import colours as c
from core.adapters.demo.canvas import MARGIN, Canvas, Point, Sprite

_REACH = 92
_PARTICLES = 420
_SHARDS = 16


class Effects:
    """Draws bursts; the random directions are chosen once."""

    def __init__(self, rng: random.Random) -> None:
        grid = np.arange(-_REACH, _REACH + 1, dtype=np.float32)
        self._distance = np.hypot(grid[:, None] * 1.08, grid[None, :])
        self._rough = self._make_noise(rng)
        angle = [rng.uniform(0, math.tau) for _ in range(_PARTICLES)]
        speed = [rng.uniform(0.15, 1.0) for _ in range(_PARTICLES)]
        self._across = np.cos(angle) * np.array(speed)
        self._down = np.sin(angle) * np.array(speed)
        self._shades = np.array([rng.randrange(c.CONFETTI_SHADES) for _ in angle], dtype=np.uint8)
        self._places = np.array([rng.random() for _ in angle])

    @staticmethod
    def _make_noise(rng: random.Random) -> NDArray[np.float32]:
        """Return a lumpy field from -1 to 1, the size of an explosion."""
        side = 2 * _REACH + 1
        grid = np.arange(side)
        field = np.zeros((side, side))
        for _ in range(14):
            fx, fy = rng.uniform(-0.16, 0.16), rng.uniform(-0.16, 0.16)
            field += np.sin(fx * grid[None, :] + fy * grid[:, None] + rng.uniform(0, math.tau))
        noise: NDArray[np.float32] = (field / np.abs(field).max()).astype(np.float32)
        return noise

    def explode(self, canvas: Canvas, at: Point, seconds: float, *, size: float = 1.0) -> None:
        """Draw a fireball of about a second, smoke and a ring; `size` 1 reaches 90 pixels."""
        if not 0 <= seconds < 1.5:
            return
        radius = size * _REACH * 0.8 * (1 - math.exp(-seconds * 5))
        heat = self._distance / max(radius, 1) + 0.45 * self._rough + seconds * 0.75
        shade = np.clip(heat * 11, 0, c.FIRE_SHADES - 1).astype(np.uint8) + c.FIRE
        body = Sprite(shade, (heat < 1.32) & (self._distance < radius * 1.15), -_REACH, -_REACH)
        canvas.blit(body, *at)
        ring = size * 260 * seconds
        turns = np.linspace(0, math.tau, 240, endpoint=False)
        if seconds < 0.7:
            x, y = at[0] + ring * np.cos(turns), at[1] + ring * 0.55 * np.sin(turns)
            canvas.plot(x, y, c.WHITE if seconds < 0.3 else c.CYAN + 4, size=2)

    def scatter(self, canvas: Canvas, at: Point, seconds: float, *, speed: float = 230.0) -> None:
        """Draw sparks that fly from a point and fall."""
        if not 0 <= seconds < 1.8:
            return
        alive = self._places > seconds / 1.8
        slowed = speed * (1 - math.exp(-seconds * 1.6))
        x = at[0] + self._across[alive] * slowed
        y = at[1] + self._down[alive] * slowed + 70 * seconds * seconds
        shade = (c.FIRE + np.minimum(11, seconds * 7 + self._places[alive] * 4)).astype(np.uint8)
        canvas.plot(x, y, shade, size=2)

    def firework(self, canvas: Canvas, at: Point, seconds: float, colour: int) -> None:
        """Draw a shell of light that opens and sinks, 1.4 s long."""
        if not 0 <= seconds < 1.4:
            return
        some = slice(None, None, 3)
        reach = 66 * (1 - math.exp(-seconds * 3.5))
        length = np.hypot(self._across[some], self._down[some])
        even = (0.35 + 0.65 * self._places[some]) / np.maximum(length, 0.01)
        x = at[0] + self._across[some] * even * reach
        y = at[1] + self._down[some] * even * reach + 16 * seconds * seconds
        canvas.plot(x, y, c.WHITE if seconds < 0.15 else colour, size=2)

    def rain_confetti(self, canvas: Canvas, seconds: float) -> None:
        """Draw paper falling over the whole picture for 7 s."""
        if not 0 <= seconds < 7:
            return
        some = slice(None, 280)
        fall = 60 + 70 * np.abs(self._down[some])
        y = -260 * self._places[some] + fall * seconds * 1.3
        sway = 8 * np.sin(seconds * 4 + self._places[some] * 40)
        x = self._places[some][::-1] * 640 + self._across[some] * 60 + sway
        canvas.plot(x, y, self._shades[some] + np.uint8(c.CONFETTI), size=3)

    def throw(
        self,
        canvas: Canvas,
        at: Point,
        seconds: float,
        sprites: Sequence[Sprite],
        *,
        count: int = _SHARDS,
        lift: float = 190.0,
    ) -> None:
        """Throw sprites up and outwards from a point; they fall for 2.4 s."""
        if not 0 <= seconds < 2.4:
            return
        for k in range(count):
            x = at[0] + self._across[k] * 150 * seconds
            y = at[1] - lift * (0.5 + self._places[k]) * seconds + 170 * seconds * seconds
            canvas.blit(sprites[(k + int(seconds * 12)) % len(sprites)], x, y)

    def streak(self, canvas: Canvas, centre: Point, seconds: float, speed: float) -> None:
        """Draw dust that flies past, faster with the ship."""
        some = slice(None, 34)
        flown = (self._places[some] + seconds * speed * 0.045) % 1.0
        reach = 30 + 420 * flown**2.2
        length = np.maximum(np.hypot(self._across[some], self._down[some]), 0.01)
        for tail in (0.0, 0.012, 0.024):
            far = reach * (1 + tail * speed)
            x = centre[0] + self._across[some] / length * far
            y = centre[1] + self._down[some] / length * far
            canvas.plot(x, y, c.SILVER if tail < 0.02 else c.WHITE)

    def zoom(self, canvas: Canvas, at: Point) -> None:
        """Cut to twice the size around a point."""
        height, width = canvas.pixels.shape
        top = max(0, min(height - height // 2, int(at[1]) + MARGIN - height // 4))
        left = max(0, min(width - width // 2, int(at[0]) + MARGIN - width // 4))
        part = canvas.pixels[top : top + height // 2, left : left + width // 2].copy()
        canvas.pixels[:] = np.repeat(np.repeat(part, 2, axis=0), 2, axis=1)
