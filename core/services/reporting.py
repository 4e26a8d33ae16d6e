"""Reporting: what happened on a stream, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.chat import ChatHistogram
from core.domain.chat_histogram import RatePoint, to_rates
from core.domain.chat_spike import ChatSpike
from core.domain.creator import Actor
from core.domain.ids import StreamId
from core.domain.stream import Stream
from core.ports.stores import HistogramStore, Page, SpikeStore, StreamStore, collect


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamReport:
    """A stream's chat rate, in steps of five seconds, and the spikes found in it."""

    stream: Stream
    rates: tuple[RatePoint, ...]
    spikes: tuple[ChatSpike, ...]


class Reporting:
    """Reads what watching has kept."""

    def __init__(
        self, *, streams: StreamStore, spikes: SpikeStore, histograms: HistogramStore
    ) -> None:
        self._streams = streams
        self._spikes = spikes
        self._histograms = histograms

    async def list_streams(
        self, actor: Actor, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]:
        """List the creator's streams, newest first."""
        return await self._streams.list_streams(actor.creator_id, cursor=cursor, limit=limit)

    async def report_stream(self, actor: Actor, stream_id: StreamId) -> StreamReport:
        """Return chat rate and spikes of one stream; NotFound where it is not this creator's."""
        stream = await self._streams.get_stream(actor.creator_id, stream_id)
        rows = await self._list_rows(stream)
        spikes = await collect(
            lambda cursor: self._spikes.list_spikes(stream, cursor=cursor, limit=200)
        )
        return StreamReport(
            stream=stream,
            rates=tuple(
                to_rates(
                    rows, started_at=stream.started_at, until_seconds=_heard_until(stream, rows)
                )
            ),
            spikes=tuple(spikes),
        )

    async def _list_rows(self, stream: Stream) -> list[ChatHistogram]:
        return await collect(
            lambda cursor: self._histograms.list_histograms(
                stream.creator_id, stream.id, cursor=cursor, limit=200
            )
        )


def _heard_until(stream: Stream, rows: list[ChatHistogram]) -> float:
    """Return the stream's length in seconds, or how far its stored chat reaches while it is on."""
    if stream.duration_seconds is not None:
        return stream.duration_seconds
    if not rows:
        return 0.0
    last = max(row.starts_at for row in rows)
    return (last - stream.started_at).total_seconds() + 600.0
