"""Reads the chat items out of a JSON file of any shape, a chunk at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TextIO

from core.adapters.chat_records import Skip

_STRING: Final = r'"[^"\\]*(?:\\.[^"\\]*)*'
_LANDMARK: Final = re.compile(
    rf'{_STRING}(?P<closed>"?)|(?P<list>\[)\s*(?=\{{)',
    re.DOTALL,
)
_REST_OF_STRING: Final = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*(?P<closed>"?)', re.DOTALL)
_NEXT_OBJECT: Final = re.compile(r"\}\s*,\s*(?=\{)")
_BETWEEN: Final = re.compile(r"[\s,]*")
_CHUNK_CHARACTERS: Final = 65_536
_ELEMENT_CHARACTERS_MAX: Final = 1_000_000
_KEPT_CHARACTERS: Final = 256
_WORD_CHARACTERS: Final = 64
_PROBED: Final = 20
_PROBES_MAX: Final = 5_000
"""So many lists without chat, one after another, are not a chat log."""

IsItem = Callable[[object], bool]


class JsonItems:
    """Finds each list with a chat item among its first, and reads the objects in it.

    A damaged element is skipped, and reading goes on at the next one that is a chat item.
    """

    def __init__(self, stream: TextIO, skip: Skip, is_item: IsItem) -> None:
        self._stream = stream
        self._skip = skip
        self._is_item = is_item
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._position = 0
        self._is_lost = False

    def __iter__(self) -> Iterator[Any]:
        if self._find_first_object():
            yield from self._read_list(is_bare=True)
            return
        while self._find_list():
            yield from self._read_list()

    def _find_first_object(self) -> bool:
        """Say whether the file is a row of objects that are chat items themselves."""
        self._fill()
        self._position = _end_of(_BETWEEN, self._buffer, 0)
        if self._buffer[self._position : self._position + 1] != "{":
            return False
        try:
            item, _ = self._decoder.raw_decode(self._buffer, self._position)
        except (ValueError, RecursionError):
            return False
        return self._is_item(item)

    def _find_list(self) -> bool:
        """Move to the first object of the next list that holds chat."""
        probes = 0
        while probes < _PROBES_MAX and self._find_landmark():
            if self._holds_chat():
                return True
            self._position += 1
            probes += 1
        return False

    def _find_landmark(self) -> bool:
        """Move to the first object of the next list; strings are passed over."""
        while True:
            found = _LANDMARK.search(self._buffer, self._position)
            end = found.end() if found else len(self._buffer)
            if end > len(self._buffer) - _KEPT_CHARACTERS and self._fill_behind(found):
                continue
            if found is None:
                return False
            self._position = end
            if found["list"]:
                return True
            if not found["closed"]:
                self._pass_string()

    def _fill_behind(self, found: re.Match[str] | None) -> bool:
        """Read more where what was found may go on behind the buffer."""
        if found is None:
            self._position = max(self._position, len(self._buffer) - _KEPT_CHARACTERS)
        elif found.end() - found.start() > _ELEMENT_CHARACTERS_MAX:
            return False
        else:
            self._position = found.start()
        return self._fill()

    def _pass_string(self) -> None:
        """Move behind a string that is longer than the buffer."""
        while True:
            found = _REST_OF_STRING.match(self._buffer, self._position)
            self._position = found.end() if found else len(self._buffer)
            if (found and found["closed"]) or not self._fill():
                return

    def _holds_chat(self) -> bool:
        """Say whether one of the first objects from here on is a chat item."""
        ahead = 0
        for _ in range(_PROBED):
            found = self._peek(ahead)
            if found is None:
                behind = self._position + ahead + 1
                after = _NEXT_OBJECT.search(self._buffer, behind, behind + _CHUNK_CHARACTERS)
                if after is None:
                    return False
                ahead = after.end() - self._position
                continue
            item, ahead = found
            if self._is_item(item):
                return True
            behind = _end_of(_BETWEEN, self._buffer, self._position + ahead)
            if self._buffer[behind : behind + 1] == "]":
                return False
            ahead = behind - self._position
        return False

    def _peek(self, ahead: int) -> tuple[object, int] | None:
        """Return the value so far ahead and where it ends, None for what cannot be read."""
        while True:
            at = self._position + ahead
            try:
                item, end = self._decoder.raw_decode(self._buffer, at)
            except (ValueError, RecursionError) as error:
                if not self._goes_on(error, at) or not self._fill():
                    return None
            else:
                return item, end - self._position

    def _goes_on(self, error: Exception, at: int) -> bool:
        """Say whether a value is only cut by the end of the buffer, and not broken before it."""
        if len(self._buffer) - at >= _ELEMENT_CHARACTERS_MAX:
            return False
        if not isinstance(error, json.JSONDecodeError):
            return False
        is_at_end = error.pos > len(self._buffer) - _WORD_CHARACTERS
        return is_at_end or error.msg.startswith("Unterminated string")

    def _read_list(self, *, is_bare: bool = False) -> Iterator[Any]:
        self._is_lost = False
        while self._has_next(is_bare=is_bare):
            try:
                item, self._position = self._decoder.raw_decode(self._buffer, self._position)
            except (ValueError, RecursionError) as error:
                if self._goes_on(error, self._position) and self._fill():
                    continue
                self._lose()
                continue
            if not self._is_item(item):
                self._count_skipped()
                continue
            self._is_lost = False
            yield item

    def _has_next(self, *, is_bare: bool) -> bool:
        while True:
            self._position = _end_of(_BETWEEN, self._buffer, self._position)
            if self._position == len(self._buffer):
                if not self._fill():
                    return False
            elif self._buffer[self._position] != "]":
                return True
            elif not (self._is_lost or is_bare):
                return False
            else:
                self._position += 1

    def _lose(self) -> None:
        self._count_skipped()
        self._is_lost = True
        self._position += 1
        while not (found := _NEXT_OBJECT.search(self._buffer, self._position)):
            self._position = max(self._position, len(self._buffer) - 200)
            if not self._fill():
                self._position = len(self._buffer)
                return
        self._position = found.end()

    def _count_skipped(self) -> None:
        if not self._is_lost:
            self._skip()

    def _fill(self) -> bool:
        """Read more, in steps that grow with the element, so that the cost stays linear."""
        waiting = len(self._buffer) - self._position
        chunk = self._stream.read(max(_CHUNK_CHARACTERS, waiting))
        if not chunk:
            return False
        self._buffer = self._buffer[self._position :] + chunk
        self._position = 0
        return True


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
