"""Video analysis: finds chapters, moments and clip drafts in a video, with reasons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.asset_analysis import AssetAnalysis, LookedAt, write_notes
from core.domain.clips.highlight import Highlight, find_highlights
from core.domain.people.actor import Actor
from core.domain.signals.signals import Signals
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.videos.chapter import Chapter, make_chapters
from core.domain.videos.spoken_word import Word
from core.domain.work.ids import AssetId, JobId
from core.domain.work.job import Job
from core.errors import ExternalFailure
from core.ports.chat import SpikeStore
from core.ports.paging import collect
from core.ports.storage import ObjectStorage
from core.ports.streams import StreamStore
from core.ports.understanding import AnalysisStore, TranscriptStore
from core.ports.videos import AssetStore, Prober
from core.ports.work import Clock, Ids
from core.services.videos.clip_drafting import ClipDrafting
from core.services.videos.model_analysis import ModelAnalysis, Seen
from core.services.videos.speech_hearing import SpeechHearing
from core.services.videos.video_signals import VideoSignals
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)

NOTE_CHARACTERS_MAX = 500
"""How much of what was looked at, and why not more, is shown on the job itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """All that was measured, heard and seen of an asset."""

    signals: Signals
    spikes: tuple[ChatSpike, ...]
    words: tuple[Word, ...]
    seen: Seen


