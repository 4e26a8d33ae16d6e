"""Importing: a video file becomes an asset."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.domain.asset import Asset
from core.domain.creator import Actor
from core.domain.ids import AssetId
from core.ports.media import ObjectStorage, Prober
from core.ports.stores import AssetStore
from core.ports.time_and_ids import Ids


class Importing:
    """Checks a video, keeps it in storage and writes it down."""

    def __init__(
        self, *, ids: Ids, assets: AssetStore, storage: ObjectStorage, prober: Prober
    ) -> None:
        self._ids = ids
        self._assets = assets
        self._storage = storage
        self._prober = prober

    async def import_video(
        self, actor: Actor, video: Path, *, title: str, published_at: datetime
    ) -> Asset:
        """Return the asset of this video, made now or found as it was made before a restart."""
        facts = await self._prober.probe(video)
        asset_id = AssetId(self._ids.new_ulid(published_at, "asset", actor.creator_id, title))
        asset = Asset(
            id=asset_id,
            creator_id=actor.creator_id,
            title=title,
            object_key=f"creators/{actor.creator_id}/assets/{asset_id}/source.mp4",
            facts=facts,
            published_at=published_at,
        )
        await self._storage.put_file(asset.object_key, video)
        if await self._assets.add_asset(asset):
            return asset
        return await self._assets.get_asset(actor.creator_id, asset_id)
