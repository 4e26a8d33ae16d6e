"""Video import: turns a video file into an asset."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from core.domain.people.actor import Actor
from core.domain.videos.asset import Asset
from core.domain.videos.intake import Intake, name_source
from core.domain.work.ids import AssetId
from core.errors import InvalidInput
from core.ports.storage import ObjectStorage
from core.ports.videos import AssetStore, Prober
from core.ports.work import Ids
from core.services.videos.storage_quota import StorageQuota


class VideoImport:
    """Checks a video, puts it into storage and records it."""

    def __init__(
        self,
        *,
        ids: Ids,
        assets: AssetStore,
        storage: ObjectStorage,
        prober: Prober,
        quota: StorageQuota,
    ) -> None:
        self._ids = ids
        self._assets = assets
        self._storage = storage
        self._prober = prober
        self._quota = quota

    async def require_room(self, actor: Actor, size_bytes: int) -> None:
        """Raise InvalidInput, which says what to do, if there is no room for so many bytes."""
        await self._quota.require_room(actor.creator_id, size_bytes)

    async def import_video(
        self, actor: Actor, video: Path, *, title: str, published_at: datetime
    ) -> Asset:
        """Return the asset of this video, new or as it was made before a restart."""
        facts = await self._prober.probe(video)
        asset_id = AssetId(self._ids.new_ulid(published_at, "asset", actor.creator_id, title))
        asset = Asset(
            id=asset_id,
            creator_id=actor.creator_id,
            title=title,
            object_key=name_source(actor.creator_id, asset_id),
            facts=facts,
            published_at=published_at,
            size_bytes=await _measure(video),
        )
        await self._storage.put_file(asset.object_key, video)
        return await self._add(asset)

    async def take_in(self, intake: Intake, video: Path | None = None) -> Asset:
        """Return the asset of an intake, from `video` or from what storage already holds.

        InvalidInput, which names the video by its title, where it cannot be cut, and where
        its creator has no room for it.
        """
        if video is not None:
            asset = await self._probe(intake, video)
            await self._quota.require_size(asset.creator_id, asset.size_bytes)
            await self._storage.put_file(asset.object_key, video)
            return await self._add(asset)
        async with self._storage.open_file(intake.object_key) as stored:
            asset = await self._probe(intake, stored)
        return await self._add(asset)

    async def _probe(self, intake: Intake, video: Path) -> Asset:
        try:
            facts = await self._prober.probe(video)
        except InvalidInput as error:
            raise InvalidInput(str(error).replace(video.name, f"“{intake.title}”", 1)) from error
        return Asset(
            id=intake.asset_id,
            creator_id=intake.creator_id,
            title=intake.title,
            object_key=intake.object_key,
            facts=facts,
            published_at=intake.created_at,
            size_bytes=await _measure(video),
        )

    async def _add(self, asset: Asset) -> Asset:
        if await self._assets.add_asset(asset):
            return asset
        return await self._assets.get_asset(asset.creator_id, asset.id)


async def _measure(video: Path) -> int:
    return (await asyncio.to_thread(video.stat)).st_size
