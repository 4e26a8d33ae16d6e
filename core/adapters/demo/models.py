"""Models: the things in the race as polygons: ship, rival, boss, and the roadside."""

from __future__ import annotations

from core.adapters.demo import colours as c
from core.adapters.demo.canvas import Polygon, box, disc, mirrored, polygon

Shapes = tuple[Polygon, ...]


def _both(*shapes: Polygon) -> Shapes:
    return tuple(side for shape in shapes for side in (shape, mirrored(shape)))


def _racer(hull: int, light: int, dark: int, trim: int) -> Shapes:
    """Return a hover racer seen from behind, 92 units wide."""
    return (
        *_both(
            polygon(dark, (8, -4), (46, 6), (46, 11), (10, 13)),
            polygon(hull, (8, -6), (46, 4), (44, 7), (9, 8)),
            polygon(trim, (39, 3), (47, 2), (47, 12), (41, 11)),
            polygon(dark, (34, -12), (38, -13), (40, 4), (35, 3)),
            polygon(trim, (34, -13), (38, -14), (38, -10), (34, -9)),
        ),
        polygon(hull, (-14, 14), (-12, -8), (0, -16), (12, -8), (14, 14)),
        polygon(light, (-12, -6), (0, -16), (0, 4), (-13, 6)),
        polygon(c.GLASS, (-7, -7), (0, -13), (7, -7), (5, -1), (-5, -1)),
        polygon(c.CYAN + 4, (-6, -7), (0, -12), (1, -9), (-4, -5)),
        box(dark, -15, 8, 15, 15),
        *_both(disc(c.BLACK, 8, 11, 6.5, 4.5), disc(trim, 8, 11, 4.5, 3)),
        disc(c.WHITE, 8, 11, 2.5, 1.5),
        disc(c.WHITE, -8, 11, 2.5, 1.5),
    )


SHIP = _racer(c.HULL, c.HULL_LIGHT, c.HULL_DARK, c.CYAN + 4)
RIVAL = _racer(c.RED + 3, c.RED + 5, c.RED + 1, c.GOLD + 4)


def make_flame(length: float) -> Shapes:
    """Return the two exhaust flames, `length` units long."""
    return _both(
        polygon(c.MAGENTA + 3, (3, 11), (13, 11), (8, 13 + length)),
        polygon(c.CYAN + 4, (4.5, 11), (11.5, 11), (8, 12 + length * 0.7)),
        polygon(c.WHITE, (6, 11), (10, 11), (8, 11 + length * 0.4)),
    )


SHADOW: Shapes = (disc(c.BLACK, 0, 0, 40, 5),)

BOSS: Shapes = (
    *_both(
        polygon(c.HULL_DARK, (20, -14), (74, -34), (88, -6), (66, 10), (24, 16)),
        polygon(c.GREY, (24, -10), (70, -28), (80, -8), (28, 8)),
        polygon(c.RED + 4, (70, -30), (90, -44), (88, -6), (80, -8)),
        polygon(c.DARK, (30, 8), (54, 4), (46, 38), (38, 40)),
        polygon(c.RED + 3, (38, 26), (46, 24), (44, 42), (40, 42)),
        disc(c.BLACK, 54, -12, 9, 8),
        disc(c.RED + 4, 54, -12, 6, 5),
    ),
    disc(c.HULL_DARK, 0, 0, 34, 32),
    disc(c.GREY, 0, -2, 31, 28),
    disc(c.DARK, 0, 0, 22, 21),
    disc(c.MAGENTA + 2, 0, 0, 17, 16),
    disc(c.MAGENTA + 4, 0, 0, 12, 11),
    disc(c.BLACK, 0, 0, 5, 9),
    disc(c.WHITE, -6, -6, 3, 3),
    *_both(polygon(c.HULL_DARK, (4, -30), (16, -27), (22, -46))),
    polygon(c.RED + 4, (-30, -22), (0, -14), (30, -22), (26, -12), (0, -4), (-26, -12)),
)

_TRUNK = c.DARK

