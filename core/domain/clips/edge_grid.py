"""The edge grid: scores every rectangle of candidate lines at once, by its share of edge.

Arrays over rectangles have the axes left x right x top x bottom, one entry per candidate line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.clips.box import Box

if TYPE_CHECKING:
    from numpy import bool_, float32, floating, signedinteger
    from numpy.typing import NDArray

    Map = NDArray[float32]
    Scores = NDArray[floating]
    Lines = NDArray[signedinteger]
    Shares = tuple[Scores, Scores, Scores, Scores]

_CORNER_GAP = 3
_OVERRUN_MIN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FacecamTuning:
    """What counts as a facecam; shares are of the picture's width, height or area."""

    seen_share_min: float = 0.35
    aspect_min: float = 0.45
    aspect_max: float = 2.5
    area_share_min: float = 0.011
    area_share_max: float = 0.30
    face_share_min: float = 0.012
    face_share_max: float = 0.40
    reach_faces: float = 7.0
    lines_a_side: int = 14
    frame_border_weight: float = 0.45
    side_margin_share: float = 0.06
    off_side_factor: float = 0.75
    small_share: float = 0.02
    small_factor: float = 0.9
    overrun_weight: float = 0.25
    accept_score: float = 0.48
    drawn_min: float = 0.8
    rounded_drawn_min: float = 0.7
    straight_min: float = 0.9
    faceless_drawn_min: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeMaps:
    """How persistent the edge between neighbouring pixels is, 0 to 1; rows x columns.

    `upright[y, x]` is the edge between columns x-1 and x, `level[y, x]` that between rows y-1 and
    y.
    """

    upright: Map
    level: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class RectangleGrid:
    """Candidate lines of four sides: columns for left and right, rows for top and bottom."""

    edges: EdgeMaps
    left: Lines
    right: Lines
    top: Lines
    bottom: Lines

    def measure_sides(self, border_weight: float) -> Shares:
        """Return the share of edge along each side; on the frame's border, `border_weight`."""
        import numpy as np  # noqa: PLC0415 - a tenth of a second to import

        upright, level = self.edges.upright, self.edges.level.T
        down, across = (self.top, self.bottom), (self.left, self.right)
        left = _share_of_edge(upright, self.left, down, border_weight)
        right = _share_of_edge(upright, self.right, down, border_weight)
        top = _share_of_edge(level, self.top, across, border_weight)
        bottom = _share_of_edge(level, self.bottom, across, border_weight)
        return (
            left[:, None, :, :],
            right[None, :, :, :],
            np.moveaxis(top, 0, -1)[:, :, :, None],
            np.moveaxis(bottom, 0, -1)[:, :, None, :],
        )

    def score(self, shares: Shares, face: Box, tuning: FacecamTuning) -> Scores:
        """Return each rectangle's score; -1 if it is no shape for a camera with this face."""
        import numpy as np  # noqa: PLC0415 - as above

        rows, columns = self.edges.upright.shape
        width = (self.right[None, :] - self.left[:, None])[:, :, None, None]
        height = (self.bottom[None, :] - self.top[:, None])[None, None, :, :]
        area = width * height / (rows * columns)
        margin = np.minimum(self.left[:, None], columns - self.right[None, :]) / columns
        overrun = self.measure_overrun(max(_OVERRUN_MIN, face.height // 2))
        lowest = np.minimum.reduce(np.broadcast_arrays(*shares))
        score = 0.6 * (shares[0] + shares[1] + shares[2] + shares[3]) / 4 + 0.4 * lowest
        score = score - tuning.overrun_weight * overrun
        score = score * np.where(area < tuning.small_share, tuning.small_factor, 1.0)
        off_side = (margin > tuning.side_margin_share)[:, :, None, None]
        score = score * np.where(off_side, tuning.off_side_factor, 1.0)
        return np.where(_is_allowed(width, height, area, face, tuning), score, -1.0)

    def measure_overrun(self, length: int) -> Scores:
        """Return how far sides run past the corners, 0 to 1: true corners end both lines."""
        left, right, top, bottom = self.left, self.right, self.top, self.bottom
        total: Scores = (
            self._overrun_at(left, top, length, (-1, -1))[:, None, :, None]
            + self._overrun_at(left, bottom, length, (-1, 1))[:, None, None, :]
            + self._overrun_at(right, top, length, (1, -1))[None, :, :, None]
            + self._overrun_at(right, bottom, length, (1, 1))[None, :, None, :]
        )
        return total / 8

    def _overrun_at(self, xs: Lines, ys: Lines, length: int, step: tuple[int, int]) -> Scores:
        """Return the edge past each corner (columns x rows), summed over its two lines."""
        upright = _edge_beyond(self.edges.upright, xs, ys, step[1] * length)
        level = _edge_beyond(self.edges.level.T, ys, xs, step[0] * length)
        return upright + level.T


def add_up(edges: Map, axis: int) -> Map:
    """Return cumulative sums along an axis, with a leading zero."""
    import numpy as np  # noqa: PLC0415 - as above

    pad = ((1, 0), (0, 0)) if axis == 0 else ((0, 0), (1, 0))
    sums: Map = np.pad(np.cumsum(edges, axis=axis, dtype=np.float32), pad)
    return sums


def _share_of_edge(
    edges: Map, at: Lines, ends: tuple[Lines, Lines], border_weight: float
) -> Scores:
    """Return the share of edge of each upright line between two ends: lines x ends x ends."""
    import numpy as np  # noqa: PLC0415 - as above

    columns = edges.shape[1]
    lines = add_up(edges[:, np.clip(at, 0, columns - 1)], axis=0).T
    low, high = ends
    length = np.maximum(1, high[None, :] - low[:, None])
    share = (lines[:, None, high] - lines[:, low][:, :, None]) / length
    return np.where(((at <= 0) | (at >= columns))[:, None, None], border_weight, share)


def _edge_beyond(edges: Map, at: Lines, ends: Lines, reach: int) -> Scores:
    """Return the share of edge just beyond each end of each upright line: lines x ends."""
    import numpy as np  # noqa: PLC0415 - as above

    rows, columns = edges.shape
    lines = add_up(edges[:, np.clip(at, 0, columns - 1)], axis=0).T
    gap = _CORNER_GAP if reach > 0 else -_CORNER_GAP
    near, far = np.clip(ends + gap, 0, rows), np.clip(ends + gap + reach, 0, rows)
    inside = ((at > 0) & (at < columns))[:, None]
    return np.where(inside, (lines[:, far] - lines[:, near]) / reach, 0.0)


def _is_allowed(
    width: Lines, height: Lines, area: Scores, face: Box, tuning: FacecamTuning
) -> NDArray[bool_]:
    aspect = width / height
    face_share = face.area / (width * height)
    allowed: NDArray[bool_] = (
        (aspect >= tuning.aspect_min)
        & (aspect <= tuning.aspect_max)
        & (area >= tuning.area_share_min)
        & (area <= tuning.area_share_max)
        & (face_share >= tuning.face_share_min)
        & (face_share <= tuning.face_share_max)
    )
    return allowed
