"""Publish targets and daily upload counts as items."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import SCHEMA_VERSION, expiry
from core.adapters.table.table import Item, ItemKey
from core.domain.publishing.publish_target import PublishTargets
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform

COUNT_KEPT_DAYS = 3


def targets_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.TARGETS)


def targets_item(targets: PublishTargets) -> Item:
    return make_item("targets", targets_key(targets.creator_id), targets)


def uploads_key(platform: Platform, account_id: str, on: date) -> ItemKey:
    return ItemKey(keys.uploads_pk(platform.value, account_id), keys.uploads_sk(on))


def counted_upload_key(platform: Platform, account_id: str, on: date, name: str) -> ItemKey:
    return ItemKey(keys.uploads_pk(platform.value, account_id), keys.counted_upload_sk(on, name))


def counted_upload_item(key: ItemKey, at: datetime) -> Item:
    """Return the row that says: this upload is in the day's count."""
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "counted upload",
        "schemaVersion": SCHEMA_VERSION,
        "ttl": expiry(at, days=COUNT_KEPT_DAYS),
    }


def uploads_attributes(at: datetime) -> dict[str, Any]:
    """Return what a count stores besides its number."""
    return {
        "type": "uploads",
        "schemaVersion": SCHEMA_VERSION,
        "ttl": expiry(at, days=COUNT_KEPT_DAYS),
    }
