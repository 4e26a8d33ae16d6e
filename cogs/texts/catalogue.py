"""The catalogue: English sentences in other languages, with gaps for figures and names.

A gap is named in braces. `{title}` stays as it is; `{n:n}` is a number, `{c:#clip}` a count of
things, `{d:date}` a day, `{t:at}` a day with its time, and `{w:w}` words that stand in the
catalogue themselves, `{w:ws}` several of them. What stands in no entry stays English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cogs.texts.german.answers import ANSWERS
from cogs.texts.german.cards import CARDS
from cogs.texts.german.clips import CLIPS
from cogs.texts.german.commands import COMMANDS
from cogs.texts.german.letters import LETTERS
from cogs.texts.german.outside import OUTSIDE
from cogs.texts.german.places import PLACES
from cogs.texts.german.places_said import PLACES_SAID
from cogs.texts.german.plan_commands import PLAN_COMMANDS
from cogs.texts.german.plan_refusals import PLAN_REFUSALS
from cogs.texts.german.plan_said import PLAN_SAID
from cogs.texts.german.refusals import REFUSALS
from cogs.texts.german.refusals_review import REFUSALS_REVIEW
from cogs.texts.german.scores import SCORES, write_parts
from cogs.texts.german.setbacks import SETBACKS
from cogs.texts.german.setting_up import SETTING_UP
from cogs.texts.german.streams_said import STREAMS_SAID
from cogs.texts.german.tasks import TASKS
from cogs.texts.german.video_refusals import VIDEO_REFUSALS
from cogs.texts.german.words import (
    NOUNS,
    REMARKS,
    write_accounts,
    write_date,
    write_figures,
    write_held,
    write_month,
    write_names,
    write_number,
    write_of,
    write_percent,
    write_target,
)

CATALOGUES: Final[Mapping[str, Mapping[str, str]]] = {
    "de": (COMMANDS | PLAN_COMMANDS | ANSWERS | LETTERS | TASKS | REMARKS)
    | (SETTING_UP | STREAMS_SAID | PLACES_SAID | PLAN_SAID)
    | (REFUSALS | VIDEO_REFUSALS | PLAN_REFUSALS | OUTSIDE)
    | (CARDS | CLIPS | PLACES | REFUSALS_REVIEW | SCORES | SETBACKS),
}
"""A language is a folder beside this file, and a line here."""
COUNTED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {"de": NOUNS}
"""What is counted, as one and as several."""
WRITERS: Final[Mapping[str, Mapping[str, Callable[[str], str]]]] = {
    "de": {
        "n": write_number,
        "figures": write_figures,
        "date": write_date,
        "longday": write_date,
        "isoday": write_date,
        "at": write_date,
        "month": write_month,
        "day": write_date,
        "percent": write_percent,
        "names": write_names,
        "accounts": write_accounts,
        "held": write_held,
        "of": write_of,
        "target": write_target,
        "parts": write_parts,
    },
}
"""How figures and days are written; figures stay what they are."""
