"""The time line as data: what the script of the edit draws around a clip."""

from __future__ import annotations

from typing import Any, Final

from cogs.plain_text import clean_text
from core.services.review.clip_workbench import TimeLine

QUIETEST_DB: Final = -60.0
WORD_LENGTH_MAX: Final = 40
WORDS_MAX: Final = 600


def write_time_line(line: TimeLine) -> dict[str, Any]:
    """Return a time line as plain numbers: levels are 0 to 100, times seconds into the video.

    A chat of which nothing is kept any more has no rates, rather than a silent line.
    """
    return {
        "from": round(line.from_seconds, 3),
        "to": round(line.to_seconds, 3),
        "levels": [_level(level) for level in line.signals.loudness_db],
        "cuts": [round(at, 2) for at in line.signals.cuts_at_seconds],
        "gaps": [[round(start, 3), round(end, 3)] for start, end in line.gaps],
        "words": [
            [
                round(word.start_seconds, 2),
                round(word.end_seconds, 2),
                clean_text(word.text, WORD_LENGTH_MAX),
            ]
            for word in line.words[:WORDS_MAX]
        ],
        "rates": [
            [round(point.offset_seconds, 1), round(point.messages_per_second, 2)]
            for point in line.rates
        ]
        if any(point.messages_per_second for point in line.rates)
        else [],
    }


def _level(decibels: float) -> int:
    share = 1 - max(QUIETEST_DB, min(0.0, decibels)) / QUIETEST_DB
    return round(100 * share)
