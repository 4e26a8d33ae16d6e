from dataclasses import replace

import pytest

from cogs.discord.card.form import LAYOUTS, describe_edit, read_time, write_time
from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import Layout
from core.errors import InvalidInput
from tests.builders import make_clip


def test_every_layout_can_be_asked_for():
    assert {choice.value for choice in LAYOUTS} == set(Layout)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("103", 103.0), ("1:43", 103.0), ("1:43.5", 103.5), ("1:02:03,25", 3723.25), (" 0:07 ", 7.0)],
)
def test_a_time_is_read_as_people_write_it(text, seconds):
    assert read_time(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "1:", ":30", "-3", "1:2:3:4", "1e3"])
def test_what_is_no_time_is_said_so(text):
    with pytest.raises(InvalidInput, match="as in 1:43"):
        read_time(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(103.0, "1:43"), (103.5, "1:43.5"), (3723.0, "62:03"), (59.96, "1:00")]
)
def test_a_time_is_written_as_it_can_be_read(seconds, text):
    assert write_time(seconds) == text
    assert read_time(text) == pytest.approx(seconds, abs=0.05)


def test_what_has_changed_is_said_once():
    clip = make_clip(status=ClipStatus.IN_REVIEW)
    moved = replace(clip, start_seconds=100.0, title="An *ace*", status=ClipStatus.RENDERING)
    again = replace(clip, status=ClipStatus.RENDERING)

    assert describe_edit(clip, moved) == (
        r"The clip is now called An \*ace\*. "
        "The clip now runs from 1:40 to 2:13; its new card follows."
    )
    assert describe_edit(clip, again) == "The clip is being made again; its new card follows."
