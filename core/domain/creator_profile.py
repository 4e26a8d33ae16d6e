"""A creator as a whole: the name people see, the zone that its months and slots are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.domain.ids import CreatorId
from core.domain.voice import Tone, Voice
from core.errors import InvalidInput


def check_month(month: str) -> str:
    """Return a month such as `2026-11`; InvalidInput for any other text."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII) is None:
        raise InvalidInput("A month is written as in 2026-11.")
    return month


def find_zone(name: str) -> ZoneInfo:
    """Return a time zone such as `Europe/Berlin`; InvalidInput where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput("That is no time zone: write it as in Europe/Berlin.") from error


def name_local_month(at: datetime, time_zone: str) -> str:
    """Return the month (`2026-11`) that a time lies in where the creator lives."""
    return at.astimezone(find_zone(time_zone)).strftime("%Y-%m")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorProfile:
    """What is kept of a creator; version 0 is one of whom nothing was stored yet.

    `tone` and `language` (BCP 47) are those of the texts that a model writes for the creator.
    """

    creator_id: CreatorId
    display_name: str = ""
    time_zone: str = "UTC"
    tone: Tone = Tone.POLITE
    language: str = "en"
    clip_shards: int = 1
    version: int = 0

    @property
    def voice(self) -> Voice:
        return Voice(tone=self.tone, display_name=self.display_name, language=self.language)
