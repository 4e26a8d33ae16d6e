import numpy as np
import pytest

from core.adapters.vision.frame_look import make_look
from core.adapters.vision.sharp_cuts import SharpCuts

RATE = 30


def make_world(seed, level=110.0, contrast=30.0):
    rng = np.random.default_rng(seed)
    world = level + contrast * np.kron(rng.normal(size=(13, 26)), np.ones((10, 10)))
    return np.clip(world, 0, 255)


def film(world, count, *, shake=0.0, seed=0):
    """Return pictures by a camera over a world; it shakes by so many of 160 columns."""
    places = np.random.default_rng(seed).normal(0, shake, (count, 2)).clip(-19, 19).astype(int)
    return [world[20 + y : 110 + y, 40 + x : 200 + x] for y, x in places]


def find(pictures, *, follows=True):
    cuts = SharpCuts()
    colours = np.full((45, 80, 2), 128, np.uint8)
    for index, picture in enumerate(pictures):
        grey = picture.astype(np.uint8)
        cuts.see(
            make_look(grey, colours, at_seconds=index / RATE, detail=grey if follows else None)
        )
    return [round(at * RATE) for at in cuts.finish()]


ONE, OTHER = make_world(1, 90, 30), make_world(2, 130, 40)
DARK, DARKER = make_world(1, 16, 5), make_world(2, 22, 6)
WHITE = np.full((90, 160), 255.0)


@pytest.mark.parametrize("shake", [0.0, 2.0, 5.0])
@pytest.mark.parametrize(("one", "other"), [(ONE, OTHER), (DARK, DARKER)])
def test_a_cut_is_found_to_the_frame_however_dark_and_shaken(one, other, shake):
    pictures = film(one, 20, shake=shake) + film(other, 20, shake=shake, seed=1)

    assert find(pictures) == [20]


@pytest.mark.parametrize("shake", [0.0, 5.0])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_flash_is_no_cut(count, shake):
    pictures = film(ONE, 40, shake=shake)
    pictures[20 : 20 + count] = [0.3 * picture + 0.7 * WHITE for picture in pictures[:count]]

    assert find(pictures) == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_change_right_before_the_end_may_be_a_flash_and_is_no_cut(count):
    assert find(film(ONE, 40) + film(OTHER, count)) == []
    assert find(film(ONE, 40) + film(OTHER, 4)) == [40]


def test_neither_a_fade_nor_a_pan_is_a_cut():
    faded = [
        (1 - share) * one + share * other
        for one, other, share in zip(
            film(ONE, 60), film(OTHER, 60), np.clip(np.arange(-20, 40) / 20, 0, 1), strict=True
        )
    ]
    wide = np.hstack([ONE, OTHER, ONE])
    panned = [wide[20:110, 12 * index : 12 * index + 160] for index in range(40)]

    assert find(faded) == []
    assert find(panned) == []


@pytest.mark.parametrize("late", [3, 7, 10])
def test_a_new_shot_drawn_over_the_old_one_begins_where_it_is_first_seen(late):
    ghosts = [0.5 * DARK + 0.5 * DARKER for _ in range(late)]
    pictures = film(DARK, 20) + film(ghosts[0], late) + film(DARKER, 30)

    assert find(pictures) == [20]


def test_of_two_changes_close_together_the_much_clearer_one_is_the_cut():
    pictures = film(ONE, 20) + film(0.8 * ONE + 0.2 * make_world(3, 100, 30), 5)

    assert find(pictures + film(255 - OTHER, 20)) == [25]


def test_a_cut_between_two_places_of_one_game_is_where_no_point_is_found_again():
    """The same stones in the same light: shades tell nothing, and the camera shakes."""
    one = make_world(4)
    other = one[::-1, ::-1]
    pictures = film(one, 20, shake=4.0) + film(other, 20, shake=4.0, seed=1)

    assert find(pictures, follows=False) == []
    assert find(pictures) == [20]
    assert find(film(one, 40, shake=4.0)) == []


def test_few_frames_have_no_room_for_a_cut():
    assert find([]) == []
    assert find(film(ONE, 1)) == []
    assert find([*film(ONE, 1), *film(OTHER, 1)]) == [1]
