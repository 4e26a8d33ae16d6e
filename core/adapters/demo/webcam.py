"""The webcam: a cartoon streamer at the bottom left who reacts to the game."""

from __future__ import annotations

import math
from functools import lru_cache

from core.adapters.demo import colours as c
from core.adapters.demo.canvas import Canvas, Polygon, Sprite, box, disc, make_sprite, polygon
from core.adapters.demo.story import HIGHLIGHTS, HighlightKind

LEFT, TOP, WIDE, TALL = 14, 250, 128, 96

_MOODS = {
    HighlightKind.CRASH: ("shock", "laugh"),
    HighlightKind.BOSS: ("cheer", "laugh"),
    HighlightKind.SAVE: ("shock", "cheer"),
    HighlightKind.FINISH: ("cheer", "cheer"),
}


def _room() -> tuple[Polygon, ...]:
    return (
        box(c.WALL, -64, -48, 64, 48),
        box(c.WALL_LIGHT, -64, -48, -26, 48),
        box(c.MAGENTA + 4, -58, -40, -36, -37),
        box(c.CYAN + 4, -58, -32, -44, -29),
        box(c.DARK, 34, -22, 62, -19),
        box(c.GOLD + 3, 38, -32, 43, -22),
        box(c.GREEN + 3, 45, -36, 51, -22),
        box(c.RED + 3, 53, -30, 58, -22),
        polygon(c.DARK, (-30, 48), (-26, -18), (-14, -30), (14, -30), (26, -18), (30, 48)),
        polygon(c.MAGENTA + 2, (-27, 48), (-24, -14), (-20, -14), (-22, 48)),
        polygon(c.MAGENTA + 2, (27, 48), (24, -14), (20, -14), (22, 48)),
    )


def _eyes(mood: str, *, blink: bool) -> tuple[Polygon, ...]:
    if mood in {"laugh", "cheer"} or blink:
        return tuple(
            polygon(c.BLACK, (x - 4, -2), (x, -5 + 3 * blink), (x + 4, -2), (x, -3 + 3 * blink))
            for x in (-7.5, 7.5)
        )
    size = 4.6 if mood == "shock" else 3.4
    return tuple(
        part
        for x in (-7.5, 7.5)
        for part in (
            disc(c.WHITE, x, -3, size, size + 0.6),
            disc(c.BLACK, x + 0.4, -3, size * 0.55),
            disc(c.WHITE, x - 0.8, -4.6, 1.0),
        )
    )


def _mouth(mood: str, *, is_open: bool) -> tuple[Polygon, ...]:
    if mood == "shock":
        return (disc(c.MOUTH, 0, 9, 4.2, 5.4), disc(c.TONGUE, 0, 12, 2.6, 2))
    if mood in {"laugh", "cheer"}:
        depth = 14.0 if is_open else 11.0
        return (
            polygon(c.MOUTH, (-8, 4), (8, 4), (5, depth), (-5, depth)),
            box(c.WHITE, -6.5, 4, 6.5, 6),
            disc(c.TONGUE, 0, depth - 2, 3.2, 1.8),
        )
    if is_open:
        return (disc(c.MOUTH, 0, 8, 4, 2.8), disc(c.TONGUE, 0, 9.4, 2.4, 1.2))
    return (polygon(c.MOUTH, (-5, 6), (5, 6), (3, 8.6), (-3, 8.6)),)


def _arms(mood: str, *, is_open: bool) -> tuple[Polygon, ...]:
    if mood == "cheer":
        lift = -40 if is_open else -34
        return tuple(
            part
            for side in (-1, 1)
            for part in (
                polygon(c.SHIRT_DARK, (20 * side, 44), (27 * side, 40), (41 * side, lift + 8),
                        (33 * side, lift + 6)),
                disc(c.SKIN, 37 * side, lift + 2, 6.5),
            )
        )  # fmt: skip
    if mood == "shock":
        return tuple(
            part
            for side in (-1, 1)
            for part in (
                polygon(c.SHIRT_DARK, (26 * side, 48), (34 * side, 44), (24 * side, 14),
                        (17 * side, 16)),
                disc(c.SKIN, 18.5 * side, 10, 6.5, 7.5),
            )
        )  # fmt: skip
    return ()


