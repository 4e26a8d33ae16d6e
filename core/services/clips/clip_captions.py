"""Clip captions: finding the spoken words of a clip."""

from __future__ import annotations

from pathlib import Path

import structlog

from core.domain.videos.asset import Asset
from core.domain.videos.spoken_word import Word
from core.errors import ExternalFailure
from core.ports.clips import SpeechListener
from core.ports.understanding import TranscriptStore
from core.services.work.job_runner import JobProgress

_log = structlog.get_logger(__name__)

EAR_SECONDS = 2.0


class ClipCaptions:
    """Finds words in a caption file that came with the video, else in what a model heard.

    Where nobody has kept any, the listener hears them, where there is one.
    """

    def __init__(self, *, transcripts: TranscriptStore, listener: SpeechListener | None) -> None:
        self._transcripts = transcripts
        self._listener = listener

    async def find_words(self, asset: Asset) -> tuple[Word, ...]:
        """Return the stored words of an asset, with offsets into it."""
        for is_heard_by_model in (False, True):
            words = await self._transcripts.find_words(
                asset.creator_id, asset.id, is_heard_by_model=is_heard_by_model
            )
            if words:
                return words
        return ()

    async def listen(
        self,
        asset: Asset,
        video: Path,
        progress: JobProgress,
        *,
        start_seconds: float,
        end_seconds: float,
    ) -> tuple[Word, ...]:
        """Recognise the words in a window, and shortly before and after it.

        A listener that cannot hear is no reason to make no clip: the job's note says why.
        """
        if self._listener is None or not asset.facts.has_audio:
            return ()
        try:
            return await self._listener.listen(
                video,
                start_seconds=max(0.0, start_seconds - EAR_SECONDS),
                end_seconds=min(asset.facts.duration_seconds, end_seconds + EAR_SECONDS),
            )
        except ExternalFailure as failure:
            progress.note = f"This clip has no captions. {failure}"
            _log.warning("captions.unheard", asset_id=asset.id, reason=str(failure))
            return ()
