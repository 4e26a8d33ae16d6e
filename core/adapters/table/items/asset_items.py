"""Assets as items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.expressions import Attr
from core.adapters.table.items.values import SCHEMA_VERSION, fit_card, instant, number, read_instant
from core.adapters.table.table import Item, ItemKey, Update
from core.domain.videos.asset import Asset, AssetStatus, VideoFacts
from core.domain.work.ids import CreatorId
from core.ports.videos import ByteCount


def asset_item(asset: Asset, *, at: datetime) -> Item:
    """Return the item of an asset that is stored at `at`."""
    card = {
        "publishedAt": instant(asset.published_at),
        "durationSeconds": number(asset.facts.duration_seconds),
    }
    return {
        "PK": keys.creator_pk(asset.creator_id),
        "SK": keys.asset_sk(asset.id),
        "GSI1PK": keys.month_gsi1pk(asset.creator_id, keys.month_part(asset.published_at)),
        "GSI1SK": keys.month_gsi1sk(asset.published_at, "ASSET", asset.id),
        "GSI2PK": keys.status_gsi2pk(asset.creator_id, "ASSET", asset.status.value),
        "GSI2SK": keys.status_gsi2sk(at, asset.id),
        "type": "asset",
        "schemaVersion": SCHEMA_VERSION,
        "version": asset.version,
        "status": asset.status.value,
        "card": fit_card(asset.title, card),
        "createdAt": instant(at),
        "updatedAt": instant(at),
        "id": asset.id,
        "creatorId": asset.creator_id,
        "title": asset.title,
        "objectKey": asset.object_key,
        "facts": _facts_map(asset.facts),
        "publishedAt": instant(asset.published_at),
        "sizeBytes": asset.size_bytes,
    }


def stored_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.STORED)


def stored_update(asset: Asset, *, at: datetime) -> Update:
    """Return the update that counts an asset's bytes as its creator's."""
    return Update(
        key=stored_key(asset.creator_id),
        set={"type": "stored", "schemaVersion": SCHEMA_VERSION, "updatedAt": instant(at)},
        add={"bytes": asset.size_bytes, "version": 1},
    )


def read_stored_item(item: Mapping[str, Any] | None) -> ByteCount:
    if item is None:
        return ByteCount()
    return ByteCount(
        size_bytes=int(item["bytes"]),
        is_whole=item.get("isWhole", False),
        version=int(item["version"]),
    )


def whole_update(
    creator_id: CreatorId, seen: ByteCount, *, size_bytes: int, at: datetime
) -> Update:
    """Return the update that makes a count whole, if it is still as it was seen."""
    version = Attr("version")
    return Update(
        key=stored_key(creator_id),
        set={
            "type": "stored",
            "schemaVersion": SCHEMA_VERSION,
            "updatedAt": instant(at),
            "bytes": size_bytes,
            "isWhole": True,
        },
        add={"version": 1},
        condition=version.eq(seen.version) if seen.version else version.not_exists(),
    )


def _facts_map(facts: VideoFacts) -> Item:
    return {
        "durationSeconds": number(facts.duration_seconds),
        "width": facts.width,
        "height": facts.height,
        "frameRate": number(facts.frame_rate),
        "hasAudio": facts.has_audio,
    }


def read_asset_item(item: Mapping[str, Any]) -> Asset:
    facts = item["facts"]
    return Asset(
        id=item["id"],
        creator_id=item["creatorId"],
        title=item.get("title", ""),
        object_key=item["objectKey"],
        facts=VideoFacts(
            duration_seconds=float(facts["durationSeconds"]),
            width=facts["width"],
            height=facts["height"],
            frame_rate=float(facts["frameRate"]),
            has_audio=facts["hasAudio"],
        ),
        published_at=read_instant(item["publishedAt"]),
        status=AssetStatus(item["status"]),
        size_bytes=int(item.get("sizeBytes", 0)),
        version=item.get("version", 1),
    )
