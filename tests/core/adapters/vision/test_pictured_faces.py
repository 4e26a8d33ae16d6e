import numpy as np
import pytest

from core.adapters.vision.pictured_faces import drop_pictured
from core.domain.clips.box import Box
from core.domain.clips.framing.face import Face

PLACE = Box(x=40, y=30, width=60, height=70)
FACE = Face(box=PLACE.scale(2), score=0.9)  # in the pixels of a source twice as wide


def film(*, moves=True, stirs=0, contrast=120):
    """Return six pictures of noise with a face that stays, or stirs by some levels of grey."""
    rng = np.random.default_rng(5)
    still = rng.integers(0, 255, (180, 320, 3), dtype=np.uint8)
    face = rng.integers(20, 20 + contrast, (PLACE.height, PLACE.width, 3), dtype=np.uint8)
    pictures = []
    for index in range(6):
        picture = rng.integers(0, 255, still.shape, dtype=np.uint8) if moves else still.copy()
        shade = face + np.uint8(stirs * (index % 2))
        picture[PLACE.y : PLACE.bottom, PLACE.x : PLACE.right] = shade
        pictures.append(picture)
    return pictures


@pytest.mark.parametrize(
    ("pictures", "stays"),
    [
        (film(), False),  # a photograph over a game
        (film(stirs=4), True),  # a person
        (film(stirs=2, contrast=10), True),  # a person in the dark
        (film(moves=False), True),  # a photograph that fills the video
        ([], True),
    ],
)
def test_a_face_that_never_stirs_over_a_moving_picture_is_nobody(pictures, stays):
    sights = [(float(index), (FACE,)) for index in range(6)]

    found = drop_pictured(sights, pictures, 640)

    assert [at for at, _ in found] == [at for at, _ in sights]
    assert all(bool(faces) == stays for _, faces in found)


def test_a_short_shot_does_not_tell_who_sits_calmly_from_a_photograph():
    sights = [(index * 0.2, (FACE,)) for index in range(6)]

    assert drop_pictured(sights, film(), 640) == tuple(sights)
