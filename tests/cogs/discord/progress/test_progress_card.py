import re
from dataclasses import replace
from typing import Any

from discord import ui

from cogs.discord.progress.progress_card import BUTTON_TEMPLATE, make_progress_card
from cogs.progress import Progress, Tone
from core.domain.work.ids import JobId
from tests.builders import NOON, make_test_ulid

WORKING = Progress(
    title="My *stream*",
    headline="Step 1 of 3 · Downloading the video",
    sentence="",
    tone=Tone.WORKING,
    percent=50,
    may_cancel=True,
)
JOB, FIRST = JobId(make_test_ulid(1)), JobId(make_test_ulid(2))


def draw(progress, **given):
    view: Any = make_progress_card(progress, job_id=JOB, first_id=FIRST, **given)
    texts = [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]
    buttons = [item for item in view.walk_children() if isinstance(item, ui.Button)]
    return texts, buttons


def test_progress_is_a_bar_and_a_strangers_title_is_no_markup():
    texts, _ = draw(WORKING)

    assert texts[0].splitlines() == [
        r"### My \*stream\*",
        "**Step 1 of 3 · Downloading the video**",
        "▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱ 50 %",
    ]


def test_a_button_carries_what_it_acts_on_and_what_is_followed():
    _, (button,) = draw(WORKING)
    _, (other,) = draw(replace(WORKING, may_cancel=False, may_retry=True))

    found = re.fullmatch(BUTTON_TEMPLATE, button.custom_id)
    assert found
    assert (found["act"], found["job_id"], found["first_id"]) == ("cancel", JOB, FIRST)
    assert (button.label, other.label) == ("Call off", "Try again")
    assert len(button.custom_id) <= 100


def test_the_next_try_counts_down_and_the_end_has_no_bar():
    texts, _ = draw(replace(WORKING, sentence="Nobody answers.", again_at=NOON))
    ended, buttons = draw(
        replace(WORKING, tone=Tone.DONE, percent=100, may_cancel=False), note="For <@1>"
    )

    assert f"Next try <t:{int(NOON.timestamp())}:R>" in texts[0]
    assert "▰" not in ended[0]
    assert ended[1] == "-# For <@1>"
    assert buttons == []
