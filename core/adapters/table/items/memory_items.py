"""Chat memories as items: one row per stream, as text, since only a detector reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from core.adapters.table import keys
from core.adapters.table.items.values import SCHEMA_VERSION, expiry, instant
from core.adapters.table.table import Item, ItemKey
from core.domain.chat.detector_memory import DetectorMemory
from core.domain.work.ids import CreatorId, StreamId

MEMORY_KEPT_DAYS: Final = 2


def memory_key(creator_id: CreatorId, stream_id: StreamId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.memory_sk(stream_id))


def memory_item(
    creator_id: CreatorId, stream_id: StreamId, memory: DetectorMemory, *, at: datetime
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
        "memory": json.dumps(memory.to_dict(), separators=(",", ":")),
    }


def read_memory_item(item: Mapping[str, Any]) -> DetectorMemory | None:
    """Return the memory; None if it has another shape."""
    try:
        return DetectorMemory.from_dict(json.loads(item["memory"]))
    except (KeyError, TypeError, ValueError):
        return None
