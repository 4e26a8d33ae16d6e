"""Model day: what the service allows in a day, and when it can be asked again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.videos.understanding import Trouble
from core.errors import QuotaReached
from core.ports.asking import AskPiece
from core.ports.understanding import ClipAnswer, WindowAnswer
from core.ports.work import Clock

_BRIEF_SECONDS: Final = 600.0


class ModelDay:
    """Remembers that the service's quota of the day is used up, so that nothing is sent in vain.

    Each process finds out by itself, with one request.
    """

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._until: datetime | None = None
        self._reason = ""

    def check(self) -> None:
        """Raise QuotaReached while the service is known to give nothing."""
        now = self._clock.now()
        if self._until is None or now >= self._until:
            return
        seconds = (self._until - now).total_seconds()
        raise QuotaReached(self._reason, until=self._until, again_seconds=seconds)

    async def note(self, answer: WindowAnswer | ClipAnswer | AskPiece) -> None:
        """Take notice of an answer that says that the day's quota is used up.

        A quota of a day comes back at midnight in the service's own zone. A delay of minutes beside
        it is that of another quota.
        """
        if answer.trouble is not Trouble.QUOTA_DAY:
            return
        now, wanted = self._clock.now(), answer.retry_seconds or 0.0
        waits = timedelta(seconds=min(wanted, 86_400.0))
        # A zone is read from its file when it is asked for first.
        midnight = await asyncio.to_thread(find_midnight, now)
        self._until = now + waits if wanted >= _BRIEF_SECONDS else midnight
        self._reason = answer.reason


def find_midnight(now: datetime) -> datetime:
    """Return the next midnight where the service counts its days."""
    there = now.astimezone(ZoneInfo("America/Los_Angeles"))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight.astimezone(now.tzinfo)
