"""Profiles, preferences, framing and uploads in the table, and the directory of creators."""

from __future__ import annotations

from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.creator_items import (
    CREATORS,
    TWITCH,
    directory_item,
    framing_item,
    framing_key,
    metadata_key,
    preferences_item,
    preferences_key,
    profile_item,
    upload_item,
    upload_key,
)
from core.adapters.table.items.values import instant
from core.adapters.table.pages import LIMIT_MAX, bounded
from core.adapters.table.rows import Rows, beginning
from core.adapters.table.table import ConditionFailed, Put, Query, Table
from core.domain.clips.framing_wish import FramingWishes
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.preferences import Preferences
from core.domain.videos.multipart_upload import MultipartUpload, UploadId
from core.domain.work.ids import CreatorId
from core.ports.paging import Page
from core.ports.work import Clock


class ProfileTable:
    """Keeps creators' metadata; saving one also adds it to the directory."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(
            table=table, clock=clock, kind=CreatorProfile, item=profile_item, noun="profile"
        )

    async def get_profile(self, creator_id: CreatorId) -> CreatorProfile:
        item = await self._rows.table.get(metadata_key(creator_id), consistent=True)
        found = None if item is None else self._rows.read({"creatorId": creator_id} | item)
        return found or CreatorProfile(creator_id=creator_id)

    async def save_profile(self, profile: CreatorProfile) -> CreatorProfile:
        return await self._rows.save(profile, [Put(item=directory_item(profile.creator_id))])


class PreferencesTable:
    """Keeps what people prefer; what one has not chosen follows the current defaults."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(
            table=table, clock=clock, kind=Preferences, item=preferences_item, noun="preferences"
        )

    async def get_preferences(self, creator_id: CreatorId, person_id: str) -> Preferences:
        found = await self._rows.find(preferences_key(creator_id, person_id))
        return found or Preferences(creator_id=creator_id, person_id=person_id)

    async def save_preferences(self, preferences: Preferences) -> Preferences:
        return await self._rows.save(preferences)


class FramingTable:
    """Keeps how creators want their clips framed, in one row each."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._rows = Rows(
            table=table, clock=clock, kind=FramingWishes, item=framing_item, noun="framing"
        )

    async def get_wishes(self, creator_id: CreatorId) -> FramingWishes:
        found = await self._rows.find(framing_key(creator_id))
        return found or FramingWishes(creator_id=creator_id)

    async def save_wishes(self, wishes: FramingWishes) -> FramingWishes:
        return await self._rows.save(wishes)


class UploadTable:
    """Keeps multipart uploads for two days."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._rows = Rows(
            table=table, clock=clock, kind=MultipartUpload, item=upload_item, noun="upload"
        )

    async def get_upload(self, creator_id: CreatorId, upload_id: UploadId) -> MultipartUpload:
        return await self._rows.get(upload_key(creator_id, upload_id))

    async def add_upload(self, upload: MultipartUpload) -> bool:
        return await self._rows.add(upload)

    async def save_upload(self, upload: MultipartUpload) -> MultipartUpload:
        return await self._rows.save(upload)

    async def list_uploads(
        self, creator_id: CreatorId, *, limit: int
    ) -> tuple[MultipartUpload, ...]:
        condition = beginning(keys.creator_pk(creator_id), keys.UPLOAD_PREFIX)
        page = await self._table.query(Query(condition=condition, limit=limit, consistent=True))
        read = (self._rows.read(item) for item in page.items)
        return tuple(upload for upload in read if upload is not None)

    async def delete_upload(
        self, creator_id: CreatorId, upload_id: UploadId, *, begun_before: datetime | None = None
    ) -> bool:
        key = upload_key(creator_id, upload_id)
        is_older = None if begun_before is None else Attr("createdAt").lt(instant(begun_before))
        try:
            return await self._table.delete_if(key, is_older) is not None
        except ConditionFailed:
            return False


class DirectoryTable:
    """Lists the directory's partitions one after the other, one query per page."""

    def __init__(self, table: Table, signer: CursorSigner) -> None:
        self._table = table
        self._signer = signer

    async def list_creators(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CreatorId]:
        page = await self._walk(CREATORS, cursor, limit)
        return Page(tuple(CreatorId(name) for name in page.items), page.cursor)

    async def list_twitch_channels(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[str]:
        return await self._walk(TWITCH, cursor, limit)

    async def _walk(self, kind: str, cursor: str | None, limit: int) -> Page[str]:
        scope = f"directory\x00{kind}"
        shard, after = self._signer.open(scope, cursor) or (0, None)
        page = await self._table.query(
            Query(
                condition=Key("PK").eq(keys.directory_shard_pk(kind, shard)),
                limit=bounded(limit, LIMIT_MAX),
                cursor=after,
                consistent=True,
            )
        )
        following = (shard, page.cursor) if page.cursor else (shard + 1, None)
        more = following[0] < keys.DIRECTORY_SHARDS
        sealed = self._signer.seal(scope, following) if more else None
        return Page(tuple(item["SK"] for item in page.items), sealed)
