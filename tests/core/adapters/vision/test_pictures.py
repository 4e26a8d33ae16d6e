import time

import pytest

from core.adapters.vision.pictures import read_spread, read_stretch
from tests.core.adapters.conftest import run_tool

FAR = 60.0


def deadline(seconds=FAR):
    return time.monotonic() + seconds


def list_stretch(video, start, end, **limits):
    frames = read_stretch(video, start_seconds=start, end_seconds=end, deadline=deadline(**limits))
    return [(round(frame.at_seconds, 3), frame.width, frame.height) for frame in frames]


def list_spread(video, end, count, **limits):
    frames = read_spread(
        video, start_seconds=0, end_seconds=end, count=count, deadline=deadline(**limits)
    )
    return [round(frame.at_seconds, 3) for frame in frames]


def test_a_stretch_has_every_frame_of_it_and_no_other(films):
    frames = list_stretch(films / "plain.mp4", 1.0, 2.0)

    assert len(frames) == 30
    assert (frames[0], frames[-1]) == ((1.0, 160, 90), (1.967, 160, 90))


def test_a_stretch_between_keyframes_of_a_transport_stream_is_whole(films):
    """Such a file is sought by time, and what is decoded there lacks its beginning."""
    frames = list_stretch(films / "stream.ts", 3.0, 4.0)

    assert len(frames) == 30


@pytest.mark.parametrize("name", ["screen.mp4", "screen.mkv", "screen.ts", "talked_on.ts"])
def test_long_after_the_last_frame_that_one_is_seen(films, name):
    assert list_stretch(films / name, 10.0, 12.0) == [(10.0, 160, 90)]


def test_what_is_broken_is_left_out(films):
    assert 60 < len(list_stretch(films / "broken_tail.mkv", 0.0, 6.0)) < 180
    assert list_stretch(films / "noisy.mp4", 0.0, 1.0) is not None


def test_keyframes_are_spread_over_a_stretch_each_one_once(face_films):
    # Of 10 pictures a second each fifth is a keyframe; those before 0.5, 1.5, 2.5 and 3.5 s.
    assert list_spread(face_films / "cam.mp4", 4.0, 4) == [0.5, 1.5, 2.5, 3.5]
    assert list_spread(face_films / "cam_rare_keys.mp4", 4.0, 4) == [0.0]


def test_nothing_is_read_after_the_deadline(face_films):
    assert list_spread(face_films / "cam.mp4", 4.0, 4, seconds=-1) == []
    assert list_stretch(face_films / "cam.mp4", 0.0, 4.0, seconds=-1) == []


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("odd.mkv", (161, 91)),
        ("anamorphic.mp4", (160, 90)),  # 120 columns that are 4/3 wide
        ("ten_bit.mp4", (160, 90)),
        ("stream.ts", (160, 90)),
        ("old.avi", (160, 90)),
    ],
)
def test_pictures_have_the_size_that_a_viewer_sees(films, name, size):
    frames = read_stretch(films / name, start_seconds=0, end_seconds=1, deadline=deadline())

    frame = next(frames)
    picture, points = frame.shrink(80), frame.sample()
    frames.close()

    assert (frame.width, frame.height) == size
    assert picture.shape == (round(80 * size[1] / size[0]), 80, 3)
    assert points.ndim == 2
    assert points.std() > 10


def test_small_pictures_are_not_enlarged(films):
    frames = read_stretch(films / "plain.mp4", start_seconds=0, end_seconds=1, deadline=deadline())

    assert next(frames).shrink(960).shape == (90, 160, 3)


def test_a_turned_video_is_seen_upright(face_films):
    lying = next(
        read_stretch(face_films / "talk.mp4", start_seconds=0, end_seconds=1, deadline=deadline())
    )
    turned = next(
        read_stretch(face_films / "turned.mp4", start_seconds=0, end_seconds=1, deadline=deadline())
    )

    assert (turned.width, turned.height) == (540, 960)
    # A display rotation by 90 degrees turns the picture to the left.
    assert abs(turned.shrink(54)[::-1].swapaxes(0, 1).astype(int) - lying.shrink(96)).mean() < 4


def test_a_file_with_sound_only_has_no_pictures(films):
    assert list_stretch(films / "sound_only.m4a", 0.0, 1.0) == []
    assert list_spread(films / "sound_only.m4a", 1.0, 4) == []


def test_a_screen_where_nothing_moves_shows_what_it_showed_before(tmp_path):
    """Five frames in ten seconds: between two of them there is a picture, too."""
    video = tmp_path / "screen.mp4"
    run_tool("-f", "lavfi", "-i", "testsrc2=s=64x36:r=0.4:d=10", "-c:v", "libx264", video)

    assert list_stretch(video, 3.0, 4.0) == [(3.0, 64, 36)]
    assert [at for at, _, _ in list_stretch(video, 3.0, 6.0)] == [3.0, 5.0]


def test_what_is_known_is_not_read_again(face_films):
    """The second half of a look leads to some of the same keyframes as the first."""
    frames = read_spread(
        face_films / "cam.mp4",
        start_seconds=0,
        end_seconds=4.0,
        count=4,
        deadline=deadline(),
        known=frozenset({1.5}),
    )

    assert [round(frame.at_seconds, 3) for frame in frames] == [0.5, 2.5, 3.5]
