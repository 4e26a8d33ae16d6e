"""The library in memory."""

from __future__ import annotations

from core.domain.asset import Asset
from core.domain.chapter import Chapter
from core.domain.ids import AssetId, CreatorId
from core.ports.library import Library
from core.ports.stores import AssetStore
from core.ports.understanding import AnalysisStore


class FakeLibrary:
    """Looks into the assets and analyses that it is given."""

    def __init__(self, assets: AssetStore, analyses: AnalysisStore) -> None:
        self._assets = assets
        self._analyses = analyses

    async def get_asset_and_chapters(
        self, creator_id: CreatorId, asset_id: AssetId
    ) -> tuple[Asset, tuple[Chapter, ...]]:
        asset = await self._assets.get_asset(creator_id, asset_id)
        analysis = await self._analyses.find_analysis(creator_id, asset_id)
        return asset, analysis.chapters if analysis else ()


_: type[Library] = FakeLibrary
