"""Loose JSON: the objects in a model's text, whatever stands around them and wherever it ends.

Of an answer that was cut off or has a broken place, each part that is whole is kept. An entry of a
list that is not whole becomes None, so that it is counted; a list that is not closed ends with one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_DECODER: Final = json.JSONDecoder(strict=False)
_GAP: Final = re.compile(r"[\s,\ufeff]*")
_COLON: Final = re.compile(r"\s*:\s*")
_NEXT_ENTRY: Final = re.compile(r"\}\s*(?:,\s*(?=\{)|(?=\]\s*[,}\]]))")
_STARTS_MAX: Final = 20
_DEPTH_MAX: Final = 20


def unwrap(text: str) -> str:
    """Return the JSON that a text of JSON holds, where it is written into one."""
    try:
        inner = json.loads(text) if text.lstrip().startswith('"') else text
    except ValueError:
        return text
    return inner if isinstance(inner, str) else text


def find_objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a text, the first and outermost first; it may end within the last."""
    at = text.find("{")
    for _ in range(_STARTS_MAX):
        if at < 0:
            return
        found, _end, _whole = _read_object(text, at, 0)
        yield found
        at = text.find("{", at + 1)


def find_list(text: str) -> list[Any]:
    """Return the first list of a text; empty if it has none."""
    at = text.find("[")
    return _read_list(text, at, 0)[0] if at >= 0 else []


def _read_value(text: str, at: int, depth: int) -> tuple[Any, int, bool]:
    """Return a value, where it ends, and whether it is whole."""
    if depth > _DEPTH_MAX:
        return None, at, False
    if text.startswith("{", at):
        return _read_object(text, at, depth)
    if text.startswith("[", at):
        return _read_list(text, at, depth)
    try:
        return *_DECODER.raw_decode(text, at), True
    except ValueError:
        return None, at, False


def _read_object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int, bool]:
    found: dict[str, Any] = {}
    at += 1
    while True:
        at = _skip(_GAP, text, at)
        if text.startswith("}", at):
            return found, at + 1, True
        if not text.startswith('"', at):
            return found, at, False
        key, at, is_whole = _read_value(text, at, depth)
        colon = _COLON.match(text, at)
        if not is_whole or not colon:
            return found, at, False
        value, at, is_whole = _read_value(text, colon.end(), depth + 1)
        if is_whole or isinstance(value, list):
            found[key] = value
        if not is_whole:
            return found, at, False


def _read_list(text: str, at: int, depth: int) -> tuple[list[Any], int, bool]:
    found: list[Any] = []
    at += 1
    while True:
        at = _skip(_GAP, text, at)
        if text.startswith("]", at):
            return found, at + 1, True
        value, at, is_whole = _read_value(text, at, depth + 1)
        found.append(value if is_whole else None)
        if is_whole:
            continue
        following = _NEXT_ENTRY.search(text, at)
        if not following:
            return found, len(text), False
        at = following.end()


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
