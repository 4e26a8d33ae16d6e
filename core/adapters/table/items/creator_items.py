"""What is kept of a creator as a whole: the metadata, and the row of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.table import Item, ItemKey
from core.domain.ids import CreatorId


def metadata_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.METADATA)


def read_clip_shards(metadata: Mapping[str, Any] | None) -> int:
    """Return over how many partitions this creator's clips may lie; 1 where nothing says."""
    return int((metadata or {}).get("clipShards", 1))


def directory_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.directory_pk(creator_id), keys.directory_sk(creator_id))


def directory_item(creator_id: CreatorId) -> Item:
    key = directory_key(creator_id)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "directory",
        "schemaVersion": SCHEMA_VERSION,
        "creatorId": creator_id,
    }
