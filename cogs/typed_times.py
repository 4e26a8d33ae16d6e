"""Typed times: offsets into a video as people write them."""

from __future__ import annotations

import re
from typing import Final

from core.errors import InvalidInput

_TIME: Final = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,3})?)")


def write_time(seconds: float) -> str:
    """Return an offset as people type it: `1:43` or, where there are tenths, `1:43.5`."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    whole, tenth = divmod(rest, 10)
    return f"{minutes}:{whole:02d}" + (f".{tenth}" if tenth else "")


def read_time(text: str) -> float:
    """Return the seconds that somebody typed as `103`, `1:43` or `1:02:03.5`."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise InvalidInput("Write a time as in 1:43 or 1:43.5: minutes, then seconds.")
    hours, minutes = int(found[1] or 0), int(found[2] or 0)
    return 3600.0 * hours + 60.0 * minutes + float(found[3].replace(",", "."))
