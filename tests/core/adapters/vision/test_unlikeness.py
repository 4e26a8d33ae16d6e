import numpy as np
import pytest

from core.adapters.vision.unlikeness import measure_unlikeness


def make_scene(seed, level=110.0, contrast=30.0):
    """Return blotches of grey, 90x160, with a margin to move in."""
    rng = np.random.default_rng(seed)
    blotches = np.kron(rng.normal(size=(11, 18)), np.ones((10, 10)))
    return np.clip(level + contrast * blotches, 0, 255)


def cut_out(scene, down=0, across=0):
    return scene[10 + down : 100 + down, 10 + across : 170 + across].astype(np.uint8)


SCENE = make_scene(1)


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        (cut_out(SCENE), cut_out(SCENE), 0.0, 0.01),
        (cut_out(SCENE), cut_out(SCENE, 6, -9), 0.0, 0.15),  # the camera shook
        (cut_out(SCENE), cut_out(SCENE * 0.4), 0.0, 0.02),  # it got dark
        (cut_out(SCENE), cut_out(make_scene(2)), 0.6, 1.0),
        # Dark, and of few levels: as unlike as bright ones.
        (cut_out(make_scene(1, 20, 4)), cut_out(make_scene(2, 20, 4)), 0.6, 1.0),
        (cut_out(SCENE), cut_out(SCENE * 0), 1.0, 1.0),  # to black
        (cut_out(SCENE * 0), cut_out(SCENE * 0), 0.0, 0.0),
    ],
)
def test_frames_are_compared_whatever_their_light_and_place(before, after, low, high):
    assert low <= measure_unlikeness(before, after) <= high
