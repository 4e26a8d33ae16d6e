"""Gaps that could not be stored: kept until the table takes them."""

from __future__ import annotations

from typing import Final

import structlog

from core.domain.streams.coverage_gap import CoverageGap
from core.domain.streams.stream import Stream
from core.domain.work.ids import StreamId
from core.errors import TrussError
from core.ports.work import Clock
from core.services.chat.spike_detection import SpikeDetection

_log = structlog.get_logger(__name__)

AGAIN_SECONDS: Final = 10.0


class UnsavedGaps:
    """Stores the gaps of streams, at once or as soon as that works."""

    def __init__(self, spike_detection: SpikeDetection, clock: Clock) -> None:
        self._spike_detection = spike_detection
        self._clock = clock
        self._kept: dict[StreamId, list[CoverageGap]] = {}
        self._again_at = float("-inf")

    async def add(self, stream: Stream, gap: CoverageGap) -> Stream:
        """Store a gap; where that fails it is kept, and the stream goes on as it is."""
        self._kept.setdefault(stream.id, []).append(gap)
        return await self.save(stream, is_pressing=True)

    async def save(self, stream: Stream, *, is_pressing: bool = False) -> Stream:
        """Store what is kept of a stream, unless that failed just now."""
        now = self._clock.steady_seconds()
        kept = self._kept.get(stream.id, [])
        if not kept or (now < self._again_at and not is_pressing):
            return stream
        try:
            while kept:
                stream = await self._spike_detection.add_gap(stream, kept[0])
                del kept[0]
        except TrussError as error:
            self._again_at = now + AGAIN_SECONDS
            _log.warning("stream.gap_not_saved", stream_id=stream.id, reason=str(error))
        else:
            del self._kept[stream.id]
        return stream

    def forget(self, stream: Stream) -> None:
        """Drop what is kept of a stream that nobody watches any more."""
        self._kept.pop(stream.id, None)
