"""The HUD: score, lap, speed, and the sign of a live stream."""

from __future__ import annotations

from core.adapters.demo import colours as c
from core.adapters.demo.canvas import HEIGHT, WIDTH, Canvas
from core.adapters.demo.lettering import letter
from core.adapters.demo.perspective import CENTRE
from core.adapters.demo.story import HighlightKind, seconds_since
from core.adapters.demo.timeline import LAP_SECONDS, LAPS, Moment

_BONUSES = {
    HighlightKind.BOSS: 250_000,
    HighlightKind.SAVE: 50_000,
    HighlightKind.FINISH: 500_000,
}


def score_at(moment: Moment, orbs: int) -> int:
    """Return the score: distance, orbs, and the highlights' bonuses counting up over 1.5 s."""
    score = int(moment.position * 10) + orbs * 500
    for kind, bonus in _BONUSES.items():
        since = seconds_since(kind, moment.offset_seconds)
        score += int(bonus * max(0.0, min(1.0, since / 1.5)))
    return score


def _write_left(canvas: Canvas, text: str, colour: int, x: int, y: int, size: int = 1) -> None:
    sprite = letter(text, colour, size)
    canvas.blit(sprite, x - sprite.left, y)


def _write_right(canvas: Canvas, text: str, colour: int, x: int, y: int, size: int = 1) -> None:
    sprite = letter(text, colour, size)
    canvas.blit(sprite, x + sprite.left, y)


def draw_hud(canvas: Canvas, moment: Moment, orbs: int, shift: tuple[int, int]) -> None:
    """Draw it at its place on the screen; `shift` undoes the camera's shake."""
    right, down = shift
    at = moment.offset_seconds
    _write_left(canvas, "SCORE", c.CYAN + 4, 14 + right, 18 + down)
    _write_left(canvas, f"{score_at(moment, orbs):08d}", c.WHITE, 14 + right, 34 + down, 2)
    lap, inside = int(at // LAP_SECONDS) + 1, at % LAP_SECONDS
    lap_name = f"LAP {lap}/{LAPS}" if lap <= LAPS else "COOLDOWN LAP"
    time = f"{int(inside // 60)}:{inside % 60:05.2f}"
    edge = WIDTH - 14 + right
    _write_right(canvas, lap_name, c.CYAN + 4, edge, 18 + down)
    _write_right(canvas, time, c.WHITE, edge, 34 + down, 2)
    if int(at * 1.5) % 4 != 3:
        _write_right(canvas, "LIVE", c.RED + 4, edge, 52 + down)
    canvas.blit(letter("NEON DRIFT", c.MAGENTA + 4, 1), CENTRE + right, 16 + down)
    _draw_speed(canvas, moment, right, down)


def _draw_speed(canvas: Canvas, moment: Moment, right: int, down: int) -> None:
    left, top = WIDTH - 142 + right, HEIGHT - 26 + down
    canvas.fill(c.BLACK, left - 2, top - 2, left + 130, top + 12)
    lit = int(min(16.0, moment.speed * 1.15))
    for k in range(16):
        colour = (c.CYAN + 4 if k < 10 else c.MAGENTA + 4) if k < lit else c.DARK
        canvas.fill(colour, left + 8 * k, top, left + 8 * k + 6, top + 10)
    text = f"{int(moment.speed * 38):3d} KM/H"
    _write_right(canvas, text, c.WHITE, WIDTH - 14 + right, HEIGHT - 40 + down, 2)