PALM: Shapes = (
    polygon(_TRUNK, (-3, 0), (3, 0), (5, -52), (1, -52)),
    *(
        polygon(c.GREEN + 2, (3, -54), (3 + dx * 0.5, -64 + dy), (3 + dx, -52 + dy))
        for dx, dy in ((-34, 6), (-26, -8), (28, -8), (34, 6), (-20, 16), (22, 16))
    ),
    *(
        polygon(c.GREEN + 3, (3, -56), (3 + dx * 0.6, -66 + dy), (3 + dx, -54 + dy))
        for dx, dy in ((-30, 0), (30, 0), (0, -14))
    ),
)

PYLON: Shapes = (
    box(c.DARK, -3, -58, 3, 0),
    box(c.CYAN + 4, -1.5, -56, 1.5, -4),
    polygon(c.CYAN + 3, (-3, -58), (0, -66), (3, -58)),
    disc(c.WHITE, 0, -62, 2.4),
)

BILLBOARD: Shapes = (
    box(c.DARK, -30, -20, -26, 0),
    box(c.DARK, 26, -20, 30, 0),
    box(c.MAGENTA + 4, -40, -56, 40, -18),
    box(c.BLACK, -38, -54, 38, -20),
    polygon(c.GOLD + 4, (-28, -26), (-12, -48), (4, -26)),
    polygon(c.BLACK, (-20, -28), (-12, -40), (-4, -28)),
    box(c.CYAN + 4, 10, -48, 32, -43),
    box(c.CYAN + 3, 10, -39, 28, -35),
    box(c.CYAN + 2, 10, -31, 32, -27),
)

CRYSTAL: Shapes = (
    polygon(c.MAGENTA + 2, (-14, 0), (-10, -22), (-4, -34), (2, -18), (6, 0)),
    polygon(c.MAGENTA + 4, (-6, 0), (-4, -34), (2, -18), (4, 0)),
    polygon(c.CYAN + 2, (4, 0), (8, -18), (13, -24), (16, 0)),
    polygon(c.CYAN + 4, (10, 0), (13, -24), (16, 0)),
)

ORB: Shapes = (
    disc(c.GOLD + 2, 0, -14, 9),
    disc(c.GOLD + 4, 0, -14, 7),
    disc(c.GOLD + 6, -1, -15, 4),
    disc(c.WHITE, -2, -17, 1.8),
)

BARRIER: Shapes = (
    polygon(c.RED + 1, (-32, 0), (-26, -26), (26, -26), (32, 0)),
    polygon(c.RED + 4, (-29, -4), (-25, -23), (25, -23), (29, -4)),
    *(polygon(c.WHITE, (x, -4), (x + 7, -4), (x + 11, -23), (x + 4, -23)) for x in (-26, -8, 10)),
    disc(c.GOLD + 4, -22, -29, 4),
    disc(c.GOLD + 4, 22, -29, 4),
)

_ARCH_COLUMN = box(c.DARK, 112, -120, 124, 0)


def make_arch(trim: int) -> Shapes:
    """Return a gate across the road with neon tubes in the colour `trim`."""
    return (
        *_both(_ARCH_COLUMN, box(trim, 116, -118, 120, 0)),
        box(c.DARK, -124, -134, 124, -112),
        box(trim, -122, -132, 122, -128),
        box(trim, -122, -118, 122, -115),
        *(polygon(c.WHITE, (x - 6, -126), (x, -120), (x + 6, -126)) for x in (-60, -20, 20, 60)),
    )


FINISH_GATE: Shapes = (
    *_both(_ARCH_COLUMN, box(c.WHITE, 116, -118, 120, 0)),
    box(c.BLACK, -124, -142, 124, -110),
    *(
        box(c.WHITE, x, -140 + 10 * row, x + 10, -130 + 10 * row)
        for row in range(3)
        for x in range(-120 + 10 * (row % 2), 116, 20)
    ),
)

COIN: Shapes = (
    disc(c.GOLD + 2, 0, 0, 6),
    disc(c.GOLD + 4, 0, 0, 4.6),
    box(c.GOLD + 2, -1, -3, 1, 3),
)
DEBRIS: Shapes = (
    polygon(c.HULL_DARK, (-6, -3), (5, -5), (7, 3), (-2, 5)),
    box(c.CYAN + 3, -2, -2, 2, 0),
)
WRECKAGE: Shapes = (
    polygon(c.RED + 3, (-7, -4), (6, -6), (8, 4), (-3, 6)),
    box(c.GOLD + 3, -2, -2, 2, 1),
)
