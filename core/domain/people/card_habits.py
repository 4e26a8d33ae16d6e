"""Card habits: how a server wants its cards, and how often it is told that some wait."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.domain.people.quiet_hours import QuietHours, read_quiet_hours
from core.errors import InvalidInput

PING_MINUTES_MIN: Final = 5
PING_MINUTES_MAX: Final = 24 * 60
DIGEST_MINUTES: Final = 60
"""How often a digest is told of where nobody is pinged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHabits:
    """What a server wants of its cards.

    `counts_thumbs` lets thumbs up and down decide. The moderators' role is pinged at most every
    `ping_minutes`; 0 means never. With `has_digest` cards go into a thread of their own, and one
    message in the channel says how many wait. Neither disturbs anybody in the quiet hours, which
    are hours of the creator's day.
    """

    counts_thumbs: bool = False
    ping_minutes: int = 0
    has_digest: bool = False
    quiet: QuietHours = field(default_factory=QuietHours)

    @property
    def told_minutes(self) -> int:
        """At most so often people are told that cards wait; 0 means never."""
        return self.ping_minutes or (DIGEST_MINUTES if self.has_digest else 0)

    def is_due(self, told_at: datetime | None, now: datetime) -> bool:
        """Return whether people may be told now; `now` is a time of the creator's zone."""
        if not self.told_minutes or self.quiet.contain(now.hour):
            return False
        return told_at is None or now - told_at >= timedelta(minutes=self.told_minutes)

    def find_next(self, told_at: datetime | None, now: datetime) -> datetime:
        """Return when people may be told next, where they may not now; in quiet hours none."""
        at = now if told_at is None else told_at + timedelta(minutes=self.told_minutes)
        at = max(at.astimezone(now.tzinfo), now)
        for _ in range(24):
            if not self.quiet.contain(at.hour):
                break
            at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return at


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitsWish:
    """What is to change of them; None leaves it as it is."""

    counts_thumbs: bool | None = None
    ping_minutes: int | None = None
    has_digest: bool | None = None
    quiet: str | None = None

    def change(self, habits: CardHabits) -> CardHabits:
        """Return habits with these changes; InvalidInput for what cannot be."""
        minutes = self.ping_minutes
        if minutes and not PING_MINUTES_MIN <= minutes <= PING_MINUTES_MAX:
            raise InvalidInput(
                f"A role can be pinged every {PING_MINUTES_MIN} to {PING_MINUTES_MAX} minutes; "
                "0 means never."
            )
        given: dict[str, Any] = {
            "counts_thumbs": self.counts_thumbs,
            "ping_minutes": minutes,
            "has_digest": self.has_digest,
            "quiet": None if self.quiet is None else read_quiet_hours(self.quiet),
        }
        return replace(habits, **{k: v for k, v in given.items() if v is not None})
