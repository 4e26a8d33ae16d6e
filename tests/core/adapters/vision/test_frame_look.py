import numpy as np
import pytest

from core.adapters.vision.frame_look import make_look, measure_change, measure_unlikeness


def make_scene(seed, level=110.0, contrast=30.0):
    """Return blotches of grey, 90x160, with a margin to move in."""
    rng = np.random.default_rng(seed)
    blotches = np.kron(rng.normal(size=(11, 18)), np.ones((10, 10)))
    return np.clip(level + contrast * blotches, 0, 255)


def cut_out(scene, down=0, across=0, colour=128):
    grey = scene[10 + down : 100 + down, 10 + across : 170 + across].astype(np.uint8)
    return make_look(grey, np.full((45, 80, 2), colour, np.uint8), at_seconds=0.0)


SCENE = make_scene(1)
NO_COLOURS = np.zeros((0, 0, 2), np.uint8)


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        (cut_out(SCENE), cut_out(SCENE), 0.0, 0.01),
        (cut_out(SCENE), cut_out(SCENE, 6, -9), 0.0, 0.15),  # the camera shook
        (cut_out(SCENE), cut_out(SCENE * 0.4), 0.0, 0.02),  # it got dark
        (cut_out(SCENE), cut_out(make_scene(2)), 0.6, 1.0),
        # Dark, and of few levels: nearly as unlike as bright ones.
        (cut_out(make_scene(1, 20, 4)), cut_out(make_scene(2, 20, 4)), 0.5, 1.0),
        (cut_out(SCENE), cut_out(SCENE * 0), 0.99, 1.0),  # to black
        (cut_out(SCENE * 0), cut_out(SCENE * 0), 0.0, 0.0),
        (cut_out(make_scene(1, 9, 0.5)), cut_out(make_scene(2, 9, 0.5)), 0.0, 0.2),  # only noise
    ],
)
def test_shapes_are_compared_whatever_their_light_and_place(before, after, low, high):
    assert low <= measure_unlikeness(before, after) <= high


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        (cut_out(SCENE), cut_out(SCENE), 0.0, 0.0),
        (cut_out(SCENE), cut_out(SCENE, 10, -10), 0.0, 0.1),
        (cut_out(SCENE), cut_out(SCENE + 30), 0.8, 1.2),
        (cut_out(SCENE * 0.2), cut_out((SCENE + 30) * 0.2), 0.6, 1.2),  # the same in the dark
        (cut_out(SCENE), cut_out(SCENE, colour=158), 0.8, 1.2),
    ],
)
def test_shades_and_colours_are_compared_wherever_they_are(before, after, low, high):
    assert low <= measure_change(before, after) <= high


def test_frames_of_other_sizes_and_without_colours_can_be_compared():
    small = make_look(np.full((40, 60), 9, np.uint8), NO_COLOURS, at_seconds=0.0)

    assert measure_unlikeness(cut_out(SCENE), small) == 0.0
    assert measure_change(cut_out(SCENE), small) == 0.0
    assert measure_change(small, small) == 0.0
