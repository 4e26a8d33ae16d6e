import pytest

from core.adapters.vision import edges, facecam_finder, streamers
from core.adapters.vision.facecam_finder import VideoFacecamFinder, find_in_look
from core.adapters.vision.faces import FaceModel, find_model
from core.adapters.vision.looks import Looker
from core.domain.clips.box import Box, measure_overlap
from core.domain.clips.edge_grid import FacecamTuning
from core.ports.clips import FacecamFinder

_: type[FacecamFinder] = VideoFacecamFinder


async def find(video, end=4.0, **limits):
    """Return the only camera's place, None without any."""
    finder = VideoFacecamFinder(**limits)
    scene = await finder.find_scene(video, start_seconds=0, end_seconds=end)
    assert len(scene.cameras) <= 1
    return scene.cameras[0].box if scene.cameras else None


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("cam.mp4", Box(x=700, y=20, width=240, height=180)),
        # One keyframe only, so that every frame is decoded; the border is left outside.
        ("cam_rare_keys.mp4", Box(x=4, y=356, width=240, height=180)),
    ],
)
async def test_a_camera_over_a_game_is_found(face_films, name, truth):
    box = await find(face_films / name)

    assert box is not None
    assert measure_overlap(box, truth) > 0.95


@pytest.mark.parametrize("name", ["game.mp4", "talk.mp4", "walk.mp4"])
async def test_neither_a_game_alone_nor_a_person_alone_has_a_camera(face_films, name):
    assert await find(face_films / name) is None


def test_of_few_pictures_enough_are_looked_at_where_a_face_is_missed_in_some(
    face_films, monkeypatch
):
    """Eight keyframes are what a window of sixteen seconds has."""
    looker = Looker(face_films / "cam.mp4", start_seconds=0, end_seconds=4.0, deadline=1e18)
    look = looker.look()
    assert look is not None
    assert len(look.pictures) == 8
    missed, find_faces_in = look.pictures[2:4], facecam_finder._find_faces_in
    monkeypatch.setattr(facecam_finder, "_has_face", lambda square, model: False)
    monkeypatch.setattr(
        facecam_finder,
        "_find_faces_in",
        lambda pictures, *given: [
            () if any(picture is one for one in missed) else found
            for picture, found in zip(pictures, find_faces_in(pictures, *given), strict=True)
        ],
    )

    scene = find_in_look(look, FaceModel(find_model()), FacecamTuning())

    assert measure_overlap(scene.cameras[0].box, Box(x=700, y=20, width=240, height=180)) > 0.95


async def test_a_face_that_is_too_small_at_first_is_found_in_a_close_up(face_films, monkeypatch):
    """Tilted and distant heads are missed in the whole picture; lasting edges lead to them."""
    monkeypatch.setattr(facecam_finder, "_find_faces", lambda pictures, *_: [() for _ in pictures])

    box = await find(face_films / "cam.mp4")

    assert box is not None
    assert measure_overlap(box, Box(x=700, y=20, width=240, height=180)) > 0.95


async def test_a_close_up_without_a_face_is_no_camera(face_films, monkeypatch):
    monkeypatch.setattr(facecam_finder, "_find_faces", lambda pictures, *_: [() for _ in pictures])
    monkeypatch.setattr(facecam_finder, "_has_face", lambda square, model: False)

    assert await find(face_films / "cam.mp4") is None


async def test_a_portrait_that_never_moves_is_no_camera(face_films, monkeypatch):
    monkeypatch.setattr(facecam_finder, "_MOTION_MIN", 1000.0)
    monkeypatch.setattr(edges, "_STIRS", 1000.0)
    monkeypatch.setattr(edges, "_STIRS_LEAST", 1000.0)
    monkeypatch.setattr(streamers, "_ALIVE", 1000.0)

    assert await find(face_films / "cam.mp4") is None


async def test_without_a_model_nothing_is_looked_at(face_films, monkeypatch):
    monkeypatch.setattr(facecam_finder, "find_model", lambda: None)

    assert await find(face_films / "cam.mp4") is None


@pytest.mark.parametrize("name", ["text.mp4", "sound_only.m4a", "head_only.mp4"])
async def test_what_cannot_be_read_has_no_camera(films, name):
    assert await find(films / name) is None


async def test_where_time_runs_out_no_camera_is_found(face_films):
    assert await find(face_films / "cam.mp4", time_limit_seconds=0.0) is None
