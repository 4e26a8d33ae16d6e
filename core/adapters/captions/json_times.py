"""Times in JSON: when an entry begins and ends, under the names and units that programs use."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

_START_NAMES: Final = (
    *("start", "start_seconds", "start_sec", "startTime", "start_time", "begin", "from", "ts"),
    *("startOffset", "start_offset", "startMs", "start_ms", "startMillis", "tStartMs"),
)
_END_NAMES: Final = (
    *("end", "end_seconds", "end_sec", "endTime", "end_time", "to", "end_ts"),
    *("endOffset", "end_offset", "endMs", "end_ms", "endMillis"),
)
_LENGTH_NAMES: Final = ("duration", "dur", "duration_seconds", "durationMs", "duration_ms")
_MILLISECONDS: Final = ("Ms", "_ms", "Millis")
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?", re.ASCII)
_SECONDS: Final = re.compile(r"\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*s?\s*", re.ASCII)


def read_span(entry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return when an entry begins and ends; one without an end has length 0.

    None if it has no start, or one of its times cannot be read.
    """
    if isinstance(entry.get("offsets"), dict):  # whisper.cpp's, beside the same as text
        span = read_span(entry["offsets"])
        return None if span is None else (span[0] / 1000, span[1] / 1000)
    timestamp = entry.get("timestamp")
    if isinstance(timestamp, list) and len(timestamp) == 2:
        return read_span({"start": timestamp[0], "end": timestamp[1]})
    start, is_start_bad = _read(entry, _START_NAMES)
    end, is_end_bad = _read(entry, _END_NAMES)
    if start is None or is_start_bad or is_end_bad:
        return None
    if end is None:
        length, is_length_bad = _read(entry, _LENGTH_NAMES)
        if is_length_bad:
            return None
        end = start + (length or 0.0)
    return start, end


def _read(entry: Mapping[str, Any], names: tuple[str, ...]) -> tuple[float | None, bool]:
    """Return the seconds under the first of these names, and whether they cannot be read."""
    for name in names:
        if entry.get(name) is not None:
            seconds = read_seconds(entry[name])
            unit = 1000 if name.endswith(_MILLISECONDS) else 1
            return (None, True) if seconds is None else (seconds / unit, False)
    return None, False


def read_seconds(value: object) -> float | None:
    """Return the seconds of a number, or of a text such as 1.5, 1.5s or 0:00:01,500."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        return _read_text(value)
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) else None


def _read_text(value: str) -> float | None:
    if found := _SECONDS.fullmatch(value):
        return float(found[1])
    clock = _CLOCK.fullmatch(value.strip())
    if clock is None:
        return None
    hours, minutes, seconds, fraction = clock.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")
