"""Fitting: as many lines as a message of Discord takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cogs.texts.sentences import Say

MESSAGE_LENGTH_MAX: Final = 2000
_MORE: Final = "- and more"


def fit_lines(lines: Iterable[str], length_max: int = MESSAGE_LENGTH_MAX, *, say: Say = str) -> str:
    """Return as many whole lines as fit into a message, ending in `- and more` if some do not."""
    kept: list[str] = []
    more = say(_MORE)
    left = length_max - len(more) - 1
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return "\n".join((*kept, more))
        kept.append(line)
    return "\n".join(kept)
