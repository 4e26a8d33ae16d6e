"""Slot changes: posting slots moved to where posts do better, keeping how many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from core.domain.publishing.posting_slot import PostingSlot

EVENING: Final = range(17, 22)
_EVENING_HOUR: Final = 19
_DAY_HOUR: Final = 14
_WEEKEND: Final = frozenset({5, 6})
_USUAL_DAYS: Final = (0, 2, 4)


def move_to_evening(slots: Collection[PostingSlot], *, is_evening: bool) -> tuple[PostingSlot, ...]:
    """Return the slots between 17:00 and 22:00, or outside; where there are none, three a week."""
    hour = _EVENING_HOUR if is_evening else _DAY_HOUR
    if not slots:
        return tuple(PostingSlot(weekday=day, hour=hour) for day in _USUAL_DAYS)
    moved = (
        slot if (slot.hour in EVENING) is is_evening else replace(slot, hour=hour, minute=0)
        for slot in slots
    )
    return tuple(dict.fromkeys(moved))


def move_to_weekend(slots: Collection[PostingSlot], *, is_weekend: bool) -> tuple[PostingSlot, ...]:
    """Return the slots with Saturday and Sunday among them, or with none of them left there."""
    hours = sorted({(slot.hour, slot.minute) for slot in slots}) or [(_EVENING_HOUR, 0)]
    if is_weekend:
        hour, minute = hours[-1]
        more = (PostingSlot(weekday=day, hour=hour, minute=minute) for day in sorted(_WEEKEND))
        return tuple(dict.fromkeys((*slots, *more)))
    if not slots:
        hour, minute = hours[0]
        return tuple(PostingSlot(weekday=day, hour=hour, minute=minute) for day in _USUAL_DAYS)
    moved = (
        replace(slot, weekday=slot.weekday - 4) if slot.weekday in _WEEKEND else slot
        for slot in slots
    )
    return tuple(dict.fromkeys(moved))
