"""From the track to the picture: the lower a point lies in the picture, the nearer it is."""

from __future__ import annotations

from core.adapters.demo.canvas import WIDTH
from core.adapters.demo.timeline import Moment

HORIZON = 160  # the row at which the ground begins
NEAREST = 214  # depth of the last row of the canvas
SHIP_DEPTH = 128
CENTRE = WIDTH // 2
BEND_PIXELS = 70.0


def depth_of(distance: float) -> float:
    """Return how far below the horizon (pixels) a point lies, `distance` lengths ahead."""
    return NEAREST / distance


def column_of(across: float, depth: float, moment: Moment) -> float:
    """Return the column of a point `across` half widths of the road from its middle."""
    far = 1 - min(depth, NEAREST) / NEAREST
    sideways = (across - 0.45 * moment.steering) * 0.5 * depth
    return CENTRE + sideways + moment.bend * BEND_PIXELS * far * far
