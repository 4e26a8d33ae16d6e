"""Clip captions: finding the spoken words of a clip."""

from __future__ import annotations

from pathlib import Path

import structlog

from core.domain.clips.clip import Clip
from core.domain.clips.words.mending import apply_glossary
from core.domain.videos.asset import Asset
from core.domain.videos.heard_words import EAR_SECONDS, Stretch, lay_over, list_words
from core.domain.videos.spoken_word import Word
from core.errors import ExternalFailure, tell_in_full
from core.ports.understanding import TranscriptStore
from core.services.videos.speech_hearing import EAR, SpeechHearing
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)


class ClipCaptions:
    """Finds words in a caption file that came with the video, else in what a model heard.

    Where nobody has kept any, the listener hears them, where there is one. What people mended in a
    clip replaces all of these.
    """

    def __init__(self, *, transcripts: TranscriptStore, hearing: SpeechHearing) -> None:
        self._transcripts = transcripts
        self._hearing = hearing

    async def find_words(self, asset: Asset) -> tuple[Word, ...]:
        """Return the stored words of an asset from its file or a model, with offsets into it."""
        for is_heard_by_model in (False, True):
            words = await self._transcripts.find_words(
                asset.creator_id, asset.id, is_heard_by_model=is_heard_by_model
            )
            if words:
                return words
        return ()

    async def read_clip(
        self, clip: Clip, asset: Asset, glossary: tuple[str, ...] = ()
    ) -> tuple[Word, ...]:
        """Return what is known to be said in a clip, without listening; offsets into the asset."""
        words = await self.find_words(asset)
        if not words:
            heard = await self._transcripts.find_stretches(asset.creator_id, asset.id, EAR)
            words = list_words(heard, clip.start_seconds, clip.end_seconds)
        words = await self.mend(clip, apply_glossary(words, glossary))
        whole = Stretch(start_seconds=clip.start_seconds, end_seconds=clip.end_seconds, words=words)
        return list_words((whole,), clip.start_seconds, clip.end_seconds)

    async def read_stretch(
        self, asset: Asset, *, start_seconds: float, end_seconds: float
    ) -> tuple[Word, ...]:
        """Return what is known to be said in a stretch, without listening or mending."""
        words = await self.find_words(asset)
        if words:
            heard: tuple[Stretch, ...] = (
                Stretch(start_seconds=start_seconds, end_seconds=end_seconds, words=words),
            )
        else:
            heard = await self._transcripts.find_stretches(asset.creator_id, asset.id, EAR)
        return list_words(heard, start_seconds, end_seconds)

    async def mend(self, clip: Clip, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Return the words with those in place that somebody mended in this clip."""
        kept = await self._transcripts.find_stretches(
            clip.creator_id, clip.asset_id, name_mended(clip)
        )
        return lay_over(words, kept[0] if kept else None)

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
        words: tuple[Word, ...] = ()
        try:
            heard = await self._hearing.hear(
                asset,
                video,
                start_seconds=start_seconds,
                end_seconds=end_seconds,
                margin_seconds=EAR_SECONDS,
                on_progress=lambda _: None,
            )
        except ExternalFailure as failure:
            reason, in_full = str(failure), tell_in_full(failure)
        else:
            words, reason = heard.words, "" if heard.words else heard.reason
            in_full = reason
        if reason:
            progress.note = f"This clip has no captions. {reason}"
            _log.warning("captions.unheard", asset_id=asset.id, reason=in_full)
        return words


def name_mended(clip: Clip) -> str:
    """Return under which name the mended words of a clip are kept."""
    return f"clip-{clip.id}"