def _person(mood: str, *, blink: bool, is_open: bool, bob: int) -> tuple[Polygon, ...]:
    head = (
        disc(c.HAIR, 0, -10, 22, 20),
        disc(c.SKIN, 0, 0, 17.5, 19),
        polygon(c.HAIR, (-20, -4), (-19, -20), (0, -28), (19, -20), (20, -4), (14, -12), (6, -9),
                (-2, -14), (-9, -8), (-15, -11)),
        polygon(c.HAIR_LIGHT, (-12, -22), (0, -26), (8, -23), (-2, -18)),
        polygon(c.BLACK, (-23, -8), (-20, -26), (0, -33), (20, -26), (23, -8), (19, -10),
                (16, -24), (0, -29), (-16, -24), (-19, -10)),
        disc(c.BLACK, -20, -1, 5.5, 8.5), disc(c.CYAN + 4, -20.5, -1, 3, 5.5),
        disc(c.BLACK, 20, -1, 5.5, 8.5), disc(c.CYAN + 4, 20.5, -1, 3, 5.5),
        disc(c.TONGUE, -11.5, 5, 3, 1.8), disc(c.TONGUE, 11.5, 5, 3, 1.8),
        *_eyes(mood, blink=blink), *_mouth(mood, is_open=is_open),
        polygon(c.BLACK, (-20, 6), (-18, 6), (-10, 17), (-4, 17), (-4, 19), (-11, 19)),
    )  # fmt: skip
    lean = -4 if mood == "cheer" else 0
    body = (
        polygon(c.SHIRT, (-34, 48), (-28, 30), (-12, 23), (12, 23), (28, 30), (34, 48)),
        polygon(c.SHIRT_DARK, (-34, 48), (-28, 30), (-22, 48)),
        polygon(c.SHIRT_DARK, (34, 48), (28, 30), (22, 48)),
        box(c.SKIN_DARK, -7, 14, 7, 27),
        polygon(c.GOLD + 4, (-7, 36), (0, 31), (7, 36), (0, 44)),
    )
    moved = tuple(Polygon(s.colour, tuple((x, y + bob + lean) for x, y in s.points)) for s in head)
    return (*body, *moved, *_arms(mood, is_open=is_open))


@lru_cache(maxsize=64)
def _picture(mood: str, *, blink: bool, is_open: bool, bob: int) -> Sprite:
    whole = make_sprite(
        (
            box(c.CYAN + 4, -WIDE / 2, -TALL / 2, WIDE / 2, TALL / 2),
            *_room(),
            *_person(mood, blink=blink, is_open=is_open, bob=bob),
        )
    )
    left, top = -whole.left - WIDE // 2, -whole.top - TALL // 2
    pixels = whole.pixels[top : top + TALL, left : left + WIDE].copy()
    pixels[:2], pixels[-2:], pixels[:, :2], pixels[:, -2:] = (c.CYAN + 4,) * 4
    return Sprite(pixels, pixels > 0, 0, 0)


def mood_at(offset_seconds: float) -> str:
    """Return the streamer's mood: calm, shock, laugh or cheer."""
    for highlight in HIGHLIGHTS:
        since = offset_seconds - highlight.offset_seconds
        if 0.25 <= since < 2.6:
            return _MOODS[highlight.kind][0]
        if 2.6 <= since < 9:
            return _MOODS[highlight.kind][1]
    return "calm"


def draw_webcam(canvas: Canvas, offset_seconds: float, shift: tuple[int, int]) -> None:
    """Draw the webcam; `shift` undoes the camera's shake, which must not move it."""
    mood = mood_at(offset_seconds)
    talks = mood != "calm" or math.sin(offset_seconds * 0.45) > -0.2
    picture = _picture(
        mood,
        blink=offset_seconds % 3.7 < 0.14,
        is_open=talks and int(offset_seconds * (7 if mood == "calm" else 9)) % 2 == 0,
        bob=round(1.4 * math.sin(offset_seconds * (2.2 if mood == "calm" else 14))),
    )
    canvas.blit(picture, LEFT + shift[0], TOP + shift[1])
