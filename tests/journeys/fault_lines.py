"""A line for each fault: what was expected, and what was found."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

IS_LONG: Final = bool(os.environ.get("SOAK_LONG"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one fault was to bring, and what it brought."""

    fault: str
    expected: str
    found: str
    is_ok: bool

    def __str__(self) -> str:
        verdict = "ok" if self.is_ok else "NOT OK"
        return f"{self.fault} | {self.expected} | {self.found} | {verdict}"


Fault = Callable[[Path], Awaitable[list[Line]]]


def describe(seconds: float | None) -> str:
    return "never" if seconds is None else f"after {seconds:.0f} s"


def shorten(text: str) -> str:
    return text.replace("\n", " / ")[:160]
