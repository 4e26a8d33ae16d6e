"""Letters: a digest as a message of Discord, short enough for one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cogs.markdown import escape
from cogs.texts.sentences import translate
from core.domain.learning.telling.week import Letter

LENGTH_MAX: Final = 2000


def make_letter_text(letter: Letter) -> str:
    """Return a letter in at most 2,000 characters; whole lines are left out where it is longer."""
    kept: list[str] = []
    left = LENGTH_MAX
    for line in _list_lines(translate_letter(letter)):
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    return "\n".join(kept)


def translate_letter(letter: Letter) -> Letter:
    """Return a letter in its reader's language, as far as the catalogue has it."""
    return replace(
        letter,
        subject=translate(letter.subject, letter.language),
        paragraphs=tuple(
            tuple(translate(line, letter.language) for line in lines) for lines in letter.paragraphs
        ),
    )


def _list_lines(letter: Letter) -> list[str]:
    lines = [f"**{escape(letter.subject)}**"]
    for paragraph in letter.paragraphs:
        lines += ["", *(escape(line) for line in paragraph)]
    return lines
