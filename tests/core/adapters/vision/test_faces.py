import hashlib
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


def test_the_model_is_the_one_that_was_looked_at():
    """It is run on other people's pictures: a file that somebody exchanged is not loaded."""
    model = find_model()

    assert model is not None
    assert hashlib.sha256(model.read_bytes()).hexdigest() == faces.MODEL_SHA256


def test_without_the_model_there_are_no_faces(monkeypatch, tmp_path):
    monkeypatch.setattr(faces, "MODEL_FILE", tmp_path / "centerface.onnx")

    assert find_model() is None
    assert FaceModel(find_model()).find_faces(read_astronaut()) == ()


@pytest.mark.parametrize("content", [b"", b"no model"])
def test_another_model_is_never_given_to_opencv(tmp_path: Path, monkeypatch, content):
    model = tmp_path / "centerface.onnx"
    model.write_bytes(content)
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda given: pytest.fail("it was loaded"))

    assert FaceModel(model).find_faces(read_astronaut()) == ()


@pytest.mark.parametrize("content", [b"", b"no model"])
def test_a_model_that_opencv_cannot_read_sees_nothing_and_breaks_nothing(
    tmp_path: Path, monkeypatch, content
):
    model = tmp_path / "centerface.onnx"
    model.write_bytes(content)
    monkeypatch.setattr(faces, "MODEL_SHA256", hashlib.sha256(content).hexdigest())

    assert FaceModel(model).find_faces(read_astronaut()) == ()


def test_a_model_that_cannot_be_opened_sees_nothing(tmp_path: Path):
    assert FaceModel(tmp_path).find_faces(read_astronaut()) == ()


class OddNetwork:
    """A network as another release of OpenCV may run it."""

    def __init__(self, answer):
        self.answer, self.runs = answer, 0

    def setInput(self, blob):  # noqa: N802 - as OpenCV calls it
        pass

    def forward(self, outputs):
        self.runs += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "answer",
    [
        cv2.error("no layer 537"),
        (),
        (np.ones(3), np.ones(3), np.ones(3), np.ones(3)),
        (np.ones((1, 1, 4, 4)), np.ones((1, 1, 4, 4)), np.ones((1, 2, 4, 4)), None),
        None,
    ],
)
def test_an_opencv_that_runs_it_otherwise_costs_the_faces_and_is_asked_once(monkeypatch, answer):
    network = OddNetwork(answer)
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda content: network)
    model = FaceModel(find_model())

    assert [model.find_faces(read_astronaut()) for _ in range(3)] == [(), (), ()]
    assert network.runs == 1
