"""Perspective: from the track to the picture, where lower points are nearer."""

from __future__ import annotations

from core.adapters.demo.canvas import WIDTH
from core.adapters.demo.timeline import Moment

HORIZON = 160  # the row where the ground begins
NEAREST = 214  # depth of the last row of the canvas
SHIP_DEPTH = 128
CENTRE = WIDTH // 2
BEND_PIXELS = 70.0


def depth_of(distance: float) -> float:
    """Return how many pixels below the horizon a point `distance` lengths ahead appears."""
    return NEAREST / distance


def column_of(across: float, depth: float, moment: Moment) -> float:
    """Return the column of a point `across` half widths from the road's middle."""
    far = 1 - min(depth, NEAREST) / NEAREST
    sideways = (across - 0.45 * moment.steering) * 0.5 * depth
    return CENTRE + sideways + moment.bend * BEND_PIXELS * far * far
