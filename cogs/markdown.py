"""Markdown: a stranger's words, escaped so that Discord shows them as they are written."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_~|<>@#:\[\]()+\-.!/&])")
_PERSON: Final = re.compile(r"discord:([0-9]{1,20})")


def escape(text: str) -> str:
    """Return text without formatting, mentions, links, emoji codes and time stamps."""
    return _MARKS.sub(r"\\\1", text)


def name_person(person_id: str) -> str:
    """Return a person as Discord shows them: a mention, which notifies nobody where it is sent."""
    found = _PERSON.fullmatch(person_id)
    return f"<@{found[1]}>" if found else "somebody on the web page"


def name_people(sentence: str) -> str:
    """Return one of our own sentences with the people in it as Discord shows them."""
    return _PERSON.sub(r"<@\1>", sentence)
