"""One frame: the right size, and the same in each run."""

import pytest

from core.adapters.demo.painter import Painter


@pytest.fixture(scope="module")
def painters() -> tuple[Painter, Painter]:
    return Painter("truss"), Painter("truss")


@pytest.mark.parametrize("offset", [12.0, 200.9, 338.5])
def test_equal_seeds_paint_equal_frames(painters, offset):
    one, other = painters
    frame = one.paint(offset)

    assert len(frame) == 640 * 360 + 4 * 256
    assert frame == other.paint(offset)
