from dataclasses import replace

import pytest

from core.adapters.ffmpeg.verify import verify_clip
from core.domain.clips.edit_plan import EditPlan, Layout
from core.errors import ExternalFailure

PLAN = EditPlan(
    source_width=1920,
    source_height=1080,
    start_seconds=0,
    duration_seconds=6.0,
    layout=Layout.CENTRE,
    frame_rate=30.0,
    has_audio=True,
    width=160,
    height=90,
)


def test_what_is_as_planned_is_measured(films):
    rendered = verify_clip(films / "plain.mp4", PLAN)

    assert rendered.duration_seconds == pytest.approx(6.0, abs=0.04)
    assert rendered.size_bytes == (films / "plain.mp4").stat().st_size
    assert (rendered.width, rendered.height) == (160, 90)


@pytest.mark.parametrize(
    ("name", "changes", "sentence"),
    [
        ("empty.mp4", {}, "it is empty"),
        ("none.mp4", {}, "it is empty"),
        ("index_last.mp4", {}, "index does not come first"),
        ("whole.mkv", {}, "index does not come first"),
        ("no_sound.mp4", {}, "it holds"),
        ("plain.mp4", {"width": 1080}, "its picture is"),
        ("plain.mp4", {"duration_seconds": 6.2}, r"it lasts 6\.\d+ s instead of 6\.200 s"),
        ("hollow.mp4", {}, "it cannot be read"),
    ],
)
def test_what_is_not_as_planned_is_refused(films, name, changes, sentence):
    (films / "hollow.mp4").write_bytes(b"\0\0\0\x10moov\0\0\0\x08cmov\0\0\0\x08mdat")

    with pytest.raises(ExternalFailure, match=sentence) as caught:
        verify_clip(films / name, replace(PLAN, **changes))

    assert caught.value.stage == "verify"
