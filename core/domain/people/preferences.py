"""Preferences: what one person wants at one creator, and what holds where they said nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.quiet_hours import QuietHours, read_quiet_hours
from core.domain.people.voice import Tone
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

EVERYBODY: Final = "creator"
"""Whose preferences hold for all the people around a creator who said nothing themselves."""
DAILY_MAX: Final = 50
MONTHLY_MAX: Final = 1000
DIGEST_HOUR: Final = 9
_SAYABLE: Final = frozenset(
    {
        "display_name",
        "tone",
        "own_language",
        "time_zone",
        "daily_clips",
        "monthly_clips",
        "digest_hour",
        "own_digest",
    }
)


class Digest(StrEnum):
    """How often a person gets a summary."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person wants; None is what they have said nothing of.

    Quiet hours are hours of the day in the person's zone, including the first and excluding the
    last; two equal hours mean none. `told_at` is when the last digest that
    went to them was due. Version 0 means
    that nothing is stored yet.
    """

    creator_id: CreatorId
    person_id: str
    display_name: str | None = None
    tone: Tone | None = None
    own_language: str | None = None
    time_zone: str | None = None
    daily_clips: int | None = None
    monthly_clips: int | None = None
    digest_hour: int | None = None
    own_digest: Digest | None = None
    is_told_of_reviews: bool = True
    is_told_of_failures: bool = True
    quiet_from_hour: int = 0
    quiet_until_hour: int = 0
    has_said_quiet: bool = False
    told_at: datetime | None = None
    version: int = 0

    @property
    def has_quiet_hours(self) -> bool:
        return self.quiet_from_hour != self.quiet_until_hour

    @property
    def says_quiet(self) -> bool:
        """Whether these hours hold; older rows have no flag of their own."""
        return self.has_said_quiet or self.has_quiet_hours

    def set_quiet_hours(self, hours: str) -> Preferences:
        """Return these with quiet hours written as in `22-7`; empty text means none."""
        read = read_quiet_hours(hours)
        return replace(
            self,
            quiet_from_hour=read.from_hour,
            quiet_until_hour=read.until_hour,
            has_said_quiet=True,
        )

    def forget(self, names: Collection[str]) -> Preferences:
        """Return these with some as if nobody had ever said anything of them."""
        unsaid = {name: None for name in names if name in _SAYABLE}
        kept: Preferences = replace(self, **unsaid)  # type: ignore[arg-type] # all may be None
        if "quiet_hours" in names:
            kept = replace(kept, quiet_from_hour=0, quiet_until_hour=0, has_said_quiet=False)
        return kept

    def set_goals(self, daily_clips: int | None, monthly_clips: int | None) -> Preferences:
        """Return these with goals; None leaves one as it is, 0 means none."""
        if daily_clips is not None and not 0 <= daily_clips <= DAILY_MAX:
            raise InvalidInput(f"A daily goal is 0 to {DAILY_MAX} clips; 0 means none.")
        if monthly_clips is not None and not 0 <= monthly_clips <= MONTHLY_MAX:
            raise InvalidInput(f"A monthly target is 0 to {MONTHLY_MAX} clips; 0 means none.")
        return replace(
            self,
            daily_clips=self.daily_clips if daily_clips is None else daily_clips,
            monthly_clips=self.monthly_clips if monthly_clips is None else monthly_clips,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What holds for one person: their own word, else the creator's, else the default."""

    display_name: str = ""
    tone: Tone = Tone.POLITE
    language: str = "en"
    time_zone: str = "UTC"
    daily_clips: int = 0
    monthly_clips: int = 0
    digest: Digest = Digest.NEVER
    digest_hour: int = DIGEST_HOUR
    quiet_from_hour: int = 0
    quiet_until_hour: int = 0

    def is_quiet(self, hour: int) -> bool:
        """Return whether this hour of the person's day is a quiet one."""
        hours = QuietHours(from_hour=self.quiet_from_hour, until_hour=self.quiet_until_hour)
        return hours.contain(hour)


def _find_usual_digest(own: Preferences) -> Digest:
    """Return what holds where nothing was said: the creator's channel is told, no person is."""
    return Digest.WEEKLY if own.person_id == EVERYBODY else Digest.NEVER


def merge_preferences(own: Preferences, all_of_them: Preferences, profile: CreatorProfile) -> Wants:
    """Return what holds for a person; a daily goal of 0 that they set is their word too."""
    usual = Wants()
    quiet = own if own.says_quiet else all_of_them

    def choose(name: str, default: Any) -> Any:
        said = getattr(own, name)
        said = getattr(all_of_them, name) if said is None else said
        return default if said is None else said

    return Wants(
        display_name=choose("display_name", profile.display_name),
        tone=choose("tone", profile.tone),
        language=choose("own_language", profile.language),
        time_zone=choose("time_zone", profile.time_zone),
        daily_clips=choose("daily_clips", usual.daily_clips),
        monthly_clips=choose("monthly_clips", usual.monthly_clips),
        digest=own.own_digest or _find_usual_digest(own),
        digest_hour=choose("digest_hour", usual.digest_hour),
        quiet_from_hour=quiet.quiet_from_hour,
        quiet_until_hour=quiet.quiet_until_hour,
    )
