"""Reading a line of chat: whether it counts, and whether it reacts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from core.domain.chat.reaction import Reaction
from core.domain.chat.reaction_words import find_reaction

BRIEF_CHARACTERS: Final = 10
BRIEF_WORDS: Final = 2
REACTION_WORDS: Final = 8
"""A longer line is a sentence that happens to contain such a word. Fitted, like the two above."""

LINES_KEPT: Final = 8192
_WORD_CHARACTERS: Final = 40
_READ_CHARACTERS: Final = 200
_KEPT_CHARACTERS: Final = 60
_PUNCTUATION: Final = ".,!?;:\"'()"
_RUN_OF_THREE: Final = re.compile(r"([^\s.\-_=*/#])\1\1")
_ANSWERS_CHAT: Final = re.compile(
    r"\b(?:gift(?:s|ed|ing|er|ers)?|subs?|raid(?:s|ed|ing|er|ers)?|giveaway|ty|thx|thanks?|welcome)\b"
    r"|^\s*\d{1,2}\s*$",
    re.IGNORECASE,
)


class LineReading(NamedTuple):
    """What one line says.

    A `brief` line has at most 10 characters or two words, in any language; `reacts` tells whether
    it reacts, `reaction` how, and `shouted` whether it is mostly capitals. A line about raids or
    gifts, thanks for them, or a vote (one or two digits) is neither brief nor reacting: it responds
    to what happens in chat.
    """

    brief: bool
    reacts: bool
    reaction: Reaction | None
    shouted: bool


def read_line(text: str) -> LineReading:
    """Return what a line says; only its first 200 characters are read."""
    if len(text) <= _KEPT_CHARACTERS:
        return _read_short_line(text)
    return _read(text[:_READ_CHARACTERS])


def _read(text: str) -> LineReading:
    shouted = is_shouted(text)
    if _ANSWERS_CHAT.search(text):
        return LineReading(False, False, None, shouted)
    words = text.split()
    brief = len(text) <= BRIEF_CHARACTERS or len(words) <= BRIEF_WORDS
    if len(words) > REACTION_WORDS:
        return LineReading(brief, False, None, shouted)
    reaction = next(filter(None, map(find_reaction, words)), None)
    reacts = reaction is not None or _RUN_OF_THREE.search(text) is not None
    return LineReading(brief, reacts, reaction, shouted)


_read_short_line = lru_cache(maxsize=LINES_KEPT)(_read)


def is_shouted(text: str) -> bool:
    """Return whether a line of 4 or more letters is mostly capitals (over 70 %)."""
    if text.islower():
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 4 and sum(map(str.isupper, text)) > 0.7 * letters


def read_words(text: str) -> tuple[str, ...]:
    """Return the first 8 words, lower case and without punctuation, at most 40 characters each.

    A word that is only punctuation ("???") stays as it is.
    """
    words = (word[:_WORD_CHARACTERS] for word in text.lower().split(maxsplit=REACTION_WORDS))
    return tuple(word.strip(_PUNCTUATION) or word for word in words)[:REACTION_WORDS]
