"""JSON words: a list of words with times, as speech recognisers write it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from core.domain.clips.captions import spread_words
from core.domain.videos.spoken_word import Word
from core.ports.clips import CaptionTrack

_TEXT_NAMES: Final = ("text", "word")
_START_NAMES: Final = ("start", "start_seconds")
_END_NAMES: Final = ("end", "end_seconds")
_LIST_NAMES: Final = ("words", "segments")


def is_json(text: str) -> bool:
    """Return whether the text begins like a JSON list or object."""
    return text.lstrip().startswith(("[", "{"))


def read_json(text: str) -> CaptionTrack | None:
    """Return the words in seconds; None if it is not a list of words.

    Supported are `[{text|word, start, end}, ...]`, `{"words": [...]}` and `{"segments": [...]}`,
    whose segments contain either words or a text. Entries without text or times are counted.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    entries = _find_list(document)
    if entries is None:
        return None
    read = [_read_entry(entry) for entry in _flatten(entries)]
    return CaptionTrack(
        format_name="JSON",
        words=tuple(word for words in read if words for word in words),
        skipped=sum(words is None for words in read),
    )


def _find_list(document: object) -> list[object] | None:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        return next(
            (document[name] for name in _LIST_NAMES if isinstance(document.get(name), list)), None
        )
    return None


def _flatten(entries: list[object]) -> Iterator[object]:
    """Yield the words of segments that contain words, and everything else unchanged."""
    for entry in entries:
        words = entry.get("words") if isinstance(entry, dict) else None
        if isinstance(words, list) and words:
            yield from words
        else:
            yield entry


def _read_entry(entry: object) -> tuple[Word, ...] | None:
    """Return the words of an entry; one without an end has length 0, until the next begins."""
    if not isinstance(entry, dict):
        return None
    text = _get(entry, _TEXT_NAMES)
    start = _read_seconds(_get(entry, _START_NAMES))
    end = _get(entry, _END_NAMES)
    end = start if end is None else _read_seconds(end)
    if not isinstance(text, str) or start is None or end is None or not 0 <= start <= end:
        return None
    return spread_words(text, start, end)


def _get(entry: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def _read_seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None
