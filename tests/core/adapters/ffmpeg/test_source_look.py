import pytest

from core.adapters.ffmpeg.source_look import choose_start, find_lead_to_shown, look_at_source
from core.errors import ExternalFailure
from tests.core.adapters.ffmpeg.test_command import make_edit_plan


def plan_at(start_seconds):
    return make_edit_plan(start_seconds=start_seconds, duration_seconds=2.0)


@pytest.mark.parametrize(
    ("name", "at_seconds", "lead_seconds"),
    [
        ("plain.mp4", 3.0, 0.0),  # it has an index
        ("cover.m4a", 1.0, 0.0),  # there is no picture to seek for
        ("stream.ts", 3.0, 3.0),  # its only keyframe is its first frame
        ("often.ts", 3.2, 0.7),  # a keyframe each second: 0.2 s, and half a second to be sure
    ],
)
def test_what_has_no_index_is_read_from_a_keyframe_on(films, name, at_seconds, lead_seconds):
    look = look_at_source(films / name, plan_at(at_seconds))

    assert look.lead_seconds == pytest.approx(lead_seconds, abs=0.05)


@pytest.mark.parametrize(
    ("at_seconds", "start_seconds"),
    [
        (1.0, 1.0),
        (1.012, 1.0),  # frames lie at 1.000 and 1.033
        (1.02, 1.033333),
        (99.0, 99.0),  # behind the end there is none
    ],
)
def test_a_window_begins_with_the_nearest_frame(films, at_seconds, start_seconds):
    look = look_at_source(films / "plain.mp4", plan_at(at_seconds))

    assert look.start_seconds == pytest.approx(start_seconds, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "is_interlaced", "transfer"),
    [
        ("plain.mp4", False, None),
        ("interlaced.mp4", True, None),
        ("hdr.mp4", False, "smpte2084"),
        ("hlg.mp4", False, "arib-std-b67"),
    ],
)
def test_fields_and_light_are_seen_in_the_picture_itself(films, name, is_interlaced, transfer):
    look = look_at_source(films / name, plan_at(1.0))

    assert (look.is_interlaced, look.transfer) == (is_interlaced, transfer)


def test_a_source_that_is_gone_is_told(tmp_path):
    with pytest.raises(ExternalFailure, match="can no longer be read"):
        look_at_source(tmp_path / "gone.mp4", plan_at(0.0))


@pytest.mark.parametrize(
    ("times", "at_seconds", "start", "lead"),
    [
        ([0.0, 2.5, 5.0], 3.2, 3.2, 0.702),  # a screen where nothing moved: the picture of 2.5 s
        ([0.0, 2.5, 5.0], 2.51, 2.5, 0.0),  # within half a frame of the clip
        ([2.98, 3.01], 3.0, 3.01, 0.0),
        ([], 3.0, 3.0, 0.0),
    ],
)
def test_the_picture_at_the_start_is_the_one_still_shown_there(times, at_seconds, start, lead):
    assert choose_start(times, at_seconds, 30.0) == start
    assert find_lead_to_shown(times, start, 30.0) == pytest.approx(lead)
