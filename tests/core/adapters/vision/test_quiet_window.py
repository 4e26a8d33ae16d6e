import pytest

from core.adapters.vision.quiet_window import read_keyframes


def read(video, start=0.0, end=3.5, **limits):
    window = {"start_seconds": start, "end_seconds": end, "deadline": 1e18} | limits
    return read_keyframes(video, **window)


def test_a_person_who_talks_is_quiet_and_told_by_keyframes(face_films):
    found = read(face_films / "talk.mp4")

    assert found is not None
    assert found.is_quiet
    assert [frame.at_seconds for frame in found.frames] == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]


def test_a_game_is_not_quiet(face_films):
    found = read(face_films / "game.mp4")

    assert found is not None
    assert not found.is_quiet


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("cam_rare_keys.mp4", {}),  # one keyframe at the start only
        ("talk.mp4", {"deadline": 0.0}),
        ("talk.mp4", {"end": 20.0}),  # the video ends before
    ],
)
def test_where_keyframes_are_too_few_they_tell_nothing(face_films, name, limits):
    assert read(face_films / name, **limits) is None


def test_a_shot_that_comes_and_goes_between_two_keyframes_is_noticed(face_films):
    """The keyframes on both sides look alike, but the frames between are as large as they are."""
    found = read(face_films / "insert.mp4")

    assert found is not None
    assert not found.is_quiet
