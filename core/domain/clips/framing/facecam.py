"""Facecam search: the camera picture in a stream, a rectangle of lasting edges around a face.

A camera laid over a game has four straight sides that stay where they are, and a face that stays
inside, while the game behind it moves. Everything here is in pixels of the pictures examined.
Weights were tuned on composed streams; the scheme is that of edge persistence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps, FacecamTuning, RectangleGrid, add_up
from core.domain.clips.framing.face import Face

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Map = NDArray[float32]


_SEED_BANDS = 6
_SEED_RUN_MIN = 0.6
_SEED_LINES_MAX = 24
# A line through two cameras that stand together is as clear as their sides, and near the middle.
_AS_CLEAR = 0.85
_PART_SHARE_MIN = 0.35
# A corner is rounded by at most this share of the shorter side; by half of it, nothing is straight.
CORNER_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class FacecamCandidate:
    """A rectangle and its score, 0 to 1.

    `drawn` rates, 0 to 1, only those of its sides that are not on the frame's border, and
    `straight` is the least share of edge of any of these between its corners, which may be round.
    """

    box: Box
    score: float
    drawn: float
    straight: float = 0.0


def is_acceptable(candidate: FacecamCandidate, tuning: FacecamTuning) -> bool:
    """Return whether a rectangle is credible: parts of a game's display have broken sides."""
    least = tuning.drawn_min
    if candidate.straight >= tuning.straight_min:
        least = min(least, tuning.rounded_drawn_min)
    return candidate.score >= tuning.accept_score and candidate.drawn >= least


def cluster_faces(
    pictures: Sequence[Sequence[Face]], tuning: FacecamTuning
) -> tuple[tuple[Box, tuple[int, ...]], ...]:
    """Return the lasting faces: the middle box of each, and the pictures it was seen in."""
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


def list_seeds(edges: EdgeMaps) -> tuple[Box, ...]:
    """Return small boxes below and above the long level edges, where a camera may be.

    They stand in for an unknown face; at most 48 of them, strongest edges first.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    rows, columns = edges.level.shape
    run, side, away = round(columns * 0.1), round(columns * 0.03), round(columns * 0.045)
    along = add_up(edges.level, axis=1)
    filled = (along[:, run:] - along[:, :-run]) / run
    bands = np.array_split(np.arange(filled.shape[1]), _SEED_BANDS)
    found: list[tuple[float, int, int]] = []
    for band in bands:
        strength = filled[:, band].max(axis=1)
        for y in range(1, rows - 1):
            if strength[y] >= _SEED_RUN_MIN and strength[y] >= strength[y - 1 : y + 2].max():
                middle = int(band[0]) + int(filled[y, band].argmax()) + run // 2
                found.append((float(strength[y]), middle, y))
    strongest = sorted(found, reverse=True)[:_SEED_LINES_MAX]
    return tuple(
        Box(x=x - side // 2, y=y + step - side // 2, width=side, height=side)
        for _, x, y in strongest
        for step in (away, -away)
        if 0 < y + step < rows
    )


def search_rectangle(face: Box, edges: EdgeMaps, tuning: FacecamTuning) -> FacecamCandidate | None:
    """Return the best rectangle of lasting edges around a face, whatever its score."""
    import numpy as np  # noqa: PLC0415 - as above

    left, right, top, bottom = (np.array(side) for side in _choose_lines(face, edges, tuning))
    grid = RectangleGrid(edges=edges, left=left, right=right, top=top, bottom=bottom)
    shares = grid.measure_sides(tuning.frame_border_weight)
    score = grid.score(shares, face, tuning)
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    if score[best] <= 0:
        return None
    x, y = int(left[best[0]]), int(top[best[2]])
    box = Box(x=x, y=y, width=int(right[best[1]]) - x, height=int(bottom[best[3]]) - y)
    rows, columns = edges.upright.shape
    at_border = (box.x <= 0, box.right >= columns, box.y <= 0, box.bottom >= rows)
    found = [float(np.broadcast_to(share, score.shape)[best]) for share in shares]
    sides = [share for share, border in zip(found, at_border, strict=True) if not border]
    drawn = 0.6 * sum(sides) / len(sides) + 0.4 * min(sides) if sides else 0.0
    return FacecamCandidate(
        box=box,
        score=float(score[best]),
        drawn=drawn,
        straight=_measure_straight(box, edges, at_border),
    )


def _measure_straight(box: Box, edges: EdgeMaps, at_border: Sequence[bool]) -> float:
    """Return the least share of edge of the sides inside the picture, without their ends."""
    corner = round(CORNER_SHARE * min(box.width, box.height))
    down = slice(box.y + corner, box.bottom - corner)
    across = slice(box.x + corner, box.right - corner)
    rows, columns = edges.upright.shape
    sides = (
        edges.upright[down, box.x],
        edges.upright[down, min(box.right, columns - 1)],
        edges.level[box.y, across],
        edges.level[min(box.bottom, rows - 1), across],
    )
    inside = [side for side, border in zip(sides, at_border, strict=True) if not border]
    return min((float((side > 0).mean()) for side in inside if side.size), default=0.0)


def split_rectangle(box: Box, edges: EdgeMaps) -> tuple[Box, ...]:
    """Return the two halves of a rectangle that a lasting line crosses, or nothing.

    Where two lines cross it, what lies between them is the gap between two cameras.
    """
    level = edges.level[box.y : box.bottom, box.x : box.right].mean(axis=1)
    if rows := _find_gap(level):
        first, last = (box.y + row for row in rows)
        return (
            Box(x=box.x, y=box.y, width=box.width, height=first - box.y),
            Box(x=box.x, y=last, width=box.width, height=box.bottom - last),
        )
    upright = edges.upright[box.y : box.bottom, box.x : box.right].mean(axis=0)
    if columns := _find_gap(upright):
        first, last = (box.x + column for column in columns)
        return (
            Box(x=box.x, y=box.y, width=first - box.x, height=box.height),
            Box(x=last, y=box.y, width=box.right - last, height=box.height),
        )
    return ()


def _find_gap(profile: Map) -> tuple[int, int] | None:
    """Return the first and the last clear line in the middle of a rectangle."""
    least = _AS_CLEAR * float(profile[:2].max())
    start, end = (round(share * len(profile)) for share in (_PART_SHARE_MIN, 1 - _PART_SHARE_MIN))
    clear = [place for place in range(start, end) if profile[place] >= max(least, _SEED_RUN_MIN)]
    return (clear[0], clear[-1]) if clear else None


def _choose_lines(
    face: Box, edges: EdgeMaps, tuning: FacecamTuning
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return candidates for left, right, top and bottom: where edges run beside the face."""
    rows, columns = edges.upright.shape
    beside = slice(max(0, face.y - face.height // 2), min(rows, face.bottom + face.height // 2))
    above = slice(max(0, face.x - face.width), min(columns, face.right + face.width))
    upright = edges.upright[beside].mean(axis=0)
    level = edges.level[:, above].mean(axis=1)
    reach_x, reach_y = (
        round(tuning.reach_faces * face.width),
        round(5 / 7 * tuning.reach_faces * face.height),
    )
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
    """Return the strongest local maxima from `low` to `high`, and the frame's border if near."""
    inside = range(max(2, low), min(len(profile) - 2, high))
    tops = [i for i in inside if profile[i] >= max(profile[i - 1], profile[i + 1], 0.02)]
    strongest = sorted(tops, key=lambda i: -float(profile[i]))[:count]
    in_reach = low <= border <= high
    return [*strongest, border] if in_reach or not strongest else strongest
