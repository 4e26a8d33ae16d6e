"""The library: a creator's videos with what is known of each."""

from __future__ import annotations

from typing import Protocol

from core.domain.asset import Asset
from core.domain.chapter import Chapter
from core.domain.ids import AssetId, CreatorId


class Library(Protocol):
    """Gives a video together with its chapters."""

    async def get_asset_and_chapters(
        self, creator_id: CreatorId, asset_id: AssetId
    ) -> tuple[Asset, tuple[Chapter, ...]]:
        """Return both at once; no chapters where it was not analysed yet."""
        ...
