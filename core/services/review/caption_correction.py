"""Caption correction: reading the words of a clip, and changing them into a new cut."""

from __future__ import annotations

import structlog

from core.domain.clips.clip import Clip
from core.domain.clips.words.mending import mend_words, write_text
from core.domain.people.actor import Actor
from core.domain.videos.asset import Asset
from core.domain.videos.heard_words import Stretch
from core.domain.videos.spoken_word import Word
from core.domain.work.ids import ClipId
from core.errors import NotFound
from core.ports.clips import ClipStore
from core.ports.understanding import TranscriptStore
from core.ports.videos import AssetStore
from core.services.clips.clip_captions import ClipCaptions, name_mended
from core.services.clips.framing_preferences import FramingPreferences
from core.services.review.clip_editing import ClipEditing

_log = structlog.get_logger(__name__)


class CaptionCorrection:
    """Shows what a clip's captions say, and lets people correct it."""

    def __init__(
        self,
        *,
        clips: ClipStore,
        assets: AssetStore,
        transcripts: TranscriptStore,
        clip_captions: ClipCaptions,
        clip_editing: ClipEditing,
        framing: FramingPreferences,
    ) -> None:
        self._clips = clips
        self._assets = assets
        self._transcripts = transcripts
        self._clip_captions = clip_captions
        self._clip_editing = clip_editing
        self._framing = framing

    async def read_words(self, actor: Actor, clip_id: ClipId) -> str:
        """Return the words of a clip, a line for each sentence; empty if none are known."""
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        try:
            asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        except NotFound:
            return ""
        return write_text(await self._read(clip, asset))

    async def mend_words(
        self, actor: Actor, clip_id: ClipId, text: str, *, seen_version: int
    ) -> Clip:
        """Give the clip another text, word by word at the times of the old one, and a new cut.

        Its window, title and score stay. Raises Conflict if the clip changed since it was seen, and
        InvalidInput if the words would be the same.
        """
        clip = await self._clip_editing.open_clip(actor, clip_id, seen_version)
        asset = await self._assets.get_asset(clip.creator_id, clip.asset_id)
        words = mend_words(
            await self._read(clip, asset),
            text,
            start_seconds=clip.start_seconds,
            end_seconds=clip.end_seconds,
        )
        mended = Stretch(
            start_seconds=clip.start_seconds, end_seconds=clip.end_seconds, words=words
        )
        await self._transcripts.put_stretches(
            clip.creator_id, clip.asset_id, name_mended(clip), (mended,)
        )
        _log.info("clip.mended", clip_id=clip.id, words=len(words), by=actor.person_id)
        return await self._clip_editing.caption_anew(actor, clip_id, seen_version=seen_version)

    async def _read(self, clip: Clip, asset: Asset) -> tuple[Word, ...]:
        wish = await self._framing.choose_wish(clip)
        return await self._clip_captions.read_clip(clip, asset, wish.glossary or ())
