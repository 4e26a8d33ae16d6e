from dataclasses import replace

import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.framing.camera import Camera
from core.domain.clips.made.cut_record import CutRecord, FramingAsked
from core.domain.clips.made.source_look import SoundTaken, SourceLook
from core.services.clips.cut_records import read_record, record_key, write_record
from tests.builders import make_facts

PLAN = EditPlan(
    start_seconds=3.0,
    duration_seconds=6.0,
    layout=Layout.FOLLOW,
    frame_rate=30000 / 1001,
    has_audio=True,
    source_width=1280,
    source_height=720,
    gain_db=3.25,
    path=((0.0, 12), (0.033, 14)),
    wide=((1.0, 2.5),),
    captions="[Script Info]\n\u4f60\u597d",
    muted=((0.5, 0.7),),
)
RECORD = CutRecord(
    asked=FramingAsked(
        facts=make_facts(), start_seconds=3.0, end_seconds=9.0, longest_seconds=60.0
    ),
    plan=PLAN,
    look=SourceLook(start_seconds=3.01, sound=SoundTaken(track=1, others=(0,))),
    loudness_lufs=-14.1,
    reason="A face was seen.",
)


def test_a_record_is_read_as_it_was_written():
    camera = Camera(box=Box(x=1, y=2, width=30, height=40), is_framed=False)
    stacked = replace(RECORD, plan=replace(PLAN, layout=Layout.STACK, cameras=(camera,)))

    assert read_record(write_record(RECORD)) == RECORD
    assert read_record(write_record(stacked)) == stacked


@pytest.mark.parametrize("content", [b"", b"text", write_record(RECORD)[:-9]])
def test_a_broken_record_is_none(content):
    """The cut is then made as if there had been none before."""
    assert read_record(content) is None


def test_a_record_lies_beside_its_clip():
    assert record_key("creators/ada/clips/7/2/clip.mp4") == "creators/ada/clips/7/2/cut.json.gz"
