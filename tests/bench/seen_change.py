"""What a person sees of a cut: whether the picture takes on other colours, as the eye tells them.

It owes nothing to the detector of cuts. Two colours that are more than ten apart in CIELAB differ
at a glance; up to two, nobody can tell them. Pictures are compared in tiles, since nobody reads the
texture of a wall in a thirtieth of a second, and where they overlap best, since a camera that has
moved a little shows the same things. A cut is seen where half of the picture differs at a glance.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

AT_A_GLANCE = 10.0
SEEN_SHARE = 0.5
_ACROSS, _DOWN = 64, 36
_REACH = (8, 4)

Picture = NDArray[Any]


def is_seen(before: Picture, after: Picture) -> bool:
    """Return whether a cut between two pictures (rows x columns x BGR) changes what is seen."""
    return measure_seen_share(before, after) >= SEEN_SHARE


def measure_seen_share(before: Picture, after: Picture) -> float:
    """Return the share of the picture that differs at a glance, where both overlap best."""
    one, other = _see(before), _see(after)
    x, y = _REACH
    inner = other[y:-y, x:-x]
    rows, columns = inner.shape[:2]
    changes = [
        np.sqrt(((one[top : top + rows, left : left + columns] - inner) ** 2).sum(axis=2))
        for top in range(2 * y + 1)
        for left in range(2 * x + 1)
    ]
    least = min(changes, key=lambda change: float(change.mean()))
    return float((least > AT_A_GLANCE).mean())


def _see(picture: Picture) -> Picture:
    small = cv2.resize(picture, (_ACROSS, _DOWN), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
