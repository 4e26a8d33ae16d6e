"""Reading a line of chat: whether it counts, and whether it reacts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from core.domain.chat.hearing.signs import (
    find_emote_names,
    is_sign,
    is_unspaced,
    name_of_emote,
    strip_invisible,
)
from core.domain.chat.reaction import Reaction
from core.domain.chat.reaction_words import collapse, find_reaction

BRIEF_CHARACTERS: Final = 10
BRIEF_WORDS: Final = 2
UNSPACED_CHARACTERS: Final = 6
"""In ten characters of a script without spaces whole sentences are said."""

REACTION_WORDS: Final = 8
"""A longer line is a sentence that happens to contain such a word. Fitted, like the two above."""

LINES_KEPT: Final = 8192
_WORD_CHARACTERS: Final = 40
_READ_CHARACTERS: Final = 200
_KEPT_CHARACTERS: Final = 60
_PUNCTUATION: Final = ".,!?;:\"'()"
_EDGES: Final = _PUNCTUATION + " *~-…，。！？"  # noqa: RUF001
_ANSWERS_CHAT: Final = re.compile(
    r"\b(?:gift(?:s|ed|ing|er|ers)?|subs?|raid(?:s|ed|ing|er|ers)?|giveaway|ty|thx|thanks?|welcome)\b",
    re.IGNORECASE,
)

_KEYCAP: Final = re.compile(r"[\ufe0f\u20e3]")
_RUN_OF_THREE: Final = re.compile(r"(.)\1\1")


class LineReading(NamedTuple):
    """What one line says.

    A `brief` line has at most 10 characters or two different words, in any language; `reacts`
    tells whether it reacts, `reaction` how. A line about raids or gifts, thanks for them, or a vote
    (one or two digits) is neither brief nor reacting: it responds to what happens in chat. `key` is
    the same for all brief lines that say the same, and empty for others.
    """

    brief: bool
    reacts: bool
    reaction: Reaction | None
    key: str


class _WordReading(NamedTuple):
    answers_chat: bool
    reacts: bool
    reaction: Reaction | None


_TALK: Final = LineReading(False, False, None, "")


def read_line(text: str, emotes: tuple[str, ...] = ()) -> LineReading:
    """Return what a line says; only its first 200 characters are read."""
    if emotes:
        return _read_with_emotes(text[:_READ_CHARACTERS], emotes)
    if len(text) <= _KEPT_CHARACTERS:
        return _read_short_line(text)
    return _read(text[:_READ_CHARACTERS])


def _read(written: str) -> LineReading:
    text = strip_invisible(written)
    words = text.split()
    if written and not text:
        return _TALK
    number = len(words)
    if number > REACTION_WORDS and len(set(words)) > BRIEF_WORDS:
        return _TALK
    reaction, reacts = None, False
    for word in words:
        answers, word_reacts, meant = _read_word(word)
        if answers:
            return _TALK
        reacts = reacts or word_reacts
        reaction = reaction or meant
    brief = _is_brief(text, words)
    if not brief and not reacts:
        return _TALK
    if number == 1 and _is_vote(words[0]):
        return _TALK
    has_key = brief and not reacts and not (len(text) > UNSPACED_CHARACTERS and is_unspaced(text))
    key = _make_key(words) if has_key else ""
    return LineReading(brief, reacts, reaction, key)


def _is_vote(word: str) -> bool:
    """True for a number of one or two digits, also where each stands on a key."""
    digits = word if word.isascii() else _KEYCAP.sub("", word)
    return len(digits) <= 2 and digits.isdigit()


def _is_brief(text: str, words: list[str]) -> bool:
    if len(text) <= BRIEF_CHARACTERS:
        return True
    is_few = len(words) <= BRIEF_WORDS or len(set(words)) <= BRIEF_WORDS
    return is_few and not is_unspaced(text)


_read_short_line = lru_cache(maxsize=LINES_KEPT)(_read)


@lru_cache(maxsize=LINES_KEPT)
def _read_with_emotes(text: str, emotes: tuple[str, ...]) -> LineReading:
    """Read a line without its emotes, which react unless they adorn a sentence."""
    for emote in sorted(emotes, key=len, reverse=True):
        text = text.replace(emote, " ")
    rest = _read(text)
    if len(text.split()) > REACTION_WORDS or _ANSWERS_CHAT.search(text):
        return rest
    meant = next(filter(None, (_name_emote(emote) for emote in emotes)), None)
    return LineReading(rest.brief or not text.split(), True, rest.reaction or meant, "")


@lru_cache(maxsize=LINES_KEPT)
def _read_word(word: str) -> _WordReading:
    reaction = find_reaction(word)
    if word.isascii() and word.isalnum():
        return _WordReading(
            _ANSWERS_CHAT.fullmatch(word) is not None,
            reaction is not None or _RUN_OF_THREE.search(word) is not None,
            reaction,
        )
    if names := find_emote_names(word):
        return _WordReading(False, True, next(filter(None, map(_name_emote, names)), None))
    answers = _ANSWERS_CHAT.search(word) is not None
    return _WordReading(answers, reaction is not None or is_sign(word), reaction)


def _name_emote(name: str) -> Reaction | None:
    names = find_emote_names(name) or (name,)
    found = (find_reaction(one) or find_reaction(name_of_emote(one)) for one in names)
    return next(filter(None, found), None)


def _make_key(words: list[str]) -> str:
    text = " ".join(words).lower()
    return collapse(strip_invisible(text)).strip(_EDGES) or text


def read_words(text: str) -> tuple[str, ...]:
    """Return the first 8 words, lower case and without punctuation, at most 40 characters each.

    A word that is only punctuation ("???") stays as it is; an emote's code is its name.
    """
    words = (word[:_WORD_CHARACTERS] for word in text.lower().split(maxsplit=REACTION_WORDS))
    return tuple(_show_word(word) for word in words if strip_invisible(word))[:REACTION_WORDS]


def _show_word(word: str) -> str:
    if word.startswith("[emote:") and (names := find_emote_names(word)):
        return names[0]
    return word.strip(_PUNCTUATION) or word
