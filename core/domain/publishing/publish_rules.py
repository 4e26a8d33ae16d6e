"""Publish rules: which platforms need accounts, and how much they accept in a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.work.platform import Platform

NEEDS_ACCOUNT: frozenset[Platform] = frozenset({Platform.YOUTUBE, Platform.TIKTOK, Platform.TWITCH})
"""Platforms whose publishers need a linked account; Discord uses the bot's own connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCap:
    """How many uploads may be begun per day of `zone`, by one account or by all together."""

    uploads: int
    zone: ZoneInfo
    is_per_account: bool

    def name_day(self, at: datetime) -> date:
        """Return the day that a time counts for."""
        return at.astimezone(self.zone).date()

    def find_reset(self, at: datetime) -> datetime:
        """Return when the next day begins."""
        tomorrow = self.name_day(at) + timedelta(days=1)
        return datetime.combine(tomorrow, time(), tzinfo=self.zone)


DAILY_CAPS: dict[Platform, DailyCap] = {
    # developers.google.com/youtube/v3/determine_quota_cost: 100 inserts a project and Pacific day.
    Platform.YOUTUBE: DailyCap(
        uploads=100, zone=ZoneInfo("America/Los_Angeles"), is_per_account=False
    ),
    # TikTok allows an account about 15 posts in 24 hours, including those from other programs.
    Platform.TIKTOK: DailyCap(uploads=15, zone=ZoneInfo("UTC"), is_per_account=True),
}