class VideoAnalysis:
    """Performs `analyse_asset` jobs: probe, signals, understand, moments, chapters, drafts."""

    def __init__(  # noqa: PLR0913 - a port for each of the steps
        self,
        *,
        clock: Clock,
        ids: Ids,
        assets: AssetStore,
        streams: StreamStore,
        spikes: SpikeStore,
        analyses: AnalysisStore,
        transcripts: TranscriptStore,
        storage: ObjectStorage,
        prober: Prober,
        signals: VideoSignals,
        asking: ModelAnalysis,
        hearing: SpeechHearing,
        clip_drafting: ClipDrafting,
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._assets = assets
        self._streams = streams
        self._spikes = spikes
        self._analyses = analyses
        self._transcripts = transcripts
        self._storage = storage
        self._prober = prober
        self._signals = signals
        self._asking = asking
        self._hearing = hearing
        self._clip_drafting = clip_drafting

    async def analyse_asset(self, job: Job, progress: JobProgress) -> None:
        """Analyse the job's asset, without repeating what an earlier attempt has stored."""
        asset = await self._assets.get_asset(job.creator_id, AssetId(job.subject_id))
        await self._analyse_once(asset, job.id, progress)

    async def analyse_now(
        self, actor: Actor, asset_id: AssetId, progress: JobProgress
    ) -> AssetAnalysis:
        """Analyse an asset while somebody waits for the result.

        Where this is broken off, the next run measures nothing and pays for nothing again, and
        makes no second clip of the same.
        """
        asset = await self._assets.get_asset(actor.creator_id, asset_id)
        run_id = JobId(self._ids.new_ulid(self._clock.now(), "analysis", asset.id))
        return await self._analyse_once(asset, run_id, progress)

    async def _analyse_once(
        self, asset: Asset, job_id: JobId, progress: JobProgress
    ) -> AssetAnalysis:
        analysis = await self._analyses.find_analysis(asset.creator_id, asset.id)
        if analysis is None or analysis.job_id != job_id:
            analysis = await self._analyse(job_id, asset, progress)
            await self._analyses.put_analysis(analysis)
        progress.note = " ".join(analysis.notes)[:NOTE_CHARACTERS_MAX]
        progress.enter("drafts", 0.95)
        await self._clip_drafting.add_drafts(asset, analysis)
        _log.info(
            "asset.analysed",
            asset_id=asset.id,
            highlights=len(analysis.highlights),
            chapters=len(analysis.chapters),
            cost_micro_dollars=analysis.cost_micro_dollars,
        )
        return analysis

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Leave the asset as it is; the job says which step failed and why."""
        _log.error("asset.not_analysed", asset_id=job.subject_id, stage=stage, reason=reason)

    async def _analyse(self, job_id: JobId, asset: Asset, progress: JobProgress) -> AssetAnalysis:
        async with self._storage.open_file(asset.object_key) as video:
            material = await self._gather(asset, video, progress)
        progress.enter("moments", 0.85)
        seen, duration = material.seen, asset.facts.duration_seconds
        highlights = await asyncio.to_thread(
            find_highlights,
            material.signals,
            duration_seconds=duration,
            spikes=material.spikes,
            seen=seen.moments,
            words=material.words or seen.words,
        )
        progress.enter("chapters", 0.9)
        chapters = await asyncio.to_thread(
            make_chapters,
            material.signals,
            duration_seconds=duration,
            spikes=material.spikes,
            seen=seen.chapters,
            unseen=seen.unseen,
            words=material.words or seen.words,
        )
        if seen.words:
            await self._transcripts.put_words(
                asset.creator_id, asset.id, seen.words, is_heard_by_model=True
            )
        return await self._write_down(job_id, asset, material, highlights, chapters)

    async def _gather(self, asset: Asset, video: Path, progress: JobProgress) -> _Material:
        progress.enter("probe", 0.0)
        await self._prober.probe(video)
        progress.enter("signals", 0.02)
        signals = await self._signals.read(asset, video, on_progress=progress.part(0.02, 0.35))
        streams = await self._list_streams(asset)
        spikes = tuple([spike async for spike in self._list_spikes(streams)])
        words = await self._transcripts.find_words(
            asset.creator_id, asset.id, is_heard_by_model=False
        )
        if not words and not self._asking.model:
            words = await self._listen(asset, video, progress)
        progress.enter("understand", 0.35 if self._asking.model else 0.85)
        seen = await self._asking.ask_all(
            asset,
            video,
            spikes=spikes,
            words=words,
            on_progress=progress.part(0.35, 0.85),
            game=next((stream.category for stream in streams if stream.category), ""),
        )
        return _Material(signals=signals, spikes=spikes, words=words, seen=seen)

    async def _listen(self, asset: Asset, video: Path, progress: JobProgress) -> tuple[Word, ...]:
        """Return what is said in all of the video; none where nothing on this machine can hear."""
        if not self._hearing.can_hear(asset):
            return ()
        progress.enter("listen", 0.35)
        try:
            hearing = await self._hearing.hear(
                asset,
                video,
                start_seconds=0.0,
                end_seconds=asset.facts.duration_seconds,
                on_progress=progress.part(0.35, 0.85),
            )
        except ExternalFailure as failure:
            _log.warning("asset.unheard", asset_id=asset.id, reason=str(failure))
            return ()
        return hearing.words

    async def _list_streams(self, asset: Asset) -> list[Stream]:
        """Return every stream that this is the video of."""
        streams = await collect(
            lambda cursor: self._streams.list_streams(asset.creator_id, cursor=cursor, limit=100)
        )
        return [stream for stream in streams if stream.asset_id == asset.id]

    async def _list_spikes(self, streams: Sequence[Stream]) -> AsyncIterator[ChatSpike]:
        for stream in streams:
            cursor = None
            while True:
                page = await self._spikes.list_spikes(stream, cursor=cursor)
                for spike in page.items:
                    yield spike
                cursor = page.cursor
                if not cursor:
                    break

    async def _write_down(
        self,
        job_id: JobId,
        asset: Asset,
        material: _Material,
        highlights: tuple[Highlight, ...],
        chapters: tuple[Chapter, ...],
    ) -> AssetAnalysis:
        seen = material.seen
        clip_ids = await self._clip_drafting.name_drafts(asset, highlights)
        looked_at = LookedAt(
            duration_seconds=asset.facts.duration_seconds,
            has_sound=asset.facts.has_audio,
            cuts=len(material.signals.cuts_at_seconds),
            spikes=len(material.spikes),
            windows=len(seen.windows),
            windows_seen=seen.understood,
        )
        return AssetAnalysis(
            creator_id=asset.creator_id,
            asset_id=asset.id,
            job_id=job_id,
            analysed_at=self._clock.now(),
            chapters=chapters,
            highlights=highlights,
            clip_ids=clip_ids,
            looked_at=looked_at,
            notes=write_notes(
                looked_at,
                highlights=len(highlights),
                shown_already=clip_ids.count(None),
                reasons=seen.reasons,
                dropped=seen.dropped,
                model=self._asking.model,
                cost_micro_dollars=seen.cost_micro_dollars,
            ),
            dropped=seen.dropped,
            model=self._asking.model,
            use=seen.use,
            cost_micro_dollars=seen.cost_micro_dollars,
        )
