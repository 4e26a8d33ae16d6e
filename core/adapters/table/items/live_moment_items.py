"""Live moments as items, kept as long as their spikes."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import expiry
from core.adapters.table.table import Item, ItemKey
from core.domain.footage.live_moment import LiveMoment
from core.domain.work.ids import CreatorId, StreamId

KEPT_DAYS = 90


def live_moment_key(creator_id: CreatorId, stream_id: StreamId, detected_ms: int) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.live_moment_sk(stream_id, detected_ms))


def live_moment_item(moment: LiveMoment) -> Item:
    key = live_moment_key(moment.creator_id, moment.stream_id, moment.detected_ms)
    ttl = expiry(moment.updated_at, days=KEPT_DAYS)
    return make_item("live moment", key, moment, ttl=ttl)
