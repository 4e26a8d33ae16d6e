"""Unwanted words: starred in captions, and where in the sound they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.domain.videos.spoken_word import Word


def star_words(words: Iterable[Word], unwanted: Iterable[str]) -> tuple[Word, ...]:
    """Return the words, the unwanted ones with their first letter and stars."""
    listed = _read(unwanted)
    return tuple(
        replace(word, text=_star(word.text)) if is_unwanted(word.text, listed) else word
        for word in words
    )


def find_unwanted(words: Iterable[Word], unwanted: Iterable[str]) -> tuple[Word, ...]:
    """Return the unwanted words, as they are said."""
    listed = _read(unwanted)
    return tuple(word for word in words if is_unwanted(word.text, listed))


def is_unwanted(text: str, listed: frozenset[str]) -> bool:
    """Return whether a word is listed; an entry that ends in * stands for all that begin so."""
    key = _key(text)
    return key in listed or any(
        entry.endswith("*") and len(entry) > 2 and key.startswith(entry[:-1]) for entry in listed
    )


def _read(unwanted: Iterable[str]) -> frozenset[str]:
    entries = ((entry.strip().endswith("*"), _key(entry)) for entry in unwanted)
    return frozenset(key + "*" * is_stem for is_stem, key in entries if key)


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _star(text: str) -> str:
    """Return the text with stars for all letters but the first; punctuation stays."""
    letters = [at for at, character in enumerate(text) if character.isalnum()]
    starred = set(letters[1:])
    return "".join("*" if at in starred else character for at, character in enumerate(text))
