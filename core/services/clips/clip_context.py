"""Clip context: what a model that judges a clip is told of where the clip comes from."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.clips.clip import Clip
from core.errors import NotFound
from core.ports.streams import StreamStore
from core.ports.understanding import AnalysisStore


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipContext:
    """The game that was played, and the title of the chapter that a clip begins in, "" if none."""

    game: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipContexts:
    """Reads the context of a clip from its stream and from the analysis of its video."""

    streams: StreamStore
    analyses: AnalysisStore

    async def read(self, clip: Clip) -> ClipContext:
        return ClipContext(game=await self._find_game(clip), chapter=await self._find_chapter(clip))

    async def _find_game(self, clip: Clip) -> str:
        if clip.stream_id is None:
            return ""
        try:
            return (await self.streams.get_stream(clip.creator_id, clip.stream_id)).category
        except NotFound:
            return ""

    async def _find_chapter(self, clip: Clip) -> str:
        analysis = await self.analyses.find_analysis(clip.creator_id, clip.asset_id)
        begun = [
            chapter.title
            for chapter in (analysis.chapters if analysis else ())
            if chapter.start_seconds <= clip.start_seconds
        ]
        return begun[-1] if begun else ""
