"""The painter: the picture at any moment of the demo's stream."""

from __future__ import annotations

import random

import numpy as np

from core.adapters.demo.canvas import HEIGHT, MARGIN, WIDTH, Canvas
from core.adapters.demo.colours import palette_bytes, palette_of
from core.adapters.demo.effects import Effects
from core.adapters.demo.hud import draw_hud
from core.adapters.demo.perspective import CENTRE, HORIZON
from core.adapters.demo.race import Race
from core.adapters.demo.scenery import Scenery
from core.adapters.demo.shows import Shows, camera_at
from core.adapters.demo.timeline import Timeline
from core.adapters.demo.webcam import draw_webcam


class Painter:
    """Holds what is drawn only once; `paint` takes about a millisecond."""

    def __init__(self, seed: str) -> None:
        rng = random.Random(f"{seed}/picture")  # noqa: S311 - a game's scenery, not a secret
        self._timeline = Timeline()
        self._canvas = Canvas()
        self._scenery = Scenery(rng)
        self._race = Race(rng, self._timeline)
        self._effects = Effects(rng)
        self._shows = Shows(self._effects)

    def paint(self, offset_seconds: float) -> bytes:
        """Return one frame as ffmpeg's pal8: 640 x 360 indices, then 256 colours (B, G, R, A)."""
        canvas, camera = self._canvas, camera_at(offset_seconds)
        moment = self._timeline.at(offset_seconds)
        ship = self._race.pose_of(moment)
        self._scenery.draw(canvas, moment)
        self._effects.streak(canvas, (CENTRE, HORIZON), offset_seconds, moment.speed)
        self._race.draw_far(canvas, moment)
        self._race.draw_ship(canvas, moment, ship)
        self._race.draw_near(canvas, moment)
        self._shows.draw(canvas, offset_seconds, ship)
        if camera.close_up:
            self._effects.zoom(canvas, self._shows.aim_at(offset_seconds, ship))
        self._shows.draw_banner(canvas, offset_seconds)
        draw_webcam(canvas, offset_seconds, camera.shake)
        draw_hud(canvas, moment, self._race.count_orbs(moment), camera.shake)
        left, top = MARGIN + camera.shake[0], MARGIN + camera.shake[1]
        seen = canvas.pixels[top : top + HEIGHT, left : left + WIDTH]
        colours = palette_bytes(
            palette_of(moment.theme, int(offset_seconds * 6) % 8),
            flash=camera.flash,
            tint=camera.tint,
            darkness=camera.darkness,
        )
        return np.ascontiguousarray(seen).tobytes() + colours.tobytes()
