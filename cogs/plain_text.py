"""Plain text: strangers' words, made safe to show; each face still escapes them its own way."""

from __future__ import annotations

import unicodedata
from typing import Final

_MARKS_MAX: Final = 3
_JOINERS: Final = frozenset("\u200c\u200d")


def clean_text(text: str, length_max: int) -> str:
    """Return a stranger's words on one line, without what could deceive or break a face.

    Control, direction and invisible characters are removed (joiners of emoji and scripts stay),
    runs of white space become single spaces, and a letter keeps at most three combining marks.
    """
    head = text[: length_max * 8]
    # Printable ASCII has nothing to remove, and lists are full of it.
    kept = head if head.isascii() and head.isprintable() else _keep_harmless(head)
    cleaned = " ".join(kept.split())
    return cleaned if len(cleaned) <= length_max else f"{cleaned[: length_max - 1].rstrip()}…"


def _keep_harmless(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if character.isspace():
            kept.append(" ")
        elif (category[0] != "C" or character in _JOINERS) and marks <= _MARKS_MAX:
            kept.append(character)
    return "".join(kept)
