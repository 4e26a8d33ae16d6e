"""Daily caps: uploads are counted before they begin, up to what a platform allows a day."""

from __future__ import annotations

from core.domain.publishing.publish_rules import DAILY_CAPS
from core.errors import QuotaReached
from core.ports.publishing import DailyCountStore, PublishOrder
from core.ports.work import Clock


class DailyCaps:
    """Counts uploads, so that no platform gets more than it allows in a day.

    An upload is counted under its publication's id and number, so that it counts once however
    often it is tried before it begins, also by a process that was killed in between.
    """

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
        may_begin = await self._counts.take_upload(
            platform,
            _name_account(order),
            on=cap.name_day(now),
            at_most=cap.uploads,
            name=_name_upload(order),
        )
        if not may_begin:
            whose = "this account" if cap.is_per_account else "all accounts together"
            raise QuotaReached(
                f"{platform.label} takes {cap.uploads} uploads a day of {whose}, and today has had "
                "them.",
                until=cap.find_reset(now),
            )

    async def give_back(self, order: PublishOrder) -> None:
        """Take an upload off the day's count, as the platform refused it before it began."""
        platform = order.publication.platform
        if cap := DAILY_CAPS.get(platform):
            await self._counts.give_back(
                platform,
                _name_account(order),
                on=cap.name_day(self._clock.now()),
                name=_name_upload(order),
            )


def _name_account(order: PublishOrder) -> str:
    """Return whose count it is: the account's, or with an empty name the whole platform's."""
    cap = DAILY_CAPS[order.publication.platform]
    return order.token.account_id if order.token and cap.is_per_account else ""


def _name_upload(order: PublishOrder) -> str:
    """Return the upload's name; each time that something was begun, the next one is another."""
    number = order.publication.begins - (1 if order.progress.is_begun else 0)
    return f"{order.publication.id}.{number}"
