"""The models: drawn in known colours, standing on the ground."""

import pytest

from core.adapters.demo import models

STANDING = ("PALM", "PYLON", "BILLBOARD", "CRYSTAL", "BARRIER", "FINISH_GATE")


@pytest.mark.parametrize("name", STANDING)
def test_what_stands_beside_the_road_touches_the_ground(name):
    shapes = getattr(models, name)

    assert max(y for shape in shapes for _, y in shape.points) == 0


def test_colours_are_indices_of_the_palette():
    for shapes in (models.SHIP, models.BOSS, models.make_arch(124), models.make_flame(9)):
        assert all(0 < shape.colour < 256 for shape in shapes)
