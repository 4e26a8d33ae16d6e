"""Chat histograms as items: one row for ten minutes of a stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    expiry,
    instant,
    number,
    read_instant,
)
from core.adapters.table.table import Item
from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason
from core.domain.work.ids import CreatorId

HISTOGRAM_KEPT_DAYS = 90


def histogram_item(
    creator_id: CreatorId, row: ChatHistogram, *, at: datetime, days: int = HISTOGRAM_KEPT_DAYS
) -> Item:
    """Return the item of a row that is stored at `at`."""
    return {
        "PK": keys.creator_pk(creator_id),
        "SK": keys.histogram_sk(row.stream_id, row.starts_at),
        "type": "histogram",
        "schemaVersion": SCHEMA_VERSION,
        "createdAt": instant(at),
        "updatedAt": instant(at),
        "ttl": expiry(at, days=days),
        "streamId": row.stream_id,
        "startsAt": instant(row.starts_at),
        "messages": list(row.messages),
        "chatters": row.chatters,
        "missed": [_missed_item(peak) for peak in row.missed],
    }


def read_histogram_item(item: Mapping[str, Any]) -> ChatHistogram:
    return ChatHistogram(
        stream_id=item["streamId"],
        starts_at=read_instant(item["startsAt"]),
        messages=tuple(item["messages"]),
        chatters=item.get("chatters", 0),
        missed=tuple(_read_missed(peak) for peak in item.get("missed", ())),
    )


def _missed_item(peak: MissedPeak) -> list[Any]:
    numbers = (peak.offset_seconds, round(peak.score, 2), round(peak.threshold, 2))
    return [*map(number, numbers), peak.chatters, peak.reacting, peak.reason.value]


def _read_missed(stored: Sequence[Any]) -> MissedPeak:
    offset, score, threshold, chatters, reacting, reason = stored
    return MissedPeak(
        offset_seconds=float(offset),
        score=float(score),
        threshold=float(threshold),
        chatters=int(chatters),
        reacting=int(reacting),
        reason=MissReason(reason),
    )
