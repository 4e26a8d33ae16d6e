"""The catalogue: English sentences in other languages, with gaps for figures and names.

A gap is named in braces. `{title}` stays as it is; `{n:n}` is a number, `{c:#clip}` a count of
things, `{d:date}` a day, `{t:at}` a day with its time, and `{w:w}` words that stand in the
catalogue themselves. What stands in no entry stays English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cogs.texts.german.answers import ANSWERS
from cogs.texts.german.cards import CARDS
from cogs.texts.german.clips import CLIPS
from cogs.texts.german.commands import COMMANDS
from cogs.texts.german.letters import LETTERS
from cogs.texts.german.places import PLACES
from cogs.texts.german.refusals_review import REFUSALS_REVIEW
from cogs.texts.german.scores import SCORES, write_parts
from cogs.texts.german.setbacks import SETBACKS
from cogs.texts.german.tasks import TASKS
from cogs.texts.german.words import (
    NOUNS,
    REMARKS,
    write_date,
    write_figures,
    write_month,
    write_number,
)

CATALOGUES: Final[Mapping[str, Mapping[str, str]]] = {
    "de": COMMANDS
    | ANSWERS
    | LETTERS
    | TASKS
    | REMARKS
    | CARDS
    | CLIPS
    | PLACES
    | REFUSALS_REVIEW
    | SCORES
    | SETBACKS,
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
        "parts": write_parts,
    },
}
"""How figures and days are written; figures stay what they are."""
