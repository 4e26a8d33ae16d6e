"""The highlights in the picture: what is drawn around each, and what the camera does."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.adapters.demo import colours as c
from core.adapters.demo import models
from core.adapters.demo.canvas import Canvas, Point, make_sprite
from core.adapters.demo.effects import Effects
from core.adapters.demo.lettering import letter
from core.adapters.demo.perspective import CENTRE, HORIZON, SHIP_DEPTH
from core.adapters.demo.race import SHIP_SCALE, ShipPose
from core.adapters.demo.story import HIGHLIGHTS, Highlight, HighlightKind
from core.adapters.demo.timeline import CUT_AFTER_SECONDS

_BEFORE_SECONDS, _AFTER_SECONDS = 18.0, 9.0
_BOSS_Y = 104

_BANNERS = {
    HighlightKind.CRASH: ("CRASH!", "WRECKED"),
    HighlightKind.BOSS: ("BOSS", "DOWN!"),
    HighlightKind.SAVE: ("WHAT A", "SAVE!"),
    HighlightKind.FINISH: ("WINNER!", "BY 0.003S"),
}
_TINTS: dict[HighlightKind, c.RGB] = {
    HighlightKind.CRASH: (255, 244, 214),
    HighlightKind.BOSS: (255, 220, 255),
    HighlightKind.SAVE: (210, 250, 255),
    HighlightKind.FINISH: (255, 255, 255),
}
_ZOOMS = {
    HighlightKind.CRASH: (0.7, 2.0),
    HighlightKind.BOSS: (0.9, 2.2),
    HighlightKind.SAVE: (-0.45, 0.5),
    HighlightKind.FINISH: (0.25, 1.2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """What the camera does: shake in pixels, flash and darkness from 0 to 1, close-up or not."""

    shake: tuple[int, int]
    flash: float
    tint: c.RGB
    darkness: float
    close_up: bool


def find_highlight(offset_seconds: float) -> Highlight | None:
    """Return the highlight being shown at an offset."""
    for highlight in HIGHLIGHTS:
        since = offset_seconds - highlight.offset_seconds
        if -_BEFORE_SECONDS <= since < _AFTER_SECONDS:
            return highlight
    return None


def camera_at(offset_seconds: float) -> Camera:
    """Return what the camera does at an offset: nothing, except around a highlight."""
    highlight = find_highlight(offset_seconds)
    if highlight is None:
        return Camera(shake=(0, 0), flash=0, tint=(0, 0, 0), darkness=0, close_up=False)
    since = offset_seconds - highlight.offset_seconds
    strength = 11 * math.exp(-since * 1.5) if since >= 0 else 0.0
    phase = offset_seconds * 30
    first, last = _ZOOMS.get(highlight.kind, (9.0, 9.0))
    return Camera(
        shake=(round(strength * math.sin(phase * 2.1)), round(strength * math.cos(phase * 2.7))),
        flash=_flash(since),
        tint=_TINTS[highlight.kind],
        darkness=max(0.0, 1 - abs(since - CUT_AFTER_SECONDS) / 0.25),
        close_up=first <= since < last,
    )


def _flash(since: float) -> float:
    """Return a bright flash that fades, and two weaker ones after it."""
    flashes = ((0.0, 0.85), (0.55, 0.4), (1.1, 0.25))
    return max(
        (top * math.exp(-(since - at) * 6) for at, top in flashes if since >= at), default=0.0
    ) if since < 2.5 else 0.0  # fmt: skip


class Shows:
    """Draws the highlights over the race."""

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self._boss = make_sprite(models.BOSS)
        turns = [math.tau * k / 8 for k in range(8)]
        self._coins = [make_sprite(models.COIN, scale=s) for s in (1.25, 1.1, 0.9, 1.1)]
        self._debris = [make_sprite(models.DEBRIS, scale=1.2, angle=a) for a in turns]
        self._wreckage = [make_sprite(models.WRECKAGE, scale=1.4, angle=a) for a in turns]
        self._tumbling = [
            [make_sprite(models.RIVAL, scale=SHIP_SCALE * k / 8, angle=a * 2) for a in turns]
            for k in range(1, 15)
        ]
        self._draws: dict[HighlightKind, Callable[[Canvas, float, ShipPose], None]] = {
            HighlightKind.CRASH: self._draw_crash,
            HighlightKind.BOSS: self._draw_boss,
            HighlightKind.SAVE: self._draw_save,
            HighlightKind.FINISH: self._draw_finish,
        }

    def draw(self, canvas: Canvas, offset_seconds: float, ship: ShipPose) -> None:
        highlight = find_highlight(offset_seconds)
        if highlight is not None:
            since = offset_seconds - highlight.offset_seconds
            self._draws[highlight.kind](canvas, since, ship)

    def aim_at(self, offset_seconds: float, ship: ShipPose) -> Point:
        """Return the point at the centre of a close-up."""
        highlight = find_highlight(offset_seconds)
        if highlight is not None and highlight.kind is HighlightKind.BOSS:
            return (CENTRE, _BOSS_Y + 20)
        return (ship.x, ship.y - 10)

    def draw_banner(self, canvas: Canvas, offset_seconds: float) -> None:
        """Write what happened, large and in the middle."""
        highlight = find_highlight(offset_seconds)
        since = offset_seconds - highlight.offset_seconds if highlight else -1.0
        if highlight is None or not 0.3 <= since < 3.4:
            return
        first, second = _BANNERS[highlight.kind]
        size = 5 if since < 0.4 else 4
        size = min(size, 190 // (6 * len(first)))
        drop = max(0.0, 0.5 - since) * 120
        colour = c.WHITE if int(since * 10) % 2 else c.GOLD + 4
        canvas.blit(letter(first, colour, size), CENTRE, 62 - drop)
        canvas.blit(letter(second, c.WHITE, min(3, 190 // (6 * len(second)))), CENTRE, 98 - drop)

    def _draw_crash(self, canvas: Canvas, since: float, ship: ShipPose) -> None:
        if -1.6 < since < 0 and int(since * 10) % 2:
            canvas.blit(letter("DANGER", c.RED + 4, 3), CENTRE, 92)
        at = (ship.x, ship.y)
        self._effects.explode(canvas, at, since, size=1.1)
        self._effects.explode(canvas, (at[0] - 34, at[1] - 22), since - 0.3, size=0.6)
        self._effects.explode(canvas, (at[0] + 30, at[1] - 12), since - 0.5, size=0.7)
        self._effects.explode(canvas, (at[0] + 4, at[1] - 8), since - 1.1, size=0.8)
        self._effects.scatter(canvas, at, since, speed=260)
        self._effects.scatter(canvas, at, since - 1.1, speed=160)
        self._effects.throw(canvas, at, since, self._debris)

    def _draw_boss(self, canvas: Canvas, since: float, ship: ShipPose) -> None:
        sway = 34 * math.sin(since * 0.9) * min(1.0, -since / 3) if since < 0 else 0.0
        arrival = min(1.0, (since + _BEFORE_SECONDS) / 3)
        at = (CENTRE + sway, _BOSS_Y - 190 * (1 - arrival) ** 2 + 5 * math.sin(since * 2.3))
        if since < 1.3:
            self._fight_boss(canvas, since, ship, at)
        spots = ((0, 0), (-44, -14), (40, 4), (-16, 24), (22, -26), (0, 0))
        for k, (x, y) in enumerate(spots):
            place = (at[0] + x, at[1] + y)
            self._effects.explode(canvas, place, since - 0.26 * k, size=1.1 if k in {0, 5} else 0.6)
        self._effects.scatter(canvas, at, since, speed=280)
        self._effects.scatter(canvas, at, since - 1.2, speed=340)
        self._effects.throw(canvas, at, since - 0.2, self._wreckage, lift=120)

    def _fight_boss(self, canvas: Canvas, since: float, ship: ShipPose, at: Point) -> None:
        canvas.blit(self._boss, *at)
        if since >= 0 or since < 3 - _BEFORE_SECONDS:
            return
        health = max(0.0, -since / (_BEFORE_SECONDS - 3)) ** 0.8
        canvas.fill(c.BLACK, CENTRE - 72, 40, CENTRE + 72, 49)
        canvas.fill(c.RED + 4, CENTRE - 70, 42, CENTRE - 70 + 140 * health, 47)
        beat = since % 0.8
        if beat < 0.16:
            for side in (-12, 12):
                start = (ship.x + side, ship.y - 12)
                canvas.line(start, (at[0] + side / 3, at[1] + 8), c.CYAN + 5, size=2)
            self._effects.explode(canvas, (at[0], at[1] + 6), 0.05 + beat, size=0.22)
        shot = (since * 0.62) % 1.0
        aim = CENTRE + (64 if int(since * 0.62) % 2 else -64)
        x, y = at[0] + (aim - at[0]) * shot, at[1] + (HORIZON + 150 - at[1]) * shot * shot
        canvas.fill(c.MAGENTA + 4, x - 3 - 4 * shot, y - 3 - 4 * shot, x + 3 + 4 * shot,
                    y + 3 + 4 * shot)  # fmt: skip
        canvas.fill(c.WHITE, x - 2, y - 2, x + 2, y + 2)

    def _draw_save(self, canvas: Canvas, since: float, ship: ShipPose) -> None:
        far = (CENTRE, HORIZON + 22.0)
        self._effects.explode(canvas, far, since + 2.6, size=0.35)
        if -2.4 <= since < 0.75:
            share = (since + 2.4) / 3.15
            size = max(0, min(13, int(share * share * 13)))
            y = HORIZON + 16 + (SHIP_DEPTH + 40) * share**2.4
            turn = int(since * 18) % 8
            canvas.blit(self._tumbling[size][turn], CENTRE + 12 * math.sin(since * 3), y)
            self._effects.scatter(canvas, (CENTRE, y), (since + 2.4) * 0.5, speed=60)
        self._effects.scatter(canvas, (ship.x, ship.y + 24), since, speed=240)
        self._effects.explode(canvas, (CENTRE, HORIZON + 178.0), since - 0.5, size=1.0)
        self._effects.throw(canvas, (CENTRE, HORIZON + 150.0), since - 0.5, self._wreckage)

    def _draw_finish(self, canvas: Canvas, since: float, ship: ShipPose) -> None:
        if since < -1.5 and since > -8 and int(since * 4) % 3:
            canvas.blit(letter("LAST LAP", c.WHITE, 2), CENTRE, 62)
        colours = (c.CYAN + 4, c.MAGENTA + 4, c.GOLD + 4, c.GREEN + 4)
        for k in range(12):
            x = CENTRE + (-70, 58, -8, 84, -50, 30)[k % 6]
            y = 60 + (26, 0, 40, 12)[k % 4]
            self._effects.firework(canvas, (x, y), since - 0.1 - 0.42 * k, colours[k % 4])
        self._effects.scatter(canvas, (ship.x, ship.y - 40), since, speed=320)
        for late in (0.4, 1.0, 1.6, 2.2):
            self._effects.throw(canvas, (CENTRE, 180), since - late, self._coins, lift=230)
        self._effects.rain_confetti(canvas, since)
