"""Posting slots: the times of the week at which a creator wants publications to go out."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.ids import CreatorId
from core.domain.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSlot:
    """A time of the week in the creator's zone; weekdays count from Monday, 0.

    Without a platform it is good for any.
    """

    weekday: int
    hour: int
    minute: int = 0
    platform: Platform | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSlots:
    """All slots of a creator; version 0 is one who has stored none yet."""

    creator_id: CreatorId
    slots: tuple[PostingSlot, ...] = ()
    version: int = 0
