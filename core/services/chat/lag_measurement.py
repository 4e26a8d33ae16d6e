"""Measuring lag: how far chat is behind the picture, from an ended stream and its video."""

from __future__ import annotations

from typing import Final

import structlog

from core.domain.chat.chat_histogram import to_rates
from core.domain.chat.chat_lag import LagEstimate, LagMoment, estimate_lag, make_moment
from core.domain.chat.chat_spike import ChatSpike
from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset
from core.domain.work.ids import StreamId
from core.domain.work.job import Job
from core.ports.chat import HistogramStore, SpikeStore
from core.ports.paging import collect
from core.ports.storage import ObjectStorage
from core.ports.streams import StreamStore
from core.ports.videos import AssetStore, SignalReader
from core.services.chat.channel_learning import ChannelLearning
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)

MOMENTS_MEASURED: Final = 30
_AROUND_SECONDS: Final = 30.0
_STEP_SECONDS: Final = 5.0


class LagMeasurement:
    """Compares chat with the sound of a stream's video, for the channel's next stream."""

    def __init__(
        self,
        *,
        streams: StreamStore,
        spikes: SpikeStore,
        histograms: HistogramStore,
        assets: AssetStore,
        storage: ObjectStorage,
        signals: SignalReader,
        channel_learning: ChannelLearning,
    ) -> None:
        self._streams = streams
        self._spikes = spikes
        self._histograms = histograms
        self._assets = assets
        self._storage = storage
        self._signals = signals
        self._channel_learning = channel_learning

    async def measure_lag(self, job: Job, progress: JobProgress) -> None:
        """Measure the job's stream; without enough moments, nothing is learned."""
        stream = await self._streams.get_stream(job.creator_id, StreamId(job.subject_id))
        estimate = await self._estimate(stream, progress)
        if estimate is None:
            progress.note = "There are too few moments with sound to tell how late chat is."
            return
        progress.note = estimate.explain()
        await self._channel_learning.save_lag(stream, estimate)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Leave the channel's windows where they are."""
        _log.info("lag.not_measured", stream_id=job.subject_id, stage=stage, reason=reason)

    async def _estimate(self, stream: Stream, progress: JobProgress) -> LagEstimate | None:
        if stream.asset_id is None:
            return None
        asset = await self._assets.get_asset(stream.creator_id, stream.asset_id)
        spikes = await self._spikes.list_spikes(stream, limit=MOMENTS_MEASURED)
        return estimate_lag(await self._listen(stream, asset, spikes.items, progress))

    async def _listen(
        self,
        stream: Stream,
        asset: Asset,
        spikes: tuple[ChatSpike, ...],
        progress: JobProgress,
    ) -> list[LagMoment]:
        length = asset.facts.duration_seconds
        rates = await self._read_rates(stream, length)
        moments = []
        async with self._storage.open_file(asset.object_key) as video:
            for number, spike in enumerate(spikes):
                progress.enter("listen", number / len(spikes))
                start = max(0.0, spike.start_seconds - _AROUND_SECONDS)
                end = min(length, spike.end_seconds + _AROUND_SECONDS)
                if end - start < _AROUND_SECONDS:
                    continue
                signals = await self._signals.read_signals(
                    video, start_seconds=start, end_seconds=end
                )
                moments.append(make_moment(signals, rates, step_seconds=_STEP_SECONDS))
        return moments

    async def _read_rates(self, stream: Stream, length: float) -> list[tuple[float, float]]:
        rows = await collect(
            lambda cursor: self._histograms.list_histograms(
                stream.creator_id, stream.id, cursor=cursor
            )
        )
        points = to_rates(rows, started_at=stream.started_at, until_seconds=length)
        return [(point.offset_seconds, point.messages_per_second) for point in points]
