"""Letters: a digest as a message of Discord, short enough for one."""

from __future__ import annotations

from typing import Final

from cogs.markdown import escape
from core.domain.learning.telling.week import Letter

LENGTH_MAX: Final = 2000


def make_letter_text(letter: Letter) -> str:
    """Return a letter in at most 2,000 characters; whole lines are left out where it is longer."""
    kept: list[str] = []
    left = LENGTH_MAX
    for line in _list_lines(letter):
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    return "\n".join(kept)


def _list_lines(letter: Letter) -> list[str]:
    lines = [f"**{escape(letter.subject)}**"]
    for paragraph in letter.paragraphs:
        lines += ["", *(escape(line) for line in paragraph)]
    return lines
