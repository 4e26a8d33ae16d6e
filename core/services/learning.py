"""Learning: what moderators decide and what sound tells, made into a channel's own thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import structlog

from core.domain.chat_histogram import to_rates
from core.domain.chat_lag import LagEstimate, LagMoment, estimate_lag, make_moment
from core.domain.chat_learning import Learned, Lessons
from core.domain.clip import Clip, ClipStatus
from core.domain.creator import Actor
from core.domain.ids import CreatorId, StreamId
from core.domain.stream import Stream
from core.errors import Conflict, NotFound
from core.ports.media import ObjectStorage, SignalReader
from core.ports.stores import AssetStore, HistogramStore, SpikeStore, StreamStore, collect
from core.ports.twitch_channels import TuningStore

_log = structlog.get_logger(__name__)

MOMENTS_MEASURED: Final = 30
_AROUND_SECONDS: Final = 30.0
_STEP_SECONDS: Final = 5.0
_TRIES: Final = 5
_DECIDED: Final = {ClipStatus.APPROVED: True, ClipStatus.REJECTED: False}


class Learning:
    """Keeps what was learned of each Twitch channel; a stream of no channel teaches nothing."""

    def __init__(
        self,
        *,
        streams: StreamStore,
        spikes: SpikeStore,
        histograms: HistogramStore,
        assets: AssetStore,
        storage: ObjectStorage,
        signals: SignalReader,
        tunings: TuningStore,
    ) -> None:
        self._streams = streams
        self._spikes = spikes
        self._histograms = histograms
        self._assets = assets
        self._storage = storage
        self._signals = signals
        self._tunings = tunings

    async def read_learned(self, creator_id: CreatorId, broadcaster_id: str | None) -> Learned:
        """Return what the channel's next detector is to take into account."""
        if broadcaster_id is None:
            return Learned()
        values = (await self._tunings.get_tuning(creator_id, broadcaster_id)).values
        lag = LagEstimate.from_values(values)
        learned = Lessons.from_values(values).weigh()
        return replace(learned, earlier_seconds=lag.move_window()) if lag else learned

    async def note_decision(self, before: ClipStatus, clip: Clip) -> None:
        """Learn from a clip that was approved or rejected, or unlearn what was taken back."""
        spike, broadcaster_id = clip.spike, await self._find_channel(clip)
        if spike is None or broadcaster_id is None:
            return
        kind = spike.reaction

        def count(lessons: Lessons) -> Lessons:
            if before in _DECIDED:
                lessons = lessons.take_back(kind, is_approved=_DECIDED[before])
            if clip.status in _DECIDED:
                lessons = lessons.learn(kind, is_approved=_DECIDED[clip.status])
            return lessons

        await self._change(
            clip.creator_id,
            broadcaster_id,
            lambda values: {**values, **count(Lessons.from_values(values)).to_values()},
        )

    async def explain_channel(self, actor: Actor, broadcaster_id: str) -> tuple[str, ...]:
        """Return sentences: the measured precision, what was learned, and chat's delay."""
        values = (await self._tunings.get_tuning(actor.creator_id, broadcaster_id)).values
        lag = LagEstimate.from_values(values)
        return (*Lessons.from_values(values).explain(), *([lag.explain()] if lag else []))

    async def forget_channel(self, actor: Actor, broadcaster_id: str) -> None:
        """Begin anew: thresholds and windows are those of the settings again."""
        actor.require_reviewer()
        await self._change(actor.creator_id, broadcaster_id, lambda _: {})

    async def measure_lag(self, actor: Actor, stream_id: StreamId) -> LagEstimate | None:
        """Estimate how late a stream's chat is, from the sound of its video, and keep it.

        None, and nothing changed, without a video or with too few moments.
        """
        stream = await self._streams.get_stream(actor.creator_id, stream_id)
        estimate = estimate_lag(await self._read_moments(stream))
        if estimate and stream.broadcaster_id is not None:
            found = estimate.to_values()
            await self._change(
                stream.creator_id, stream.broadcaster_id, lambda values: {**values, **found}
            )
        return estimate

    async def _read_moments(self, stream: Stream) -> list[LagMoment]:
        if stream.asset_id is None:
            return []
        asset = await self._assets.get_asset(stream.creator_id, stream.asset_id)
        length = asset.facts.duration_seconds
        spikes = await self._spikes.list_spikes(stream, limit=MOMENTS_MEASURED)
        rates = await self._read_rates(stream, length)
        moments = []
        async with self._storage.open_file(asset.object_key) as video:
            for spike in spikes.items:
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

    async def _find_channel(self, clip: Clip) -> str | None:
        if clip.stream_id is None:
            return None
        try:
            stream = await self._streams.get_stream(clip.creator_id, clip.stream_id)
        except NotFound:
            return None
        return stream.broadcaster_id

    async def _change(
        self,
        creator_id: CreatorId,
        broadcaster_id: str,
        change: Callable[[Mapping[str, float]], dict[str, float]],
    ) -> None:
        """Change what is kept over the version that was read, again where somebody was faster."""
        for _ in range(_TRIES):
            tuning = await self._tunings.get_tuning(creator_id, broadcaster_id)
            try:
                await self._tunings.save_tuning(replace(tuning, values=change(tuning.values)))
            except Conflict:
                continue
            return
        _log.warning("learning.given_up", creator_id=creator_id, broadcaster_id=broadcaster_id)
