"""Slot filling: the next openings of a plan, spread over platforms, days and posting slots."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.domain.publishing.posting_slot import DAYS_AHEAD_MAX, PostingSlot, to_instant
from core.domain.work.platform import Platform
from core.errors import InvalidInput

POSTS_MAX: Final = 100
USUAL_SLOTS: Final = tuple(PostingSlot(weekday=day, hour=18) for day in range(7))
"""Without posting slots there is a post a day, in the early evening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A time at which a post may go out on a platform; `day` is the creator's own."""

    day: date
    at: datetime
    platform: Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A post that is planned already."""

    at: datetime
    platforms: tuple[Platform, ...] = ()

    def is_at(self, opening: Opening) -> bool:
        """Whether it leaves no room for another post there."""
        return self.at == opening.at and (not self.platforms or opening.platform in self.platforms)


def check_count(count: int) -> int:
    """Return how many posts are wanted; InvalidInput outside 1 to 100."""
    if not 1 <= count <= POSTS_MAX:
        raise InvalidInput(f"Choose 1 to {POSTS_MAX} posts; 30 are about a month.")
    return count


def list_openings(
    *,
    after: datetime,
    count: int,
    zone: ZoneInfo,
    slots: Sequence[PostingSlot],
    platforms: Sequence[Platform],
    taken: Collection[Taken] = (),
) -> tuple[Opening, ...]:
    """Return the first free openings after a time, in order.

    A slot without a platform goes to the one that has had the fewest posts, so that each gets its
    share; what is taken counts in this as well.
    """
    if not platforms:
        raise InvalidInput("Choose at least one platform to plan for.")
    used = dict.fromkeys(platforms, 0)
    found: list[Opening] = []
    by_time: dict[datetime, list[Taken]] = {}
    for one in taken:
        by_time.setdefault(one.at, []).append(one)
    for day, at, wanted in _walk(after, zone, slots):
        platform = wanted or min(used, key=lambda each: used[each])
        opening = Opening(day=day, at=at, platform=platform)
        here = by_time.get(at, [])
        is_free = not any(wanted is None or one.is_at(opening) for one in here)
        for each in (platform,) if is_free else _list_platforms(here):
            used[each] = used.get(each, 0) + 1
        found += [opening] if is_free else []
        if len(found) >= count:
            break
    return tuple(found)


def _list_platforms(taken: Collection[Taken]) -> tuple[Platform, ...]:
    return tuple(platform for one in taken for platform in one.platforms)


def _walk(
    after: datetime, zone: ZoneInfo, slots: Sequence[PostingSlot]
) -> Iterator[tuple[date, datetime, Platform | None]]:
    """Go through the slots of a year in the order of time."""
    first = after.astimezone(zone).date() - timedelta(days=1)
    for offset in range(DAYS_AHEAD_MAX + 2):
        day = first + timedelta(days=offset)
        times = {
            (to_instant(day, time(slot.hour, slot.minute), zone), slot.platform)
            for slot in slots or USUAL_SLOTS
            if slot.weekday == day.weekday()
        }
        for at, platform in sorted(times, key=lambda one: (one[0], one[1] or "")):
            if at > after:
                yield day, at, platform
