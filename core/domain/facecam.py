"""Where a streamer's camera picture lies: a rectangle of lasting edges around a face.

A camera that is laid over a game has four straight sides that stay where they are, and a face that
stays inside, while the game behind it moves. Everything here is in pixels of the pictures that
were looked at. Weights were tuned on composed streams; the scheme is that of edge persistence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from core.domain.box import Box
from core.domain.face import Face

if TYPE_CHECKING:
    from numpy import bool_, float32, floating
    from numpy.typing import NDArray

    Map = NDArray[float32]
    Scores = NDArray[floating]


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
    small_factor: float = 0.8
    overrun_weight: float = 0.25
    accept_score: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeMaps:
    """How lasting an edge is between neighbouring pixels, 0 to 1; rows x columns.

    `upright[y, x]` is the edge between columns x-1 and x, `level[y, x]` that between rows y-1 and
    y.
    """

    upright: Map
    level: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class FacecamCandidate:
    """A rectangle and its score, 0 to 1; `sides` are the shares of edge: left, right, top, bottom."""

    box: Box
    score: float
    sides: tuple[float, float, float, float]


def cluster_faces(
    pictures: Sequence[Sequence[Face]], tuning: FacecamTuning
) -> tuple[tuple[Box, tuple[int, ...]], ...]:
    """Return the faces that stay: the middle box of each, and the pictures in which it was seen."""
    clusters: list[list[tuple[int, Box]]] = []
    for index, faces in enumerate(pictures):
        for face in faces:
            home = next((c for c in clusters if _is_same(c, face.box)), None)
            if home is None:
                clusters.append([(index, face.box)])
            else:
                home.append((index, face.box))
    seen = [
        (_middle([box for _, box in cluster]), tuple(sorted({index for index, _ in cluster})))
        for cluster in clusters
    ]
    wanted = max(2.0, tuning.seen_share_min * len(pictures))
    return tuple((box, where) for box, where in seen if len(where) >= wanted)


def _is_same(cluster: list[tuple[int, Box]], box: Box) -> bool:
    home = _middle([other for _, other in cluster])
    ratio = box.height / home.height
    reach = 1.3 * max(home.height, box.height)
    far = max(abs(a - b) for a, b in zip(home.centre, box.centre, strict=True))
    return 0.55 <= ratio <= 1.8 and far <= reach


def _middle(boxes: list[Box]) -> Box:
    return Box(
        x=round(median(box.x for box in boxes)),
        y=round(median(box.y for box in boxes)),
        width=round(median(box.width for box in boxes)),
        height=round(median(box.height for box in boxes)),
    )


def list_seeds(columns: int, rows: int) -> tuple[Box, ...]:
    """Return boxes spread over a picture, to search around where no face is known."""
    side = round(columns * 0.05)
    return tuple(
        Box(
            x=round(columns * across / 12) - side // 2,
            y=round(rows * down / 8) - side // 2,
            width=side,
            height=side,
        )
        for down in (1, 3, 5, 7)
        for across in (1, 3, 5, 7, 9, 11)
    )


def search_rectangle(
    face: Box, edges: EdgeMaps, tuning: FacecamTuning
) -> FacecamCandidate | None:
    """Return the best rectangle of lasting edges around a face, whatever its score."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    rows, columns = edges.upright.shape
    sides = _choose_lines(face, edges, tuning)
    left, right, top, bottom = (np.array(lines) for lines in sides)
    share = _side_shares(edges, left, right, top, bottom, tuning)
    mean = sum(share) / 4
    lowest = np.minimum.reduce(np.broadcast_arrays(*share))
    score = 0.6 * mean + 0.4 * lowest
    score = score - tuning.overrun_weight * _overrun(edges, left, right, top, bottom, face)
    width = (right[None, :] - left[:, None])[:, :, None, None]
    height = (bottom[None, :] - top[:, None])[None, None, :, :]
    area = width * height / (rows * columns)
    score = score * np.where(area < tuning.small_share, tuning.small_factor, 1.0)
    margin = np.minimum(left[:, None], columns - right[None, :])[:, :, None, None] / columns
    score = score * np.where(margin > tuning.side_margin_share, tuning.off_side_factor, 1.0)
    score = np.where(_allowed(width, height, area, face, tuning), score, -1.0)
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    if score[best] <= 0:
        return None
    a, b, c, d = (int(i) for i in best)
    box = Box(
        x=int(left[a]),
        y=int(top[c]),
        width=int(right[b] - left[a]),
        height=int(bottom[d] - top[c]),
    )
    found = [float(np.broadcast_to(part, score.shape)[best]) for part in share]
    return FacecamCandidate(
        box=box, score=float(score[best]), sides=(found[0], found[1], found[2], found[3])
    )


