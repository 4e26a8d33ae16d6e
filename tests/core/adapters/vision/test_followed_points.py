import av
import numpy as np
import pytest

from core.adapters.vision.followed_points import FrameShrinker, measure_lost


def make_wall(seed, level=110.0, contrast=30.0):
    rng = np.random.default_rng(seed)
    stones = np.kron(rng.normal(size=(13, 20)), np.ones((10, 10)))
    return np.clip(level + contrast * stones, 0, 255)


def see(wall, down=0, across=0):
    return wall[20 + down : 110 + down, 20 + across : 180 + across].astype(np.uint8)


WALL = make_wall(1)
DARK = make_wall(1, 16, 4)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (see(WALL), see(WALL), 0.0, 0.05),
        (see(WALL), see(WALL, 7, -12), 0.0, 0.5),  # the camera turned
        (see(DARK), see(DARK, 2, 3), 0.0, 0.3),  # and in the dark
        (see(WALL), see(0.4 * WALL), 0.0, 0.2),  # the light went down
        (see(WALL), see(make_wall(2)), 0.8, 1.0),  # another wall of the same stones
        (see(DARK), see(make_wall(2, 16, 4)), 0.8, 1.0),
    ],
)
def test_points_are_lost_where_the_place_is_another(one, other, low, high):
    lost = measure_lost(one, other)

    assert lost is not None
    assert low <= lost <= high


@pytest.mark.parametrize(
    "other", [np.zeros((0, 0), np.uint8), np.full((90, 160), 7, np.uint8), see(WALL)[:, :80]]
)
def test_nothing_is_said_of_pictures_that_have_no_points_or_other_sizes(other):
    assert measure_lost(other, see(WALL)) is None


@pytest.mark.parametrize("layout", ["yuv420p", "yuv420p10le", "rgb24", "gray"])
def test_frames_of_any_kind_become_small_and_grey(layout):
    picture = np.kron(see(WALL), np.ones((4, 4))).astype(np.uint8)
    frame = av.VideoFrame.from_ndarray(picture, format="gray").reformat(format=layout)
    shrinker = FrameShrinker()

    shrinker.shrink(frame)
    small = shrinker.shrink(frame)

    assert small.shape == (90, 160)
    assert abs(small.astype(float) - see(WALL)).mean() < 12
