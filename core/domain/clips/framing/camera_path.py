"""The camera path: how the crop moves, still when it can be, otherwise like a camera operator.

A shot whose subject stays within a fifth of the crop's width gets a still camera. Any other gets
the path whose position, speed and acceleration change as little as possible while the subject stays
close to the middle (Grundmann, Kwatra and Essa, "Auto-Directed Video Stabilization with Robust L1
Optimal Camera Paths", 2011). Nothing carries over a cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH
from core.domain.clips.framing.smoothing import smooth_path

STEP_SECONDS = 0.2
_STILL_SHARE = 0.2
_REACH_SHARE = 0.1
_JUMP_SHARE = 0.35
_CUT_SECONDS = 0.001
_STRAIGHT_PIXELS = 1.0

Knot = tuple[float, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPoint:
    """Where the middle of the subject is: seconds into the asset, and a column of the picture."""

    at_seconds: float
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A stretch without a cut, and its subject in steps of 0.2 s, or longer where it stays.

    `face_share` is the share of it in which the subject is a face, `group_width` how many columns
    the faces span that count (0 without faces), and `people` where each of these usually is.
    """

    start_seconds: float
    end_seconds: float
    points: tuple[SubjectPoint, ...]
    face_share: float = 0.0
    group_width: int = 0
    people: tuple[Box, ...] = ()

    @property
    def seconds(self) -> float:
        return self.end_seconds - self.start_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The subject throughout a window of a video; width and height are those a viewer sees."""

    width: int
    height: int
    shots: tuple[Shot, ...]

    @property
    def cuts_at_seconds(self) -> tuple[float, ...]:
        """When each shot after the first begins."""
        return tuple(shot.start_seconds for shot in self.shots[1:])

    @property
    def face_share(self) -> float:
        """The share of the window in which the subject is a face, 0 to 1."""
        return self._weigh([shot.face_share for shot in self.shots])

    def group_share(self, crop_width: int) -> float:
        """Return the share of the window in which the faces do not fit into a crop together."""
        return self._weigh([float(shot.group_width > crop_width) for shot in self.shots])

    def _weigh(self, values: Sequence[float]) -> float:
        total = sum(shot.seconds for shot in self.shots)
        if total <= 0:
            return 0.0
        return sum(v * s.seconds for v, s in zip(values, self.shots, strict=True)) / total


def choose_crop_width(width: int, height: int) -> int:
    """Return the width of a full-height 9:16 crop: even, and no wider than the picture."""
    wanted = 2 * round(height * CLIP_WIDTH / CLIP_HEIGHT / 2)
    return max(2, min(wanted, width - width % 2))


def plan_path(track: Track, crop_width: int) -> tuple[Knot, ...]:
    """Return the crop's left column over time as (seconds into the asset, even column) knots.

    The crop moves evenly between two knots; at a cut, two knots lie a millisecond apart.
    """
    knots: list[Knot] = []
    for shot in track.shots:
        for start, end, points in _split_at_jumps(shot, crop_width):
            if knots:
                knots[-1] = (round(start - _CUT_SECONDS, 3), knots[-1][1])
            knots.extend(_plan_steady(start, end, points, track.width, crop_width))
    return tuple(_drop_stalls(knots))


def x_at(knots: Sequence[Knot], at_seconds: float) -> int:
    """Return the crop's left column at a time, even; beyond either end, the nearest knot's."""
    index = bisect_right(knots, at_seconds, key=lambda knot: knot[0])
    if index == 0:
        return knots[0][1]
    if index == len(knots):
        return knots[-1][1]
    (since, before), (until, after) = knots[index - 1], knots[index]
    share = (at_seconds - since) / (until - since)
    return _even(before + share * (after - before))


def _split_at_jumps(shot: Shot, crop_width: int) -> list[tuple[float, float, list[SubjectPoint]]]:
    """Split a shot where the subject jumps, so that the crop cuts there instead of rushing."""
    parts: list[tuple[float, float, list[SubjectPoint]]] = []
    start, points = shot.start_seconds, list(shot.points[:1])
    for before, after in zip(shot.points, shot.points[1:], strict=False):
        if abs(after.x - before.x) > _JUMP_SHARE * crop_width:
            parts.append((start, after.at_seconds, points))
            start, points = after.at_seconds, []
        points.append(after)
    parts.append((start, shot.end_seconds, points))
    return parts


def _plan_steady(
    start: float, end: float, points: Sequence[SubjectPoint], width: int, crop_width: int
) -> list[Knot]:
    """Return the knots of a stretch in which the subject does not jump."""
    half, most = crop_width / 2, width - crop_width
    lefts = [min(max(point.x - half, 0.0), float(most)) for point in points]
    if not lefts:
        return [(round(start, 3), _even(most / 2)), (round(end, 3), _even(most / 2))]
    low, high = min(lefts), max(lefts)
    if high - low < _STILL_SHARE * crop_width:
        still = _even((low + high) / 2)
        return [(round(start, 3), still), (round(end, 3), still)]
    smooth = smooth_path(lefts, _REACH_SHARE * crop_width, float(most))
    times = [point.at_seconds for point in points]
    moving = _simplify([(t, x) for t, x in zip(times, smooth, strict=True)])
    knots = [(round(t, 3), _even(x)) for t, x in moving]
    first, last = (round(start, 3), knots[0][1]), (round(end, 3), knots[-1][1])
    before = [first] if first[0] < knots[0][0] else []
    after = [last] if last[0] > knots[-1][0] else []
    return [*before, *knots, *after]


def _simplify(path: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Drop points within a pixel of the straight line between those kept."""
    kept = [path[0]]
    anchor = 0
    for index in range(2, len(path)):
        if not _is_straight(path[anchor : index + 1]):
            anchor = index - 1
            kept.append(path[anchor])
    return [*kept, path[-1]]


def _is_straight(path: list[tuple[float, float]]) -> bool:
    (since, before), (until, after) = path[0], path[-1]
    slope = (after - before) / (until - since)
    return all(abs(before + slope * (t - since) - x) <= _STRAIGHT_PIXELS for t, x in path)


def _drop_stalls(knots: list[Knot]) -> list[Knot]:
    """Drop the middle ones of knots that stand still, and those that share a time."""
    kept: list[Knot] = []
    for knot in knots:
        if kept and knot[0] <= kept[-1][0]:
            continue
        if len(kept) > 1 and kept[-2][1] == kept[-1][1] == knot[1]:
            kept.pop()
        kept.append(knot)
    return kept


def _even(x: float) -> int:
    return 2 * round(x / 2)
