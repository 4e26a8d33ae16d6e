import pytest

from core.adapters.vision import face_finder
from core.adapters.vision.face_finder import VideoFaceFinder
from core.ports.clips import FaceFinder

_: type[FaceFinder] = VideoFaceFinder


async def test_the_face_of_a_frame_is_found(face_films):
    faces = await VideoFaceFinder().find_faces(face_films / "cut.mp4", at_seconds=2.5)

    assert len(faces) == 1
    assert faces[0].box.centre[0] == pytest.approx(806, abs=12)


@pytest.mark.parametrize("name", ["text.mp4", "sound_only.m4a"])
async def test_what_cannot_be_read_has_no_faces(films, name):
    assert await VideoFaceFinder().find_faces(films / name, at_seconds=0) == ()


async def test_without_a_model_there_are_no_faces(face_films, monkeypatch):
    monkeypatch.setattr(face_finder, "find_model", lambda: None)

    assert await VideoFaceFinder().find_faces(face_films / "cut.mp4", at_seconds=2.5) == ()
