"""Card due times: when timers look at cards again, written once for all cards of a minute."""

from __future__ import annotations

from datetime import datetime

from core.domain.people.guild import GuildBinding
from core.domain.review.card_due import AGAIN, make_card_due, make_notice_due
from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId
from core.ports.work import Clock, DueStore


class CardDueTimes:
    """Adds times for the timers; with nothing added they read nothing of a creator."""

    def __init__(self, *, clock: Clock, due: DueStore) -> None:
        self._clock = clock
        self._due = due
        self._added: dict[tuple[CreatorId, DueKind], datetime] = {}

    async def look_again(self, creator_id: CreatorId) -> None:
        """Have a creator's cards looked at soon, as one is missing somewhere."""
        await self.look_at(creator_id, self._clock.now() + AGAIN)

    async def look_at(self, creator_id: CreatorId, at: datetime | None) -> None:
        """Have them looked at when a time is there, which they name; never without one."""
        if at is not None:
            await self._add(make_card_due(creator_id, at))

    async def tell(self, place: GuildBinding, at: datetime | None = None) -> None:
        """Have a creator's servers told that cards wait, where the server wants to be."""
        if place.habits.told_minutes:
            await self._add(make_notice_due(place.creator_id, at or self._clock.now()))

    async def _add(self, due: Due) -> None:
        # A due time stays until it has come, so another one would say nothing new.
        key = (due.creator_id, due.kind)
        if self._added.get(key) == due.at > self._clock.now():
            return
        await self._due.add_due(due)
        self._added[key] = due.at
