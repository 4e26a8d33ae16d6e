"""Daily caps: uploads are counted before they begin, up to what a platform allows a day."""

from __future__ import annotations

from core.domain.publishing.publish_rules import DAILY_CAPS
from core.errors import QuotaReached
from core.ports.publishing import DailyCountStore, PublishOrder
from core.ports.work import Clock


class DailyCaps:
    """Counts uploads, so that no platform gets more than it allows in a day."""

    def __init__(self, *, clock: Clock, counts: DailyCountStore) -> None:
        self._clock = clock
        self._counts = counts

    async def take(self, order: PublishOrder) -> None:
        """Count an upload that is about to begin.

        Raises QuotaReached, until the platform's next day, where this one has had enough.
        """
        platform = order.publication.platform
        cap = DAILY_CAPS.get(platform)
        if cap is None:
            return
        now = self._clock.now()
        account_id = order.token.account_id if order.token and cap.is_per_account else ""
        may_begin = await self._counts.take_upload(
            platform, account_id, on=cap.name_day(now), at_most=cap.uploads
        )
        if not may_begin:
            whose = "this account" if cap.is_per_account else "all accounts together"
            raise QuotaReached(
                f"{platform.label} takes {cap.uploads} uploads a day of {whose}, and today has had "
                "them.",
                until=cap.find_reset(now),
            )
