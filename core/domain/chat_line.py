"""Reading one line of chat: whether it counts, and whether it reacts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from core.domain.reaction import Reaction
from core.domain.reaction_words import find_reaction

_RUN_OF_THREE: Final = re.compile(r"([^\s.\-_=\d])\1\1|(\d)\2\2")
_TOKEN_CHARACTERS: Final = 40
_READ_CHARACTERS: Final = 200
_KEPT_CHARACTERS: Final = 60
LINES_KEPT: Final = 8192


class LineReading(NamedTuple):
    """What one line says: whether it reacts and how, and whether it is shouted."""

    reacts: bool
    reaction: Reaction | None
    shouted: bool


def read_line(text: str) -> LineReading:
    """Return what a line says; only its first 200 characters are read."""
    if len(text) <= _KEPT_CHARACTERS:
        return _read_short_line(text)
    return _read(text[:_READ_CHARACTERS])


def _read(text: str) -> LineReading:
    reaction = None
    for token in text.split():
        reaction = find_reaction(token)
        if reaction is not None:
            break
    reacts = reaction is not None or _RUN_OF_THREE.search(text) is not None
    return LineReading(reacts, reaction, is_shouted(text))


_read_short_line = lru_cache(maxsize=LINES_KEPT)(_read)


def is_shouted(text: str) -> bool:
    """Say whether a line of 4 or more letters is mostly capitals (over 70 %)."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(letters) >= 4 and capitals > 0.7 * len(letters)


def read_token(token: str) -> str:
    """Return a token as it is counted: at most 40 characters, without punctuation around it."""
    return token[:_TOKEN_CHARACTERS].strip(".,!?;:\"'()") or token[:_TOKEN_CHARACTERS]
