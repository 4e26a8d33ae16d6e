"""Finds English that is left in a German answer."""

from __future__ import annotations

import re
from typing import Any

from cogs.texts.sentences import translate
from tests.servers.discord import list_buttons

_WORDS = frozenset({
    "the", "is", "are", "and", "of", "to", "with", "not", "for",
    "from", "that", "this", "it", "its", "by", "no", "there", "has",
    "have", "be", "been", "yet", "which", "what", "you", "your", "or",
    "says", "needs", "must", "cannot", "write", "choose", "give", "does", "only",
    "their", "they",
})  # fmt: skip
"""Words without which hardly an English sentence is said, and that no German one has."""
_CODE = re.compile(r"`[^`]*`|<[^>]*>|https?://\S+|</?[a-z ]+:\d+>|„[^“]*“")


def list_said(message: dict[str, Any]) -> list[str]:
    """Return the lines of a message, and what its buttons, forms and their choices say."""
    said = [*(message.get("content") or "").split("\n"), message.get("title") or ""]
    said += [button["label"] for button in list_buttons(message) if button.get("label")]
    for part in _walk(message.get("components", [])):
        said += (part.get("content") or "").split("\n")
        said += [part.get(key) or "" for key in ("label", "description", "placeholder")]
        said += [option["label"] for option in part.get("options", [])]
    return [line for line in dict.fromkeys(said) if line]


def _walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for part in components:
        inner = [part["component"]] if "component" in part else []
        found += [part, *_walk([*part.get("components", []), *inner])]
    return found


def is_english(line: str) -> bool:
    """Return whether a line says something English, or could be said in German and is not."""
    bare = _CODE.sub(" ", line.replace("\\", ""))
    words = set(re.findall(r"[a-z']+", bare.casefold()))
    return bool(words & _WORDS) or translate(line, "de") != line
