import numpy as np

from core.adapters.vision import face_sights
from core.adapters.vision.face_sights import FaceSights, Sample, are_near
from core.adapters.vision.faces import find_model
from core.adapters.vision.pictures import read_spread
from core.domain.clips.box import Box
from core.domain.clips.framing.face import Face


def make_face(x):
    return Face(box=Box(x=x, y=100, width=80, height=90), score=0.9)


def take_samples(video, *, count=4):
    frames = read_spread(video, start_seconds=0, end_seconds=4, count=count, deadline=1e18)
    return [Sample(at_seconds=f.at_seconds, picture=f.shrink(512)) for f in frames]


def test_a_face_is_told_in_the_pixels_of_the_source(face_films):
    sights = FaceSights(find_model(), 960, deadline=1e18)

    seen = sights.find(take_samples(face_films / "talk.mp4"))

    assert [len(faces) for _, faces in seen] == [1] * len(seen)
    assert 300 < seen[0][1][0].box.centre[0] < 660


def test_who_stays_is_looked_for_in_fewer_samples(face_films):
    samples = take_samples(face_films / "talk.mp4", count=12)

    seen = FaceSights(find_model(), 960, deadline=1e18).find(samples)

    assert len(seen) < len(samples)


def test_no_more_faces_are_looked_for_after_the_deadline(monkeypatch):
    class Unused:
        def __init__(self, file):
            self.file = file

        def find_faces(self, picture, *, score_min):
            raise AssertionError

    monkeypatch.setattr(face_sights, "FaceModel", Unused)
    samples = [
        Sample(at_seconds=0.2 * i, picture=np.zeros((90, 160, 3), np.uint8)) for i in range(3)
    ]

    sights = FaceSights(None, 160, deadline=0.0).find(samples)

    assert all(faces == () for _, faces in sights)


def test_faces_are_near_while_the_largest_moves_little():
    assert are_near((make_face(100),), (make_face(108),), 10)
    assert not are_near((make_face(100),), (make_face(120),), 10)
    assert not are_near((make_face(100),), (), 10)
    assert are_near((), (), 10)
