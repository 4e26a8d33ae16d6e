"""Card dues: when a creator's cards, or what is told of them, must be looked at by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId

AGAIN: Final = timedelta(minutes=2)
"""So long after a card could not be laid, it is tried again."""

_MINUTE: Final = timedelta(minutes=1)


def make_card_due(creator_id: CreatorId, at: datetime) -> Due:
    """Return the reminder to lay a creator's cards at a time; all of one minute are one."""
    return Due(at=_end_minute(at), kind=DueKind.CARD, creator_id=creator_id, id="cards")


def make_notice_due(creator_id: CreatorId, at: datetime) -> Due:
    """Return the reminder to tell a creator's servers that cards wait."""
    return Due(at=_end_minute(at), kind=DueKind.NOTICE, creator_id=creator_id, id="notices")


def _end_minute(at: datetime) -> datetime:
    begun = at.replace(second=0, microsecond=0)
    return begun if begun == at else begun + _MINUTE
