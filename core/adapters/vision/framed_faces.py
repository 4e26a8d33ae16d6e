"""Framed faces: the rectangles around faces that move, however close to the camera they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.adapters.vision.streamers import moves_around
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edge_grid import EdgeMaps, FacecamTuning
from core.domain.clips.framing.facecam import (
    FacecamCandidate,
    is_acceptable,
    search_rectangle,
    split_rectangle,
)

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

_SAME_PLACE = 0.05
_FULL_SHARE = 0.22
# Who sits close fills most of their camera's picture, and that may be as high as a video beside it.
_CLOSE_SHARE_MAX, _CLOSE_AREA_MAX = 0.75, 0.45
_MOTION_MIN = 1.5


def list_full(
    lasting: Sequence[tuple[Box, tuple[int, ...]]], pictures: Sequence[Pixels]
) -> list[Box]:
    """Return the lasting faces that are as large as those of people who fill a picture."""
    return [face for face, _ in lasting if _is_full(face, pictures)]


def _is_full(face: Box, pictures: Sequence[Pixels]) -> bool:
    rows: int = pictures[0].shape[0]
    return face.height >= _FULL_SHARE * rows


def fills(
    pictures: Sequence[Pixels], full: Sequence[Box], framed: Sequence[FacecamCandidate]
) -> bool:
    """Return whether a large face is no streamer's, who sits close to a camera over a game.

    Two who talk to each other have nothing but a background around their cameras.
    """
    if not full:
        return False
    if not all(_is_in(face, framed) for face in full):
        return True
    return not moves_around(pictures, full, [candidate.box for candidate in framed])


def _is_in(face: Box, framed: Sequence[FacecamCandidate]) -> bool:
    return any(candidate.box.holds(face.centre) for candidate in framed)


def choose_around_faces(
    pictures: Sequence[Pixels], faces: Sequence[Box], edges: EdgeMaps, tuning: FacecamTuning
) -> list[FacecamCandidate]:
    """Return the acceptable rectangles around faces that move, best first, each place once."""
    from core.adapters.vision.banners import cut_banners  # noqa: PLC0415 - numpy
    from core.adapters.vision.edges import (  # noqa: PLC0415 - as above
        is_stirring,
        measure_edges_around,
    )

    accepted: list[tuple[FacecamCandidate, EdgeMaps]] = []
    close = replace(tuning, face_share_max=_CLOSE_SHARE_MAX, area_share_max=_CLOSE_AREA_MAX)
    for face in faces:
        if is_stirring(pictures, face):
            seen = measure_edges_around(pictures, face, edges)
            found = search_rectangle(face, seen, close if _is_full(face, pictures) else tuning)
            if found is not None and is_acceptable(found, tuning):
                inner = cut_banners(found.box, face, seen, pictures)
                accepted.append((replace(found, box=inner), seen))
    apart: list[FacecamCandidate] = []
    for candidate, seen in sorted(accepted, key=lambda one: -one[0].score):
        if all(measure_overlap(candidate.box, other.box) < _SAME_PLACE for other in apart):
            apart.extend(_part(pictures, candidate, seen))
    return apart


def _part(
    pictures: Sequence[Pixels], candidate: FacecamCandidate, edges: EdgeMaps
) -> list[FacecamCandidate]:
    """Return a rectangle, or the two cameras that stand together in it: something moves in both."""
    from core.adapters.vision.edges import measure_motion  # noqa: PLC0415 - as above

    halves = split_rectangle(candidate.box, edges)
    if not halves or any(measure_motion(pictures, half) < _MOTION_MIN for half in halves):
        return [candidate]
    return [replace(candidate, box=half) for half in halves]
