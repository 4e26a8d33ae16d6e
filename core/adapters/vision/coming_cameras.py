"""Cameras that come and go: rectangles in those of the pictures that show a face at its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.adapters.vision.edges import is_stirring, measure_edges
from core.domain.clips.box import Box
from core.domain.clips.edge_grid import FacecamTuning
from core.domain.clips.framing.face import Face
from core.domain.clips.framing.facecam import (
    FacecamCandidate,
    cluster_faces,
    is_acceptable,
    search_rectangle,
)

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

_PICTURES_MIN = 4
# What is behind a person stays; it differs from other pictures of it by less than a game would.
_ALIKE_FACTOR, _ALIKE_LEVELS = 2.0, 4.0
_ALWAYS_SHARE = 0.95


def find_coming(
    pictures: Sequence[Pixels],
    seen: Mapping[int, Sequence[Face]],
    framed: Sequence[Box],
    tuning: FacecamTuning,
) -> list[FacecamCandidate]:
    """Return the rectangles around faces that are at their place in some of the pictures.

    `seen` are the faces in those pictures that were looked at; a face may be missed in others.
    What is in a rectangle that is `framed` is known.
    """
    places = sorted(seen)
    apart: list[FacecamCandidate] = []
    for face, where in cluster_faces([seen[place] for place in places], tuning):
        if any(box.holds(face.centre) for box in [*framed, *(one.box for one in apart)]):
            continue
        showing = _choose_alike(pictures, face, [places[index] for index in where])
        if not _PICTURES_MIN <= len(showing) < _ALWAYS_SHARE * len(pictures):
            continue
        found = search_rectangle(face, measure_edges(showing), tuning)
        if found and is_acceptable(found, tuning) and is_stirring(showing, face):
            apart.append(found)
    return apart


def _choose_alike(pictures: Sequence[Pixels], face: Box, seen: Collection[int]) -> list[Pixels]:
    """Return the pictures that look around a face as those do in which it was seen."""
    rows, columns = pictures[0].shape[:2]
    top, bottom = max(0, face.y - face.height // 2), min(rows, face.bottom + face.height // 2)
    left, right = max(0, face.x - face.width // 2), min(columns, face.right + face.width // 2)
    parts = [picture[top:bottom, left:right].astype(np.float32) for picture in pictures]
    usual = np.median(np.stack([parts[place] for place in seen]), axis=0)
    unlike = [float(np.abs(part - usual).mean()) for part in parts]
    most = _ALIKE_FACTOR * float(np.median([unlike[place] for place in seen])) + _ALIKE_LEVELS
    return [picture for picture, off in zip(pictures, unlike, strict=True) if off <= most]
