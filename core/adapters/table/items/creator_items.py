"""Creators as items: the metadata, preferences, and rows of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.table import Item, ItemKey
from core.domain.clips.framing_wish import FramingWishes
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.preferences import Preferences
from core.domain.videos.multipart_upload import MultipartUpload
from core.domain.work.ids import CreatorId

CREATORS = "CREATORS"
TWITCH = "TWITCH"
UPLOAD_KEPT_DAYS = 2


def metadata_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.METADATA)


def read_clip_shards(metadata: Mapping[str, Any] | None) -> int:
    """Return over how many partitions this creator's clips may be spread; 1 by default."""
    return int((metadata or {}).get("clipShards", 1))


def profile_item(profile: CreatorProfile) -> Item:
    return make_item("creator", metadata_key(profile.creator_id), profile)


def preferences_key(creator_id: CreatorId, person_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.preferences_sk(person_id))


def preferences_item(preferences: Preferences) -> Item:
    key = preferences_key(preferences.creator_id, preferences.person_id)
    return make_item("preferences", key, preferences)


def framing_key(creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.FRAMING)


def framing_item(wishes: FramingWishes) -> Item:
    return make_item("framing", framing_key(wishes.creator_id), wishes)


def upload_key(creator_id: CreatorId, upload_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.upload_sk(upload_id))


def upload_item(upload: MultipartUpload) -> Item:
    ttl = int(upload.created_at.timestamp()) + UPLOAD_KEPT_DAYS * 86_400
    return make_item("upload", upload_key(upload.creator_id, upload.id), upload, ttl=ttl)


def directory_key(creator_id: CreatorId) -> ItemKey:
    name = keys.directory_sk(creator_id)
    return ItemKey(keys.directory_pk(CREATORS, creator_id), name)


def directory_item(creator_id: CreatorId) -> Item:
    return _directory_item(directory_key(creator_id), creator_id)


def twitch_directory_key(broadcaster_id: str) -> ItemKey:
    name = keys.name_part(broadcaster_id)
    return ItemKey(keys.directory_pk(TWITCH, name), name)


def twitch_directory_item(broadcaster_id: str, creator_id: CreatorId) -> Item:
    return _directory_item(twitch_directory_key(broadcaster_id), creator_id)


def _directory_item(key: ItemKey, creator_id: CreatorId) -> Item:
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "directory",
        "schemaVersion": SCHEMA_VERSION,
        "creatorId": creator_id,
    }
