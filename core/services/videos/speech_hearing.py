"""Speech hearing: listening to stretches of a video, each once, and keeping what was heard."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path
from typing import Final

import structlog

from core.domain.videos.asset import Asset
from core.domain.videos.heard_words import (
    Stretch,
    add_stretch,
    find_gaps,
    list_words,
    middle,
    split_windows,
)
from core.domain.work.ids import AssetId
from core.ports.clips import Hearing, SpeechListener
from core.ports.understanding import TranscriptStore
from core.ports.work import OnProgress

_log = structlog.get_logger(__name__)

WINDOW_SECONDS: Final = 120.0
"""A model takes several times the memory of the sound that it is given at once."""
# A word across the edge of a stretch is heard with what surrounds it.
EDGE_SECONDS: Final = 2.0
EAR: Final = "ear"


class SpeechHearing:
    """Listens where nobody has listened yet; what an earlier attempt heard is not heard again."""

    def __init__(self, *, transcripts: TranscriptStore, listener: SpeechListener | None) -> None:
        self._transcripts = transcripts
        self._listener = listener
        self._turns: defaultdict[AssetId, asyncio.Lock] = defaultdict(asyncio.Lock)

    def can_hear(self, asset: Asset) -> bool:
        return self._listener is not None and asset.facts.has_audio

    async def hear(
        self,
        asset: Asset,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        on_progress: OnProgress,
        margin_seconds: float = 0.0,
    ) -> Hearing:
        """Return the words between two offsets, in windows of two minutes, each then stored.

        Where something has to be heard, it is heard with so much more on both sides.

        Raises ExternalFailure if the listener cannot hear.
        """
        if not self.can_hear(asset):
            return Hearing()
        async with self._turns[asset.id]:
            known = await self._transcripts.find_stretches(asset.creator_id, asset.id, EAR)
            gaps = find_gaps(known, start_seconds, end_seconds)
            if gaps:
                start_seconds = max(0.0, start_seconds - margin_seconds)
                end_seconds = min(asset.facts.duration_seconds, end_seconds + margin_seconds)
                gaps = find_gaps(known, start_seconds, end_seconds)
            windows = list(split_windows(gaps, WINDOW_SECONDS))
            for number, (start, end) in enumerate(windows):
                on_progress(number / len(windows))
                heard = await self._listen(asset, video, start, end)
                known = add_stretch(known, heard)
                await self._transcripts.put_stretches(asset.creator_id, asset.id, EAR, known)
        on_progress(1.0)
        inside = [one for one in known if one.end_seconds > start_seconds]
        return Hearing(
            words=list_words(known, start_seconds, end_seconds),
            reason=next((one.reason for one in inside if one.reason), ""),
        )

    async def _listen(self, asset: Asset, video: Path, start: float, end: float) -> Stretch:
        assert self._listener is not None  # noqa: S101 - whoever calls has asked can_hear
        hearing = await self._listener.listen(
            video,
            start_seconds=max(0.0, start - EDGE_SECONDS),
            end_seconds=min(asset.facts.duration_seconds, end + EDGE_SECONDS),
            until_seconds=end,
        )
        inside = tuple(word for word in hearing.words if start <= middle(word) < end)
        _log.info("words.heard", asset_id=asset.id, start=start, end=end, words=len(inside))
        return Stretch(start_seconds=start, end_seconds=end, words=inside, reason=hearing.reason)
