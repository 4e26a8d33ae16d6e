"""Streams as items; a stream is in the calendar of the month it began in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    fit_card,
    instant,
    number,
    present,
    read_instant,
    read_number,
)
from core.adapters.table.table import Item
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import Stream, StreamStatus


def stream_item(stream: Stream, *, at: datetime) -> Item:
    """Return the item of a stream that is stored at `at`."""
    return present(
        {
            "PK": keys.creator_pk(stream.creator_id),
            "SK": keys.stream_sk(stream.id),
            "GSI1PK": keys.month_gsi1pk(stream.creator_id, keys.month_part(stream.started_at)),
            "GSI1SK": keys.month_gsi1sk(stream.started_at, "STREAM", stream.id),
            "type": "stream",
            "schemaVersion": SCHEMA_VERSION,
            "version": stream.version,
            "status": stream.status.value,
            "card": fit_card(stream.title, {"startedAt": instant(stream.started_at)}),
            "createdAt": instant(stream.started_at),
            "updatedAt": instant(at),
            "id": stream.id,
            "creatorId": stream.creator_id,
            "title": stream.title,
            "startedAt": instant(stream.started_at),
            "assetId": stream.asset_id,
            "durationSeconds": number(stream.duration_seconds),
            "broadcasterId": stream.broadcaster_id,
            "category": stream.category or None,
            "chatPeak": number(stream.chat_peak),
            "spikes": stream.spikes,
            "heardSeconds": number(stream.heard_seconds),
            "gaps": [
                [number(gap.start_seconds), number(gap.end_seconds), gap.reason]
                for gap in stream.gaps
            ]
            or None,
        }
    )


def open_stream_item(stream: Stream, broadcaster_id: str) -> Item:
    return {
        "PK": keys.creator_pk(stream.creator_id),
        "SK": keys.open_stream_sk(broadcaster_id, stream.id),
        "type": "openStream",
        "schemaVersion": SCHEMA_VERSION,
        "streamId": stream.id,
    }


def read_stream_item(item: Mapping[str, Any]) -> Stream:
    return Stream(
        id=item["id"],
        creator_id=item["creatorId"],
        title=item.get("title", ""),
        started_at=read_instant(item["startedAt"]),
        status=StreamStatus(item["status"]),
        asset_id=item.get("assetId"),
        duration_seconds=read_number(item.get("durationSeconds")),
        broadcaster_id=item.get("broadcasterId"),
        category=item.get("category", ""),
        chat_peak=float(item.get("chatPeak", 0)),
        spikes=int(item.get("spikes", 0)),
        heard_seconds=read_number(item.get("heardSeconds")),
        gaps=tuple(
            CoverageGap(start_seconds=float(start), end_seconds=float(end), reason=reason)
            for start, end, reason in item.get("gaps", ())
        ),
        version=item.get("version", 1),
    )
