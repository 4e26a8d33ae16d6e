"""Mending: another text for words that were heard, whose times are kept where words stay alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from core.domain.clips.caption_text import clean_text
from core.domain.clips.captions import spread_words
from core.domain.videos.spoken_word import Word
from core.errors import InvalidInput

TEXT_CHARACTERS_MAX: Final = 4_000
GLOSSARY_MAX: Final = 100
_WORD_CHARACTERS_MAX: Final = 60
_INSERTED_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    start_seconds: float
    end_seconds: float


def write_text(words: Iterable[Word]) -> str:
    """Return the words as people mend them: a line for each cue or sentence."""
    lines = [""]
    for word in words:
        lines[-1] = f"{lines[-1]} {word.text}".strip()
        if word.ends_line or word.text.endswith((".", "!", "?")):
            lines.append("")
    return "\n".join(lines).strip()


def mend_words(
    words: Sequence[Word], text: str, *, start_seconds: float, end_seconds: float
) -> tuple[Word, ...]:
    """Return the words of a text in a window, with the times of those that it replaces.

    InvalidInput if nothing would change, or the text is too long.
    """
    if len(text) > TEXT_CHARACTERS_MAX:
        raise InvalidInput(f"That is too long: write at most {TEXT_CHARACTERS_MAX} characters.")
    said = [clean_text(part) for part in text.split()]
    said = [part for part in said if part]
    if said == [word.text for word in words]:
        raise InvalidInput("The words are the same as before; change some of them.")
    window = _Window(start_seconds=start_seconds, end_seconds=end_seconds)
    if not words:
        return spread_words(" ".join(said), start_seconds, end_seconds)
    matcher = SequenceMatcher(None, [_key(w.text) for w in words], list(map(_key, said)), False)
    mended: list[Word] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        new = said[begin:end]
        if kind == "equal":
            pairs = zip(words[first:last], new, strict=True)
            mended += (replace(word, text=one) for word, one in pairs)
        elif kind == "replace":
            mended += _replace(words[first:last], new)
        elif kind == "insert":
            mended += _insert(words, first, new, window)
    return tuple(mended)


def read_glossary(text: str) -> tuple[str, ...]:
    """Return the entries of a glossary, one a line: `Kha'Zix`, or `car six = Kha'Zix`.

    InvalidInput if there are too many, or one is too long.
    """
    entries = [clean_text(line) for line in text.replace(",", "\n").splitlines()]
    entries = [entry for entry in entries if entry]
    if len(entries) > GLOSSARY_MAX or any(
        len(entry) > 2 * _WORD_CHARACTERS_MAX for entry in entries
    ):
        raise InvalidInput(
            f"Write at most {GLOSSARY_MAX} words of {_WORD_CHARACTERS_MAX} characters, one a line."
        )
    return tuple(entries)


def apply_glossary(words: Sequence[Word], glossary: Iterable[str]) -> tuple[Word, ...]:
    """Return what was heard with the names of a glossary in place of what sounds like them."""
    mended = list(words)
    for entry in glossary:
        heard, is_pair, wanted = entry.partition("=")
        right = wanted.strip() if is_pair else heard.strip()
        mended = _put(mended, heard.strip().split(), right)
    return tuple(mended)


def _put(words: list[Word], heard: Sequence[str], right: str) -> list[Word]:
    keys = [_key(part) for part in heard]
    if not all(keys) or not right:
        return words
    out: list[Word] = []
    at = 0
    while at < len(words):
        run = words[at : at + len(keys)]
        if [_key(word.text) for word in run] == keys:
            out += _set_right(run, right)
            at += len(keys)
        else:
            out.append(words[at])
            at += 1
    return out


def _set_right(run: Sequence[Word], right: str) -> tuple[Word, ...]:
    """Return the right words over the time of a run; punctuation at its end stays."""
    last = run[-1].text
    mark = last[len(last.rstrip(".,!?\u2026:;")) :]
    return _replace(run, f"{right}{mark}".split())


def _replace(old: Sequence[Word], new: Sequence[str]) -> tuple[Word, ...]:
    spread = spread_words(" ".join(new), old[0].start_seconds, old[-1].end_seconds)
    return (*spread[:-1], *(replace(word, ends_line=old[-1].ends_line) for word in spread[-1:]))


def _insert(
    words: Sequence[Word], place: int, new: Sequence[str], window: _Window
) -> tuple[Word, ...]:
    """Return words that nobody heard, in the pause where they belong or shortly after it began."""
    start = words[place - 1].end_seconds if place else window.start_seconds
    end = words[place].start_seconds if place < len(words) else window.end_seconds
    if not place:
        start = max(start, end - _INSERTED_SECONDS * len(new) * 2)
    elif place == len(words):
        end = min(end, start + _INSERTED_SECONDS * len(new) * 2)
    return spread_words(" ".join(new), start, max(start, end))


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
