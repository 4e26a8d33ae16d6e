"""Chat memories as items: one row per stream, as text, since only a detector reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Condition
from core.adapters.table.items.spike_items import read_spike_map, spike_map
from core.adapters.table.items.values import SCHEMA_VERSION, expiry, instant, read_instant
from core.adapters.table.table import Item, ItemKey, Update
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId

MEMORY_KEPT_DAYS: Final = 2


def memory_key(creator_id: CreatorId, stream_id: StreamId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.memory_sk(stream_id))


def memory_item(
    creator_id: CreatorId,
    stream_id: StreamId,
    memory: DetectorMemory,
    *,
    at: datetime,
    writer: str,
) -> Item:
    """Return the item of a memory that is stored at `at`."""
    key = memory_key(creator_id, stream_id)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "chat memory",
        "schemaVersion": SCHEMA_VERSION,
        "createdAt": instant(at),
        "updatedAt": instant(at),
        "ttl": expiry(at, days=MEMORY_KEPT_DAYS),
        "writer": writer,
        "memory": json.dumps(memory.to_dict(), separators=(",", ":")),
        "unstored": [spike_map(spike) for spike in memory.unstored],
    }


def memory_taken(
    creator_id: CreatorId, stream_id: StreamId, *, at: datetime, writer: str
) -> Update:
    """Return the update by which a writer takes a memory, whether there is one yet or not."""
    return Update(
        key=memory_key(creator_id, stream_id),
        set={
            "type": "chat memory",
            "schemaVersion": SCHEMA_VERSION,
            "ttl": expiry(at, days=MEMORY_KEPT_DAYS),
            "writer": writer,
        },
    )


def is_writers(writer: str) -> Condition:
    """Return the condition that nobody else took the memory."""
    return Attr("writer").not_exists() | Attr("writer").eq(writer)


def read_memory_item(item: Mapping[str, Any], *, now: datetime) -> DetectorMemory | None:
    """Return the memory; None if it is too old, has another shape, or was taken before any."""
    try:
        if now - read_instant(item["updatedAt"]) >= timedelta(days=MEMORY_KEPT_DAYS):
            return None
        memory = DetectorMemory.from_dict(json.loads(item["memory"]))
        return replace(memory, unstored=tuple(map(read_spike_map, item.get("unstored", ()))))
    except (KeyError, TypeError, ValueError):
        return None
