import cv2
import numpy as np
import pytest

from core.adapters.vision.figures import find_figure
from core.domain.clips.framing.stacking import plan_stack


def game(seed):
    rng = np.random.default_rng(seed)
    blotches = rng.integers(0, 255, (18, 32, 3), dtype=np.uint8)
    return cv2.resize(blotches, (960, 540), interpolation=cv2.INTER_NEAREST)


def draw(picture, x, sway, *, is_square=False):
    """Draw a figure that sways and opens its mouth, or a square logo that does not."""
    if is_square:
        cv2.rectangle(picture, (x - 90, 360), (x + 90, 539), (60, 180, 90), -1)
        return picture
    cv2.ellipse(picture, (x, 560), (80, 90), 0, 0, 360, (120, 60, 40), -1)
    cv2.ellipse(picture, (x + sway, 430), (60, 70), 0, 0, 360, (190, 215, 245), -1)
    cv2.ellipse(picture, (x + sway, 460), (18, 4 + 3 * abs(sway)), 0, 0, 360, (60, 40, 180), -1)
    return picture


def film(x=840, sway=5, **given):
    steps = [0, sway, -sway, sway, 0, -sway, sway, 0]
    return [draw(game(index), x, step, **given) for index, step in enumerate(steps)]


def test_a_figure_that_stirs_in_a_corner_is_a_streamer():
    camera = find_figure(film())

    assert camera is not None
    assert not camera.is_framed
    assert abs(camera.box.centre[0] - 840) < 30
    assert camera.box.y < 400
    assert camera.cover is not None
    assert camera.cover.bottom >= 538


def test_a_figures_chin_is_in_the_picture_of_its_panel():
    """The panel of a head is wider than it is high: a square would lose a quarter of its height."""
    camera = find_figure(film())

    assert camera is not None
    seen = plan_stack((camera,), 960, 540).people[0].crop
    assert seen.y <= 360
    assert seen.bottom >= 480


@pytest.mark.parametrize(
    "pictures",
    [
        film(is_square=True),  # a logo, or a panel of the game's own
        film(x=480),  # in the middle: what the player holds
        [game(index) for index in range(8)],
        [draw(game(0), 840, sway) for sway in (0, 5, -5, 5)],  # nothing moves behind it
    ],
)
def test_a_logo_and_a_weapon_are_none(pictures):
    assert find_figure(pictures) is None
