"""How well a cut shows: a jump within one game may change less than the game itself does.

It is measured by what the detector of cuts does not use: the structural similarity of pictures at
the shift that suits them best.
"""

from __future__ import annotations

from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity

from tests.bench.montages import Montage

_WIDTH, _HEIGHT = 160, 90
_DOWN, _ACROSS = 18, 32
_REACH = 4
_HALF_A_FRAME = 0.5 / 60
_AS_MUCH = 2

Picture = NDArray[Any]


def list_hardly_seen(montage: Montage) -> frozenset[int]:
    """Return the places of cuts over which pictures are as alike as around them, twice at least."""
    times, pictures = _read(montage)
    hardly = set()
    for place, cut in enumerate(montage.cuts):
        after = int(np.searchsorted(times, cut - _HALF_A_FRAME))
        near = range(max(1, after - _REACH), min(len(pictures), after + _REACH + 1))
        usual = [measure_likeness(pictures[i - 1], pictures[i]) for i in near if i != after]
        across = measure_likeness(pictures[after - 1], pictures[after])
        if sum(across >= one for one in usual) >= _AS_MUCH:
            hardly.add(place)
    return frozenset(hardly)


def measure_likeness(one: Picture, other: Picture) -> float:
    """Return the structural similarity of two pictures where they overlap best."""
    inner = other[_DOWN : _HEIGHT - _DOWN, _ACROSS : _WIDTH - _ACROSS]
    found = cv2.matchTemplate(one, inner, cv2.TM_CCOEFF_NORMED)
    _, _, _, (x, y) = cv2.minMaxLoc(found)
    same = one[y : y + inner.shape[0], x : x + inner.shape[1]]
    reach = max(1.0, float(max(np.ptp(same), np.ptp(inner))))
    return float(structural_similarity(same, inner, data_range=reach))


def _read(montage: Montage) -> tuple[list[float], list[Picture]]:
    times, pictures = [], []
    with av.open(str(montage.video)) as container:
        for frame in container.decode(video=0):
            times.append(float(frame.time or 0.0))
            small = frame.reformat(
                width=_WIDTH, height=_HEIGHT, format="gray", interpolation="AREA"
            )
            pictures.append(small.to_ndarray())
    return times, pictures
