"""Emotes in recorded texts: told by fragments of the text, or written as shortcuts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_SHORTCUT: Final = re.compile(r"\[emote:\d{1,12}:[^\[\]:\s]{1,60}\]|:[_a-zA-Z][\w+-]{1,60}:")


@dataclass(frozen=True, slots=True)
class SaidText:
    """A text, and the emotes in it, each as it is written there."""

    text: str
    emotes: tuple[str, ...] = ()


def find_shortcuts(text: str) -> tuple[str, ...]:
    """Return the emotes that a text of Kick or YouTube writes as [emote:1:name] or :name:."""
    return tuple(_SHORTCUT.findall(text)) if ":" in text else ()


def read_fragments(fragments: object) -> SaidText | None:
    """Return the text that fragments, runs or parts hold together, None if they hold none."""
    if not isinstance(fragments, list):
        return None
    text, is_told = "", False
    emotes: list[str] = []
    for fragment in fragments:
        said = _read_fragment(fragment)
        if said is None:
            continue
        is_told = True
        # An emote that stands next to a word has no space before it where pictures show it.
        is_glued = said.emotes and ":" in said.text and text[-1:].strip() != ""
        text += " " + said.text if is_glued else said.text
        emotes.extend(said.emotes)
    return SaidText(text, tuple(emotes)) if is_told else None


def find_by_places(text: str, emoticons: object) -> tuple[str, ...]:
    """Return the emotes that begin at the places that a list of `begin` tells."""
    if not isinstance(emoticons, list):
        return ()
    begins = (e.get("begin") for e in emoticons if isinstance(e, dict))
    places = (b for b in begins if isinstance(b, int) and 0 <= b < len(text))
    return tuple(word[0] for b in places if (word := text[b:].split(maxsplit=1)))


def find_by_names(text: str, emotes: object) -> tuple[str, ...]:
    """Return the emotes of a list that the text holds by their name or shortcut."""
    if not isinstance(emotes, list):
        return find_shortcuts(text)
    names = (name for e in emotes if isinstance(e, dict) for name in _list_names(e))
    return tuple(dict.fromkeys((*(n for n in names if n in text), *find_shortcuts(text))))


def _list_names(emote: Mapping[str, Any]) -> Iterator[str]:
    shortcuts = emote.get("shortcuts")
    listed: Iterable[object] = shortcuts if isinstance(shortcuts, list) else ()
    for name in (emote.get("name"), emote.get("code"), *listed):
        if isinstance(name, str) and name:
            yield name


def _read_fragment(fragment: object) -> SaidText | None:
    if isinstance(fragment, str):
        return SaidText(fragment)
    if not isinstance(fragment, dict):
        return None
    if isinstance(emoji := fragment.get("emoji"), dict):
        return _read_emoji(emoji)
    text = fragment.get("text", fragment.get("txt"))
    if not isinstance(text, str):
        return None
    is_emote = (
        fragment.get("emoticon")
        or fragment.get("emote")
        or fragment.get("type") == "emote"
        or "txt" in fragment
    )
    return SaidText(text, (text,) if is_emote and text else ())


def _read_emoji(emoji: Mapping[str, Any]) -> SaidText | None:
    """Return a standard emoji as the character that it is, a channel's own by its shortcut."""
    character = emoji.get("emojiId")
    if isinstance(character, str) and 0 < len(character) <= 16 and not character.isascii():
        return SaidText(character, (character,))
    name = next(_list_names(emoji), "")
    return SaidText(name, (name,)) if name else None
