"""Markdown: strangers' words, escaped so that Discord shows them as they were written."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_~|<>@#:\[\]()+\-.!/&])")
_PERSON: Final = re.compile(r"discord:([0-9]{1,20})")


def escape(text: str) -> str:
    """Return text without formatting, mentions, links, emoji codes and time stamps."""
    return _MARKS.sub(r"\\\1", text)


def name_person(person_id: str) -> str:
    """Return a mention of a person; our messages are sent so that it notifies nobody."""
    found = _PERSON.fullmatch(person_id)
    return f"<@{found[1]}>" if found else "somebody on the web page"


def name_people(sentence: str) -> str:
    """Return a sentence of ours with each person's id turned into a mention."""
    return _PERSON.sub(r"<@\1>", sentence)
