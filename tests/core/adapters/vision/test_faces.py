from pathlib import Path

import cv2
import numpy as np
import pytest

from core.adapters.vision import faces
from core.adapters.vision.faces import FaceModel, find_model
from core.domain.clips.box import Box, measure_overlap
from tests.core.adapters.vision.conftest import find_astronaut

# Read off the picture of 512 x 512 by eye: from the hairline to the chin.
FACE = Box(x=180, y=62, width=88, height=116)


def read_astronaut():
    picture = cv2.imread(str(find_astronaut()))
    assert picture is not None
    return picture.astype(np.uint8)


def test_the_face_is_found_where_it_is():
    found = FaceModel(find_model()).find_faces(read_astronaut())

    assert len(found) == 1
    assert measure_overlap(found[0].box, FACE) > 0.8
    assert found[0].score > 0.8


def test_pictures_of_several_sizes_by_turns_do_not_ruin_the_model():
    """OpenCV folds layers again at each new size, and after three of them it sees only faces."""
    model, picture = FaceModel(find_model()), read_astronaut()

    counts = [
        len(model.find_faces(np.ascontiguousarray(picture[:rows])))
        for rows in (512, 400, 300, 512, 400, 300, 512)
    ]

    assert counts == [1] * 7


def test_a_face_at_the_border_does_not_leave_the_picture():
    picture = np.ascontiguousarray(read_astronaut()[80:])

    found = FaceModel(find_model()).find_faces(picture)

    assert all(face.box.y >= 0 and face.box.bottom <= picture.shape[0] for face in found)


def test_noise_has_no_face():
    noise = np.random.default_rng(1).integers(0, 255, (240, 320, 3)).astype(np.uint8)

    assert FaceModel(find_model()).find_faces(noise) == ()


def test_without_the_wheel_there_are_no_faces(monkeypatch):
    monkeypatch.setattr(faces, "find_spec", lambda name: None)

    assert find_model() is None
    assert FaceModel(find_model()).find_faces(read_astronaut()) == ()


def test_a_wheel_without_the_model_is_as_good_as_none(monkeypatch, tmp_path):
    class Spec:
        submodule_search_locations = (str(tmp_path),)

    monkeypatch.setattr(faces, "find_spec", lambda name: Spec)

    assert find_model() is None


@pytest.mark.parametrize("content", [b"", b"no model"])
def test_a_broken_model_sees_nothing_and_breaks_nothing(tmp_path: Path, content):
    model = tmp_path / "centerface.onnx"
    model.write_bytes(content)

    assert FaceModel(model).find_faces(read_astronaut()) == ()
