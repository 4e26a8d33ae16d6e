import pytest

from core.adapters.video_files.containers import find_picture, has_sound, list_boxes, start_seconds
from core.adapters.video_files.opening import open_video


def test_the_boxes_of_a_file_made_to_stream_have_the_index_first(films):
    first, last = list_boxes(films / "plain.mp4"), list_boxes(films / "index_last.mp4")

    assert first.index("moov") < first.index("mdat")
    assert last.index("mdat") < last.index("moov")


def test_boxes_of_64_bits_are_stepped_over(tmp_path):
    file = tmp_path / "large.mp4"
    large = (1).to_bytes(4, "big") + b"mdat" + (20).to_bytes(8, "big") + b"1234"
    file.write_bytes(large + (8).to_bytes(4, "big") + b"moov")

    assert list_boxes(file) == ("mdat", "moov")


def test_a_box_that_is_smaller_than_its_head_ends_the_list(tmp_path):
    file = tmp_path / "loop.mp4"
    file.write_bytes((4).to_bytes(4, "big") + b"free" + b"x" * 100)

    assert list_boxes(file) == ("free",)


def test_a_cover_picture_is_not_the_film(films):
    with open_video(films / "cover.m4a") as container:
        assert len(container.streams.video) == 1
        assert find_picture(container) is None


def test_a_transport_stream_does_not_start_at_zero(films):
    """Offsets count from the first timestamp, as ffmpeg's own seeking does."""
    with open_video(films / "stream.ts") as container:
        assert start_seconds(container) == pytest.approx(1.4, abs=0.1)


@pytest.mark.parametrize(("name", "heard"), [("plain.mp4", True), ("no_sound.mp4", False)])
def test_sound_is_a_stream_of_its_own(films, name, heard):
    assert has_sound(films / name) is heard
