"""Posting slots: the weekly times at which a creator wants publications to go out.

A slot is a time on the creator's own clock. If that clock is put forward over it, the slot comes
later by as much (2:30 becomes 3:30); if it is put back, the first of the two counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.work.ids import CreatorId
from core.domain.work.platform import MEASURED_ONLY, Platform
from core.errors import InvalidInput

SLOTS_MAX = 70
DAYS_AHEAD_MAX = 366
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SLOT = re.compile(r"([a-z]{3,9})\s+([0-2]?\d)[:.]([0-5]\d)(?:\s+([a-z]+))?", re.ASCII)
_LOCAL_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T ]+([0-2]?\d)[:.]([0-5]\d)", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSlot:
    """A time of the week in the creator's zone; weekdays count from Monday, 0.

    Without a platform it serves any.
    """

    weekday: int
    hour: int
    minute: int = 0
    platform: Platform | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSlots:
    """All slots of a creator; version 0 means that none are stored yet."""

    creator_id: CreatorId
    slots: tuple[PostingSlot, ...] = ()
    version: int = 0


def find_next_slot(
    slots: Collection[PostingSlot],
    zone: ZoneInfo,
    *,
    after: datetime,
    platform: Platform,
    taken: Collection[datetime] = (),
) -> datetime | None:
    """Return the first free slot (UTC) for a platform later than `after`.

    None if there is none within a year.
    """
    fit = [slot for slot in slots if slot.platform in (None, platform)]
    if not fit:
        return None
    first = after.astimezone(zone).date() - timedelta(days=1)
    for offset in range(DAYS_AHEAD_MAX + 2):
        day = first + timedelta(days=offset)
        times = {
            to_instant(day, time(slot.hour, slot.minute), zone)
            for slot in fit
            if slot.weekday == day.weekday()
        }
        for at in sorted(times):
            if at > after and at not in taken:
                return at
    return None


def to_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) at which a clock in this zone shows a time."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def read_slots(text: str) -> tuple[PostingSlot, ...]:
    """Parse `Mon 18:00, Fri 20:30 tiktok`; nothing, or `none`, means no slots.

    Raises InvalidInput, naming what cannot be read.
    """
    parts = [part.strip().lower() for part in re.split(r"[,;\n]", text) if part.strip()]
    if parts == ["none"]:
        return ()
    if len(parts) > SLOTS_MAX:
        raise InvalidInput(f"A week has at most {SLOTS_MAX} posting slots: give fewer.")
    return tuple(dict.fromkeys(_read_slot(part) for part in parts))


def write_slots(slots: Collection[PostingSlot]) -> str:
    """Return slots in the form that `read_slots` parses, in the order of the week."""
    ordered = sorted(slots, key=lambda s: (s.weekday, s.hour, s.minute, s.platform or ""))
    return ", ".join(
        f"{_DAYS[slot.weekday].capitalize()} {slot.hour:02d}:{slot.minute:02d}"
        + (f" {slot.platform}" if slot.platform else "")
        for slot in ordered
    )


def read_local_time(text: str, zone: ZoneInfo) -> datetime:
    """Parse `2026-11-30 18:00` as a clock in this zone shows it; return it in UTC.

    Raises InvalidInput, with what to write, also for a time that the clock skips.
    """
    found = _LOCAL_TIME.fullmatch(text.strip())
    try:
        numbers = [int(number) for number in found.groups()] if found else []
        local = datetime(*numbers, tzinfo=zone)  # type: ignore[misc,arg-type] # no numbers raise TypeError
        at = local.astimezone(UTC)
        shown = at.astimezone(zone)
    except (ValueError, TypeError, OverflowError):
        raise InvalidInput("Write the time as in 2026-11-30 18:00.") from None
    if shown.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InvalidInput(
            f"On that day the clocks in {zone.key} skip {local:%H:%M}: choose another time."
        )
    return at


def _read_slot(part: str) -> PostingSlot:
    found = _SLOT.fullmatch(part)
    weekday = _DAYS.index(found[1][:3]) if found and found[1][:3] in _DAYS else None
    names = {platform.value for platform in Platform if platform not in MEASURED_ONLY}
    if (
        found is None
        or weekday is None
        or int(found[2]) > 23
        or (found[4] or "folder") not in names
    ):
        raise InvalidInput(
            f"“{part[:40]}” is not a posting slot: write as in Mon 18:00, Fri 20:30 tiktok."
        )
    return PostingSlot(
        weekday=weekday,
        hour=int(found[2]),
        minute=int(found[3]),
        platform=Platform(found[4]) if found[4] else None,
    )