def _allowed(
    width: Scores, height: Scores, area: Scores, face: Box, tuning: FacecamTuning
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


def _choose_lines(
    face: Box, edges: EdgeMaps, tuning: FacecamTuning
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the candidates of left, right, top and bottom: where edges run beside the face."""
    rows, columns = edges.upright.shape
    beside = slice(max(0, face.y - face.height // 2), min(rows, face.bottom + face.height // 2))
    above = slice(max(0, face.x - face.width), min(columns, face.right + face.width))
    upright = edges.upright[beside].mean(axis=0)
    level = edges.level[:, above].mean(axis=1)
    reach_x, reach_y = round(tuning.reach_faces * face.width), round(5 * face.height)
    count = tuning.lines_a_side
    middle_x, middle_y = round(face.centre[0]), round(face.centre[1])
    left_end, top_end = face.x + face.width // 4, face.y + face.height // 4
    return (
        _peaks(upright, middle_x - reach_x, left_end, 0, count),
        _peaks(upright, face.right - face.width // 4, middle_x + reach_x, columns, count),
        _peaks(level, middle_y - reach_y, top_end, 0, count),
        _peaks(level, face.bottom - face.height // 4, middle_y + reach_y, rows, count),
    )


def _peaks(profile: Map, low: int, high: int, border: int, count: int) -> list[int]:
    """Return the strongest local maxima from `low` to `high`, and the frame's border in reach."""
    inside = range(max(2, low), min(len(profile) - 2, high))
    tops = [i for i in inside if profile[i] >= max(profile[i - 1], profile[i + 1], 0.02)]
    strongest = sorted(tops, key=lambda i: -float(profile[i]))[:count]
    in_reach = low <= border <= high
    return [*strongest, border] if in_reach or not strongest else strongest


def _side_shares(
    edges: EdgeMaps, left: Scores, right: Scores, top: Scores, bottom: Scores, tuning: FacecamTuning
) -> tuple[Scores, Scores, Scores, Scores]:
    """Return each side's share of edge, to be broadcast over left x right x top x bottom."""
    import numpy as np  # noqa: PLC0415 - as above

    rows, columns = edges.upright.shape
    down, along = _sums(edges.upright, axis=0), _sums(edges.level, axis=1)
    border = tuning.frame_border_weight

    def upright(at: Scores) -> Scores:
        lines = down[:, np.clip(at, 0, columns - 1)]
        length = np.maximum(1, bottom[None, :] - top[:, None])
        share = (lines[bottom].T[:, None, :] - lines[top].T[:, :, None]) / length
        return np.where(((at <= 0) | (at >= columns))[:, None, None], border, share)

    def level(at: Scores) -> Scores:
        lines = along[np.clip(at, 0, rows - 1)]
        length = np.maximum(1, right[None, :] - left[:, None])
        share = (lines[:, right][:, None, :] - lines[:, left][:, :, None]) / length
        return np.where(((at <= 0) | (at >= rows))[:, None, None], border, share)

    return (
        upright(left)[:, None, :, :],
        upright(right)[None, :, :, :],
        np.moveaxis(level(top), 0, -1)[:, :, :, None],
        np.moveaxis(level(bottom), 0, -1)[:, :, None, :],
    )


def _overrun(
    edges: EdgeMaps, left: Scores, right: Scores, top: Scores, bottom: Scores, face: Box
) -> Scores:
    """Return how far the sides run on past the corners, 0 to 1: true corners end both lines."""
    import numpy as np  # noqa: PLC0415 - as above

    rows, columns = edges.upright.shape
    down, along = _sums(edges.upright, axis=0), _sums(edges.level, axis=1)
    length = max(6, face.height // 2)
    gap = 3

    def past(sums: Map, at: Scores, low: Scores, high: Scores) -> Scores:
        limit = sums.shape[0] - 1
        a, b = np.clip(low, 0, limit), np.clip(high, 0, limit)
        lines = sums[:, np.clip(at, 0, sums.shape[1] - 1)]
        inside = ((at > 0) & (at < sums.shape[1]))[:, None]
        return np.where(inside, (lines[b] - lines[a]).T / length, 0.0)

    def ends(at_upright: Scores, at_level: Scores, step: tuple[int, int]) -> Scores:
        """Return the overrun at each corner of these two lines (upright x level)."""
        across, up = step
        y = (at_level - gap - length, at_level - gap) if up < 0 else (
            at_level + gap, at_level + gap + length)
        x = (at_upright - gap - length, at_upright - gap) if across < 0 else (
            at_upright + gap, at_upright + gap + length)
        vertical = past(down, at_upright, *y)
        horizontal = past(along.T, at_level, *x)
        return vertical + horizontal.T

    total: Scores = (
        ends(left, top, (-1, -1))[:, None, :, None]
        + ends(left, bottom, (-1, 1))[:, None, None, :]
        + ends(right, top, (1, -1))[None, :, :, None]
        + ends(right, bottom, (1, 1))[None, :, None, :]
    )
    return total / 8


def _sums(edges: Map, axis: int) -> Map:
    """Return running sums with a leading zero along an axis."""
    import numpy as np  # noqa: PLC0415 - as above

    pad = ((1, 0), (0, 0)) if axis == 0 else ((0, 0), (1, 0))
    sums: Map = np.pad(np.cumsum(edges, axis=axis, dtype=np.float32), pad)
    return sums
