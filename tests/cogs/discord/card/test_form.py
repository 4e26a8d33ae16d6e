from dataclasses import replace

from cogs.discord.card.form import LAYOUTS, describe_edit
from core.domain.clips.clip import ClipStatus
from core.domain.clips.edit_plan import Layout
from tests.builders import make_clip


def test_every_layout_can_be_asked_for():
    assert {choice.value for choice in LAYOUTS} == set(Layout)


def test_what_has_changed_is_said_once():
    clip = make_clip(status=ClipStatus.IN_REVIEW)
    moved = replace(clip, start_seconds=100.0, title="An *ace*", status=ClipStatus.RENDERING)
    again = replace(clip, status=ClipStatus.RENDERING)

    assert describe_edit(clip, moved) == (
        r"The clip is now called An \*ace\*. "
        "The clip now runs from 1:40 to 2:13; its new card follows."
    )
    assert describe_edit(clip, again) == "The clip is being made again; its new card follows."
