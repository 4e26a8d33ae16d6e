"""Creator profiles: the name people see, the time zone, and what creators prefer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.domain.people.voice import Tone, Voice
from core.domain.work.ids import CreatorId
from core.domain.work.plain_text import clean_text
from core.errors import InvalidInput

SPIKES_AN_HOUR_MAX: Final = 60.0
NAME_CHARACTERS_MAX: Final = 40
CHANNELS_MAX: Final = 100
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}", re.IGNORECASE | re.ASCII)


def check_month(month: str) -> str:
    """Return a month such as `2026-11`; InvalidInput for any other text."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII) is None:
        raise InvalidInput("Write the month as in 2026-11.")
    return month


def find_zone(name: str) -> ZoneInfo:
    """Return a time zone such as `Europe/Berlin`; InvalidInput if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput("That is not a time zone: write it as in Europe/Berlin.") from error


def name_local_month(at: datetime, time_zone: str) -> str:
    """Return the month (`2026-11`) of a time in the creator's zone."""
    return at.astimezone(find_zone(time_zone)).strftime("%Y-%m")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorProfile:
    """What is stored about a creator; version 0 means nothing yet.

    `tone` is how the creator is spoken to, unless a person wants another one; what is published
    sounds plain, or as in `published_tone`. `language` (BCP 47) is that of both; with
    `says_language` somebody chose it, English too.
    `spikes_an_hour` is how sensitive chat detection is, by channel (a broadcaster's id) in
    `channel_spikes_an_hour`; None means the settings' default.
    """

    creator_id: CreatorId
    display_name: str = ""
    time_zone: str = "UTC"
    tone: Tone = Tone.POLITE
    language: str = "en"
    spikes_an_hour: float | None = None
    channel_spikes_an_hour: Mapping[str, float] = field(default_factory=dict)
    published_tone: Tone | None = None
    titles_ask: bool | None = None
    clip_shards: int = 1
    says_language: bool = False
    version: int = 0

    @property
    def voice(self) -> Voice:
        return Voice(
            tone=self.published_tone,
            display_name=self.display_name,
            language=self.language,
            titles_ask=self.titles_ask,
        )

    @property
    def own_language(self) -> str | None:
        """The language that was chosen; None where nobody did."""
        return self.language if self.says_language or self.language != "en" else None

    def find_spikes_an_hour(self, broadcaster_id: str | None) -> float | None:
        """Return the sensitivity for a channel; None if none was chosen."""
        return self.channel_spikes_an_hour.get(broadcaster_id or "", self.spikes_an_hour)

    def set_spikes_an_hour(
        self, spikes_an_hour: float | None, broadcaster_id: str | None
    ) -> CreatorProfile:
        """Return the profile with another sensitivity; InvalidInput outside 0 to 60."""
        if spikes_an_hour is not None and not 0 <= spikes_an_hour <= SPIKES_AN_HOUR_MAX:
            raise InvalidInput(
                f"Choose 0 to {SPIKES_AN_HOUR_MAX:g} spikes an hour; 8 is usual, and at 0 only "
                "viewers who ask get a clip."
            )
        if broadcaster_id is None:
            return replace(self, spikes_an_hour=spikes_an_hour)
        others = {k: v for k, v in self.channel_spikes_an_hour.items() if k != broadcaster_id}
        if spikes_an_hour is not None:
            others[broadcaster_id] = spikes_an_hour
        if len(others) > CHANNELS_MAX:
            raise InvalidInput(f"Sensitivity can be set for at most {CHANNELS_MAX} channels.")
        return replace(self, channel_spikes_an_hour=others)


def check_name(name: str) -> str:
    """Return the display name as one clean line; InvalidInput if it is unusable."""
    cleaned = clean_text(name, 2 * NAME_CHARACTERS_MAX)
    if len(cleaned) > NAME_CHARACTERS_MAX:
        raise InvalidInput(f"A name has at most {NAME_CHARACTERS_MAX} characters; shorten it.")
    if cleaned and not any(character.isalnum() for character in cleaned):
        raise InvalidInput("A name needs at least one letter or number.")
    return cleaned


def check_language(language: str) -> str:
    """Return a BCP 47 language tag (`en`, `pt-BR`); InvalidInput for any other text."""
    wanted = language.strip()
    if not _LANGUAGE.fullmatch(wanted):
        raise InvalidInput("Write the language as in en, de or pt-BR.")
    first, *others = wanted.split("-")
    return "-".join([first.lower(), *(_write_subtag(other) for other in others)])


def _write_subtag(subtag: str) -> str:
    """Return a region in capitals, a script capitalised, any other subtag in lower case."""
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.capitalize() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()
