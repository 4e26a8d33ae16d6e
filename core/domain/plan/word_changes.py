"""Word changes: two texts compared word by word, and joined where two people wrote at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

# Where no spaces part the words each character is one; else a word is what stands between spaces.
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\s+"
)


class ChangeKind(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of words and what became of it."""

    kind: ChangeKind
    text: str


def compare_words(before: str, after: str) -> tuple[WordChange, ...]:
    """Return how one text became another, in the order of reading.

    All that was kept or removed is the first text, all that was kept or added the second.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    changes: list[WordChange] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        gone, come = old[old_start:old_end], new[new_start:new_end]
        if gone == come:
            _add(changes, ChangeKind.KEPT, gone)
            continue
        _add(changes, ChangeKind.REMOVED, gone)
        _add(changes, ChangeKind.ADDED, come)
    return tuple(changes)


def join_texts(theirs: str, mine: str) -> str:
    """Return both texts as one: theirs, then the paragraphs of mine that it does not have."""
    has = {paragraph.strip() for paragraph in theirs.splitlines()}
    more = [line for line in mine.splitlines() if line.strip() and line.strip() not in has]
    return "\n\n".join(part for part in (theirs.rstrip(), "\n".join(more)) if part)


def _add(changes: list[WordChange], kind: ChangeKind, words: Sequence[str]) -> None:
    if words:
        changes.append(WordChange(kind, "".join(words)))
