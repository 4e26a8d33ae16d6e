"""Clip workbench: what somebody needs to see who trims a clip: sound, words and chat around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.domain.chat.chat_histogram import RatePoint, to_rates
from core.domain.clips.clip import Clip
from core.domain.clips.cut_places import Gap, find_gaps
from core.domain.people.actor import Actor
from core.domain.signals.signals import Signals
from core.domain.videos.asset import Asset
from core.domain.videos.spoken_word import Word
from core.domain.work.ids import ClipId
from core.errors import NotFound, TrussError
from core.ports.chat import HistogramStore
from core.ports.clips import ClipStore
from core.ports.paging import collect
from core.ports.storage import ObjectStorage
from core.ports.streams import StreamStore
from core.ports.videos import AssetStore
from core.services.clips.clip_captions import ClipCaptions
from core.services.videos.video_signals import VideoSignals

AROUND_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A clip with the video that it is cut from."""

    clip: Clip
    asset: Asset

    @property
    def from_seconds(self) -> float:
        """Where the shown stretch of the video begins."""
        return max(0.0, self.clip.start_seconds - AROUND_SECONDS)

    @property
    def to_seconds(self) -> float:
        """Where the shown stretch of the video ends."""
        return min(self.asset.facts.duration_seconds, self.clip.end_seconds + AROUND_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """What is heard and written around a clip; everything in offsets into its video.

    `gaps` are where an edge may go, because nobody speaks. What is not known is empty.
    """

    from_seconds: float
    to_seconds: float
    signals: Signals
    words: tuple[Word, ...]
    gaps: tuple[Gap, ...]
    rates: tuple[RatePoint, ...]


class ClipWorkbench:
    """Reads what lies around a clip in its video; nothing is changed."""

    def __init__(
        self,
        *,
        clips: ClipStore,
        assets: AssetStore,
        streams: StreamStore,
        histograms: HistogramStore,
        storage: ObjectStorage,
        signals: VideoSignals,
        captions: ClipCaptions,
    ) -> None:
        self._clips = clips
        self._assets = assets
        self._streams = streams
        self._histograms = histograms
        self._storage = storage
        self._signals = signals
        self._captions = captions

    async def open_bench(self, actor: Actor, clip_id: ClipId) -> Bench:
        """Return a clip with its video; NotFound where the video is not kept any more."""
        actor.require_reviewer()
        clip = await self._clips.get_clip(actor.creator_id, clip_id)
        return Bench(clip=clip, asset=await self._assets.get_asset(clip.creator_id, clip.asset_id))

    async def read_time_line(self, actor: Actor, clip_id: ClipId) -> TimeLine:
        """Return sound, words and chat from half a minute before the clip to as long after it."""
        bench = await self.open_bench(actor, clip_id)
        signals = await self._measure(bench)
        words = await self._captions.read_stretch(
            bench.asset, start_seconds=bench.from_seconds, end_seconds=bench.to_seconds
        )
        return TimeLine(
            from_seconds=bench.from_seconds,
            to_seconds=bench.to_seconds,
            signals=signals,
            words=words,
            gaps=find_gaps(words, signals),
            rates=await self._read_rates(bench),
        )

    async def _measure(self, bench: Bench) -> Signals:
        """Return what is heard; a video that cannot be listened to has no sound here."""
        start, end = bench.from_seconds, bench.to_seconds
        try:
            async with self._storage.open_file(bench.asset.object_key) as video:
                return await self._signals.read_stretch(
                    bench.asset, video, start_seconds=start, end_seconds=end
                )
        except TrussError:
            return Signals(start_seconds=start, end_seconds=end, loudness_db=(), cuts_at_seconds=())

    async def _read_rates(self, bench: Bench) -> tuple[RatePoint, ...]:
        if bench.clip.stream_id is None:
            return ()
        creator_id = bench.clip.creator_id
        try:
            stream = await self._streams.get_stream(creator_id, bench.clip.stream_id)
        except NotFound:
            return ()
        rows = await collect(
            lambda cursor: self._histograms.list_histograms(
                creator_id, stream.id, cursor=cursor, limit=200
            )
        )
        rates = to_rates(rows, started_at=stream.started_at, until_seconds=bench.to_seconds)
        return tuple(point for point in rates if point.offset_seconds >= bench.from_seconds)
