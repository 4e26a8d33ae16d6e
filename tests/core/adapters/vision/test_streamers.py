import numpy as np
import pytest

from core.adapters.vision.streamers import choose_heads, moves_around
from core.domain.clips.box import Box
from core.domain.clips.edge_grid import EdgeMaps
from core.domain.clips.framing.camera import NO_TEXT, TextSpread

FACE = Box(x=90, y=400, width=46, height=58)
SLIDES = TextSpread(area_share=0.3, columns_share=0.6, side_share=0.5)


def film(*, moves=True, lives=True):
    """Return eight pictures of noise that changes, or stays; the face always stays in place."""
    rng = np.random.default_rng(4)
    still = rng.integers(0, 255, (540, 960, 3), dtype=np.uint8)
    pictures = []
    for _ in range(8):
        picture = rng.integers(0, 255, still.shape, dtype=np.uint8) if moves else still.copy()
        shade = int(rng.integers(90, 140)) if lives else 120
        picture[FACE.y : FACE.bottom, FACE.x : FACE.right] = shade
        pictures.append(picture)
    return pictures


def no_edges(drawn=0.0):
    edges = np.full((540, 960), drawn, np.float32)
    return EdgeMaps(upright=edges, level=edges)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (FACE,)),  # a head in a corner over a game
        ({"share": 0.4}, ()),  # seen now and then: somebody in the game
        ({"face": Box(x=450, y=250, width=46, height=58)}, ()),  # in the middle: a talk
        ({"face": Box(x=20, y=300, width=160, height=200)}, ()),  # large: a talk as well
        ({"pictures": film(moves=False)}, ()),  # a room that stands still
        ({"pictures": film(moves=False), "text": SLIDES}, (FACE,)),  # beside slides
        ({"pictures": film(lives=False)}, ()),  # a portrait
        ({"edges": no_edges(1.0)}, ()),  # drawn among the digits of a game's display
        ({"framed": [Box(x=40, y=350, width=300, height=180)]}, ()),  # in a camera's rectangle
    ],
)
def test_a_streamer_without_a_rectangle_is_a_head_that_stays_in_a_corner(given, expected):
    found = choose_heads(
        given.get("pictures", film()),
        [(given.get("face", FACE), given.get("share", 1.0))],
        given.get("framed", []),
        given.get("edges", no_edges()),
        given.get("text", NO_TEXT),
    )

    assert found == expected


@pytest.mark.parametrize(
    ("pictures", "face", "framed", "expected"),
    [
        (film(), FACE, [], True),
        (film(moves=False), FACE, [], False),
        (film(), Box(x=240, y=30, width=480, height=480), [], False),  # nothing is beside it
        (film(), FACE, [Box(x=0, y=0, width=960, height=540)], False),  # all of it are cameras
    ],
)
def test_around_a_streamer_the_picture_moves(pictures, face, framed, expected):
    assert moves_around(pictures, [face], framed) is expected


@pytest.mark.parametrize("swing", [0, 8, 16])
def test_light_that_changes_moves_nothing(swing):
    """As a lamp, a cloud or a camera's exposure does with the room of somebody who talks."""
    rng = np.random.default_rng(4)
    room = rng.integers(60, 180, (540, 960, 3), dtype=np.uint8)
    pictures = [room + np.uint8(swing * (number % 3)) for number in range(12)]

    assert not moves_around(pictures, [Box(x=400, y=150, width=150, height=170)])
