import numpy as np
import pytest

from core.adapters.vision.facecam_finder import VideoFacecamFinder
from core.adapters.vision.present_cameras import has_sides
from core.domain.clips.box import Box
from core.domain.clips.framing.camera import Camera

CAM = Box(x=1400, y=40, width=480, height=360)  # in a source of 1920 columns
FILMED = Camera(box=Box(x=700, y=20, width=240, height=180))


def picture(box, *, dim=1):
    """Return noise with a calm rectangle in it."""
    rng = np.random.default_rng(8)
    drawn = rng.integers(0, 120, (540, 960, 3), dtype=np.uint8)
    if box is not None:
        here = box.scale(0.5)
        drawn[here.y : here.bottom, here.x : here.right] = (200, 190, 180)
    return (drawn // dim).astype(np.uint8)


@pytest.mark.parametrize(
    ("shown", "dim", "expected"),
    [
        (CAM, 1, True),
        (CAM, 8, True),  # in the dark
        (None, 1, False),  # switched off
        (Box(x=40, y=600, width=480, height=360), 1, False),  # moved
    ],
)
def test_a_camera_is_where_its_sides_are(shown, dim, expected):
    assert has_sides(picture(shown, dim=dim), CAM, 1920) is expected


def test_a_side_on_the_border_of_the_picture_needs_no_edge():
    corner = Box(x=1440, y=0, width=480, height=360)

    assert has_sides(picture(corner), corner, 1920)


@pytest.mark.parametrize(
    ("name", "cameras", "shares"),
    [
        ("cam.mp4", (FILMED,), (1.0,)),
        ("cam.mp4", (Camera(box=FILMED.box, is_framed=False), FILMED), (1.0, 1.0)),
        ("game.mp4", (Camera(box=FILMED.box, is_framed=False),), (1.0,)),
        ("game.mp4", (FILMED,), (0.0,)),
        ("cam_rare_keys.mp4", (Camera(box=Box(x=4, y=356, width=240, height=180)),), (1.0,)),
    ],
)
async def test_how_much_of_a_window_shows_a_camera(face_films, name, cameras, shares):
    """Where keyframes are rare, other frames are decoded."""
    found = await VideoFacecamFinder().measure_presence(
        face_films / name, cameras, start_seconds=0.5, end_seconds=3.5
    )

    assert found == shares


async def test_a_camera_that_all_pictures_around_show_is_not_asked_about(face_films):
    """The film has none, so an answer of 1 says that nothing was read."""
    lasting = Camera(box=FILMED.box, is_lasting=True)

    found = await VideoFacecamFinder().measure_presence(
        face_films / "game.mp4", (lasting, FILMED), start_seconds=0.5, end_seconds=3.5
    )

    assert found == (1.0, 0.0)


async def test_a_look_tells_which_camera_all_its_pictures_show(face_films):
    scene = await VideoFacecamFinder().find_scene(
        face_films / "cam.mp4", start_seconds=0.0, end_seconds=4.0
    )

    assert [camera.is_lasting for camera in scene.cameras] == [True]


async def test_what_cannot_be_read_is_taken_as_shown(tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")

    found = await VideoFacecamFinder().measure_presence(
        broken, (FILMED,), start_seconds=0, end_seconds=3
    )

    assert found == (1.0,)
