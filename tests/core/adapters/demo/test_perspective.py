"""Perspective: near things are low and wide, far things lie at the horizon's centre."""

import pytest

from core.adapters.demo.perspective import CENTRE, column_of, depth_of
from core.adapters.demo.timeline import Moment


def _moment(*, bend: float = 0.0, steering: float = 0.0) -> Moment:
    return Moment(
        offset_seconds=0, position=0, speed=10, steering=steering, bank=0, bend=bend,
        heading=0, theme=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("distance", "depth"),
    [
        (1.0, 214.0),  # 214 / 1
        (2.0, 107.0),  # 214 / 2
        (21.4, 10.0),  # 214 / 21.4
    ],
)
def test_depth_falls_with_the_distance(distance, depth):
    assert depth_of(distance) == pytest.approx(depth)


@pytest.mark.parametrize(
    ("across", "depth", "bend", "column"),
    [
        (0.0, 100.0, 0.0, CENTRE),
        (1.0, 100.0, 0.0, CENTRE + 50),  # half of the depth
        (0.0, 0.0, 1.0, CENTRE + 70),  # the horizon moves by the whole bend
        (0.0, 214.0, 1.0, CENTRE),  # the nearest row does not
    ],
)
def test_columns_follow_the_road(across, depth, bend, column):
    assert column_of(across, depth, _moment(bend=bend)) == pytest.approx(column)
