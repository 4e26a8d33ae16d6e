"""Figures: every number in a sentence must come from what a tool found, or it is taken out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core.domain.asking.number_words import (
    CJK_NUMBER,
    COMPOUND,
    NUMBER,
    SCALES,
    WORD,
    WORDS,
    read_cjk,
    read_number,
    to_ascii_digits,
)
from core.domain.asking.tool_result import ToolResult, Value

REMOVED: Final = "[…]"
_QUOTES_MAX: Final = 200
_QUOTE_CHARACTERS_MIN: Final = 4
_ID_CHARACTERS: Final = 20
"""A word as long as this is an id: it is quoted whole, and its digits are no figures."""

_MARKER: Final = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_URL: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s)\]>]+", re.IGNORECASE)
_PLACE: Final = 0xE000
"""Characters of nobody's, one for each quote while the rest is checked."""
_END: Final = re.compile(r"[.!?…][\"')”\]]*\s+|\n+")


@dataclass(slots=True, kw_only=True)
class KnownFigures:
    """Every number, time, text and address that the tools of one question gave."""

    numbers: set[float] = field(default_factory=set)
    times: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)

    def take(self, result: ToolResult) -> None:
        """Take in what a tool found; numbers in words of strangers count only where quoted."""
        self.numbers.add(float(len(result.rows)))
        for value in result.list_values():
            self._take_value(value)
        self.said.update(t for t in result.list_said() if len(t) >= _QUOTE_CHARACTERS_MIN)

    def knows(self, value: float, *, decimals: int, is_share: bool = False) -> bool:
        """Say whether a tool gave this number, or one that rounds to it."""
        shares = {100 * n for n in self.numbers if 0 <= n <= 1} if is_share else set()
        return any(_rounds_to(known, value, decimals) for known in self.numbers | shares)

    def _take_value(self, value: Value) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int | float):
            self.numbers.add(abs(float(value)))
            return
        if len(value) >= _ID_CHARACTERS and value.isalnum():
            self.said.add(value)
            return
        for found in NUMBER.finditer(to_ascii_digits(value)):
            if text := found["clock"] or found["date"]:
                self.times.update(_list_parts(text))
                # A date is told as `27 November 2026`, too.
                self.numbers.update(float(part) for part in text.split("-") if "-" in text)
            else:
                self.numbers.update(number for number, _ in read_number(found["plain"]))


def check_figures(sentence: str, known: KnownFigures) -> tuple[str, int]:
    """Return a sentence without the figures that no tool gave, and how many those were.

    What it quotes whole (titles) is left alone; so are numbers that count the lines of a list.
    An address that no tool gave is taken out as well.
    """
    checker = _Checker(known)
    return checker.check(sentence), checker.removed


class _Checker:
    """Checks one sentence, with its quotes put aside meanwhile."""

    def __init__(self, known: KnownFigures) -> None:
        self._known = known
        self._aside: list[str] = []
        self.removed = 0

    def check(self, sentence: str) -> str:
        text = "".join(c for c in sentence if not _PLACE <= ord(c) < _PLACE + _QUOTES_MAX)
        for quote in sorted(self._known.said | self._known.urls, key=len, reverse=True):
            if quote in text and len(self._aside) < _QUOTES_MAX:
                text = text.replace(quote, self._put_aside(quote))
        text = _MARKER.sub(lambda found: self._put_aside(found[0]), to_ascii_digits(text))
        text = _URL.sub(self._remove, text)
        text = NUMBER.sub(self._keep(self._is_known), text)
        text = WORD.sub(self._keep(self._is_known_word), text)
        text = COMPOUND.sub(self._remove, text)
        text = CJK_NUMBER.sub(self._keep(self._is_known_cjk), text)
        for number, quote in enumerate(self._aside):
            text = text.replace(chr(_PLACE + number), quote)
        return text

    def _put_aside(self, quote: str) -> str:
        if len(self._aside) >= _QUOTES_MAX:
            return quote
        self._aside.append(quote)
        return chr(_PLACE + len(self._aside) - 1)

    def _keep(self, is_known: Callable[[re.Match[str]], bool]) -> Callable[[re.Match[str]], str]:
        return lambda found: found[0] if is_known(found) else self._remove(found)

    def _remove(self, _: re.Match[str]) -> str:
        self.removed += 1
        return REMOVED

    def _is_known(self, found: re.Match[str]) -> bool:
        if text := found["clock"] or found["date"]:
            return bool({text, text.lstrip("0")} & self._known.times)
        scale = SCALES.get((found["scale"] or "").lower(), 1.0)
        return any(
            self._known.knows(
                value * scale,
                decimals=decimals - round(math.log10(scale)),
                is_share=bool(found["percent"]),
            )
            for value, decimals in read_number(found["plain"])
        )

    def _is_known_cjk(self, found: re.Match[str]) -> bool:
        return self._known.knows(read_cjk(found[0]), decimals=6)

    def _is_known_word(self, found: re.Match[str]) -> bool:
        return self._known.knows(WORDS[found[0].lower()], decimals=6)


def split_sentences(text: str) -> tuple[list[str], str]:
    """Return the sentences that are whole, and what has not ended yet."""
    ends = [found.end() for found in _END.finditer(text)]
    starts = [0, *ends]
    return [text[a:b] for a, b in zip(starts, ends, strict=False)], text[starts[-1] :]


def _rounds_to(known: float, shown: float, decimals: int) -> bool:
    if math.isclose(known, shown, rel_tol=1e-9, abs_tol=1e-9):
        return True
    if decimals >= 0 and known.is_integer():
        return False
    return abs(known - shown) <= 10.0**-decimals / 2 + 1e-9


def _list_parts(text: str) -> list[str]:
    """Return a time or a date as it may be repeated: `20:14:05` also as `20:14`."""
    shorter = text[:-3] if text.count(":") == 2 or text.count("-") == 2 else text
    return [text, text.lstrip("0"), shorter, shorter.lstrip("0")]
