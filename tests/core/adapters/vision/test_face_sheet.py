import numpy as np

from core.adapters.vision.face_sheet import find_faces_in_sheet
from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.pictures import read_spread
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.framing.face import Face


class OneFaceModel(FaceModel):
    """Finds one face in any picture."""

    def __init__(self, box):
        super().__init__(None)
        self.box = box
        self.sizes = []

    def find_faces(self, picture, *, score_min=0.6):
        self.sizes.append(picture.shape)
        return (Face(box=self.box, score=0.9),)


def test_a_face_belongs_to_the_picture_that_it_was_seen_in():
    model = OneFaceModel(Box(x=170, y=100, width=20, height=24))  # in the second column and row
    pictures = [np.zeros((540, 960, 3), np.uint8)] * 7

    seen = find_faces_in_sheet(pictures, model, width=640, score_min=0.5)

    assert [len(faces) for faces in seen] == [0, 0, 0, 0, 0, 1, 0]
    assert seen[5][0].box == Box(x=60, y=60, width=120, height=144)
    assert model.sizes == [(360, 640, 3)]


def test_a_face_in_an_empty_place_is_nobodys():
    model = OneFaceModel(Box(x=500, y=300, width=20, height=24))
    pictures = [np.zeros((540, 960, 3), np.uint8)] * 3

    assert find_faces_in_sheet(pictures, model, width=640, score_min=0.5) == [(), (), ()]


def test_a_large_face_is_found_where_the_wide_picture_has_it(face_films):
    video = face_films / "talk.mp4"
    frames = read_spread(video, start_seconds=0, end_seconds=4, count=4, deadline=1e18)
    pictures = [frame.shrink(960) for frame in frames]
    model = FaceModel(find_model())

    seen = find_faces_in_sheet(pictures, model, width=640, score_min=0.45)

    (wide,) = FaceModel(find_model()).find_faces(pictures[1], score_min=0.45)
    assert all(len(faces) == 1 for faces in seen)
    assert measure_overlap(seen[1][0].box, wide.box) > 0.6
