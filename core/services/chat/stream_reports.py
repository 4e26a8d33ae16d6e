"""Stream reports: what happened on a stream, for people to look at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Final

from core.domain.chat.chat_histogram import ChatRates, list_missed, to_rates
from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.hearing.missed_peaks import MissedPeak
from core.domain.footage.live_moment import LiveMoment
from core.domain.learning.daily_chat_counts import CALLS, CHATTERS, MESSAGES, SPIKES
from core.domain.learning.metrics import DayCounts, fill_days
from core.domain.people.actor import Actor
from core.domain.streams.stream import Stream
from core.domain.work.ids import StreamId
from core.errors import InvalidInput
from core.ports.chat import ChartPainter, DaysChart, HistogramStore, SpikeStore, StreamChart
from core.ports.footage import LiveMomentStore
from core.ports.learning import AnalyticsStore
from core.ports.paging import Page, collect
from core.ports.streams import StreamStore
from core.ports.work import Clock
from core.services.chat.kept_reports import Heard, KeptReports
from core.services.work.scratch_folder import open_scratch

DAYS_SHOWN: Final = 30
CHAT_COUNTS: Final = (MESSAGES, CHATTERS, SPIKES, CALLS)
PICTURE_BYTES_MAX: Final = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamReport:
    """A stream's chat rate, in steps of five seconds, and the spikes found in it.

    `moments` are what became of the spikes that were found while it was live, `missed` the six
    strongest peaks an hour that did not become one. `has_more_spikes` says that not all were read.
    """

    stream: Stream
    rates: ChatRates
    spikes: tuple[ChatSpike, ...]
    moments: tuple[LiveMoment, ...] = ()
    missed: tuple[MissedPeak, ...] = ()
    has_more_spikes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPicture:
    """A stream's report, and the picture of it as a PNG."""

    report: StreamReport
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysPicture:
    """The creator's last days (UTC), each with its counts, and the picture of them as a PNG."""

    days: tuple[DayCounts, ...]
    png: bytes


class StreamReports:
    """Reads the stored chat, spikes and moments of streams."""

    def __init__(
        self,
        *,
        clock: Clock,
        streams: StreamStore,
        spikes: SpikeStore,
        histograms: HistogramStore,
        moments: LiveMomentStore,
        analytics: AnalyticsStore,
        charts: ChartPainter,
        scratch: Path,
    ) -> None:
        self._clock = clock
        self._streams = streams
        self._spikes = spikes
        self._histograms = histograms
        self._moments = moments
        self._analytics = analytics
        self._charts = charts
        self._scratch = scratch
        self._kept = KeptReports(clock=clock)

    async def list_streams(
        self, actor: Actor, *, cursor: str | None = None, limit: int = 20
    ) -> Page[Stream]:
        """List the creator's streams, newest first."""
        return await self._streams.list_streams(actor.creator_id, cursor=cursor, limit=limit)

    async def list_moments(self, actor: Actor, stream: Stream) -> tuple[LiveMoment, ...]:
        """Return what became of the spikes of one of the creator's streams on its platform."""
        if stream.creator_id != actor.creator_id or not stream.spikes:
            return ()
        return await self._moments.list_moments(stream.creator_id, stream.id)

    async def get_stream(self, actor: Actor, stream_id: StreamId) -> Stream:
        """Return one stream; NotFound where it is not this creator's."""
        return await self._streams.get_stream(actor.creator_id, stream_id)

    async def search_streams(self, actor: Actor, text: str, *, limit: int) -> tuple[Stream, ...]:
        """Return the newest of the last hundred streams whose titles contain all the words."""
        words = text.casefold().split()
        page = await self._streams.list_streams(actor.creator_id, limit=100)
        fit = (s for s in page.items if all(word in s.title.casefold() for word in words))
        return tuple(fit)[:limit]

    async def picture_stream(self, actor: Actor, stream_id: StreamId) -> StreamPicture:
        """Return one stream with its picture; NotFound where it is not this creator's."""
        report = await self.report_stream(actor, stream_id)
        png = await self._paint(lambda file: self._paint_report(report, file))
        return StreamPicture(report=report, png=png)

    async def paint_stream(self, actor: Actor, stream_id: StreamId, file: Path) -> None:
        """Paint a stream into a file of its caller's choice, PNG or SVG."""
        await self._paint_report(await self.report_stream(actor, stream_id), file)

    async def picture_days(self, actor: Actor) -> DaysPicture:
        """Return the chat counts of the last 30 days (UTC), with a picture."""
        actor.require_team()
        last = self._clock.now().astimezone(UTC).date()
        first = last - timedelta(days=DAYS_SHOWN - 1)
        days = fill_days(
            await self._analytics.list_days(actor.creator_id, first, last), first, last
        )
        chart = DaysChart(days=days, names=CHAT_COUNTS)
        png = await self._paint(lambda file: self._charts.paint_days(chart, file))
        return DaysPicture(days=days, png=png)

    async def _paint_report(self, report: StreamReport, file: Path) -> None:
        chart = StreamChart(rates=report.rates, spikes=report.spikes)
        await self._charts.paint_stream(chart, file)

    async def _paint(self, paint: Callable[[Path], Awaitable[None]]) -> bytes:
        """Return the picture as a PNG; InvalidInput if it is too large to be sent."""
        async with open_scratch(self._scratch, prefix="chart-") as folder:
            file = folder / "chart.png"
            await paint(file)
            png = await asyncio.to_thread(file.read_bytes)
        if len(png) > PICTURE_BYTES_MAX:
            raise InvalidInput("The picture became too large to be sent; look at the web page.")
        return png

    async def report_stream(
        self, actor: Actor, stream_id: StreamId, *, spikes_max: int | None = None
    ) -> StreamReport:
        """Return chat rate and spikes of one stream; NotFound where it is not this creator's.

        With `spikes_max` only the first spikes are read, and the report says where there are more;
        what became of each is left out, and what is over may be a minute old.
        """
        stream = await self._streams.get_stream(actor.creator_id, stream_id)
        heard = await self._read_heard(stream, spikes_max)
        return StreamReport(
            stream=stream,
            rates=heard.rates,
            spikes=heard.spikes,
            moments=await self._list_moments(stream) if spikes_max is None else (),
            missed=heard.missed,
            has_more_spikes=heard.has_more_spikes,
        )

    async def _read_heard(self, stream: Stream, spikes_max: int | None) -> Heard:
        """Read what was heard; the first spikes of a stream that is over may be a minute old."""
        if spikes_max is not None and (kept := self._kept.find(stream, spikes_max)):
            return kept
        rows, (spikes, has_more) = await asyncio.gather(
            self._list_rows(stream), self._list_spikes(stream, spikes_max)
        )
        until = _heard_until(stream, rows)
        heard = Heard(
            rates=to_rates(rows, started_at=stream.started_at, until_seconds=until),
            spikes=tuple(spikes),
            has_more_spikes=has_more,
            missed=list_missed(rows),
        )
        if spikes_max is not None:
            self._kept.keep(stream, spikes_max, heard)
        return heard

    async def _list_moments(self, stream: Stream) -> tuple[LiveMoment, ...]:
        return await self._moments.list_moments(stream.creator_id, stream.id)

    async def _list_spikes(
        self, stream: Stream, most: int | None
    ) -> tuple[Sequence[ChatSpike], bool]:
        if most is not None:
            page = await self._spikes.list_spikes(stream, limit=most)
            return page.items, page.cursor is not None
        return await collect(
            lambda cursor: self._spikes.list_spikes(stream, cursor=cursor, limit=200)
        ), False

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
