"""Stream tools: streams with their spikes and missed peaks, and the chat of a stretch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from core.domain.asking.periods import find_clock, to_time
from core.domain.asking.tool_result import Link, Row, ToolResult, Value
from core.domain.asking.tool_spec import Parameter, ToolSpec
from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.hearing.missed_peaks import MISS_SENTENCES, MissedPeak
from core.domain.clips.clip import Clip
from core.domain.people.actor import Actor
from core.domain.publishing.posting_slot import to_instant
from core.domain.streams.stream import Stream
from core.domain.work.ids import StreamId
from core.domain.work.plain_text import clean_text, format_offset
from core.errors import InvalidInput, NotFound
from core.ports.clips import ClipStore
from core.services.asking.tools.local_clock import LocalClock, LocalClocks
from core.services.asking.tools.toolbox import FROM_DAY, LIMIT, TO_DAY, Tool, read_limit
from core.services.chat.stream_reports import StreamReport, StreamReports

NEAR_SECONDS: Final = 90.0
_LATE: Final = timedelta(hours=6)
_CLIP_PAGES: Final = 2
_STREAM: Final = Parameter(name="stream_id", about="the stream's id; else the newest")
_LIST: Final = ToolSpec(
    name="list_streams",
    about="Streams with their length, chat peak and number of spikes, the newest first",
    parameters=(FROM_DAY, TO_DAY, LIMIT),
)
_SHOW: Final = ToolSpec(
    name="show_stream",
    about="One stream: its spikes, each with its clip, and peaks that did not become one, with why",
    parameters=(_STREAM,),
)
_MOMENT: Final = ToolSpec(
    name="read_chat",
    about="The chat around a time of a stream: counts, spikes and missed peaks, without names",
    parameters=(
        Parameter(name="at", about="the time of day, as in 20:14", is_required=True),
        Parameter(name="day", about="the day, as in 2026-11-27; else the newest stream then"),
        _STREAM,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A second of a stream."""

    stream: Stream
    seconds: float


class StreamTools:
    """Reads streams; what chatters are called is never told."""

    def __init__(self, *, reports: StreamReports, clips: ClipStore, clocks: LocalClocks) -> None:
        self._reports = reports
        self._clips = clips
        self._clocks = clocks

    def list_tools(self) -> tuple[Tool, ...]:
        return (
            Tool(spec=_LIST, run=self._list),
            Tool(spec=_SHOW, run=self._show),
            Tool(spec=_MOMENT, run=self._read_chat),
        )

    async def _list(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        start, end = clock.read_span(given)
        page = await self._reports.list_streams(actor, limit=100)
        fit = [
            stream
            for stream in page.items
            if (not start or stream.started_at >= start) and (not end or stream.started_at < end)
        ]
        limit = read_limit(given)
        return ToolResult(
            facts={"count": len(fit), "spikes": sum(stream.spikes for stream in fit)},
            rows=tuple(_describe(stream, clock) for stream in fit[:limit]),
            has_more=len(fit) > limit or page.cursor is not None,
            note="The last hundred streams were looked at." if page.cursor else "",
        )

    async def _show(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        stream = await self._get(actor, given.get("stream_id"))
        report, clock = await self._report(actor, stream)
        clips = await self._list_clips(actor, stream)
        rows = [_describe(stream, clock)]
        rows += _describe_spikes(report.spikes, clips, stream, clock)
        rows += [_describe_missed(peak, stream, clock) for peak in report.missed]
        return ToolResult(
            facts={
                "spikes": len(report.spikes),
                "clips": len(clips),
                "missed_peaks": len(report.missed),
                "messages": _count(report, 0.0, float("inf")),
                "gaps_in_chat": len(stream.gaps),
            },
            rows=tuple(rows[:40]),
            has_more=len(rows) > 40,
        )

    async def _read_chat(self, actor: Actor, given: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        place = await self._find_place(actor, given, clock)
        stream, at = place.stream, place.seconds
        report, _ = await self._report(actor, stream)
        spikes = [spike for spike in report.spikes if _is_near(spike.peak_seconds, at)]
        clips = await self._list_clips(actor, stream) if spikes else []
        missed = [peak for peak in report.missed if _is_near(peak.offset_seconds, at)]
        rows = [_describe(stream, clock)]
        rows += _describe_spikes(spikes, clips, stream, clock)
        rows += [_describe_missed(peak, stream, clock) for peak in missed]
        minutes = max(1.0, len(report.rates) * 5 / 60)
        return ToolResult(
            facts={
                "at": clock.show(stream.started_at + timedelta(seconds=at)),
                "offset": format_offset(at),
                "messages_in_2_minutes": _count(report, at - 60, at + 60),
                "usual_in_2_minutes": round(2 * _count(report, 0.0, float("inf")) / minutes),
                "spikes": len(spikes),
                "missed_peaks": len(missed),
                "was_heard": not any(
                    gap.start_seconds <= at <= gap.end_seconds for gap in stream.gaps
                ),
            },
            rows=tuple(rows),
        )

    async def _report(self, actor: Actor, stream: Stream) -> tuple[StreamReport, LocalClock]:
        report = await self._reports.report_stream(actor, stream.id)
        return report, await self._clocks.open(actor.creator_id)

    async def _get(self, actor: Actor, stream_id: str | None) -> Stream:
        if stream_id:
            if len(stream_id) != 26 or not stream_id.isalnum():
                raise NotFound("There is no such stream; choose another one.")
            return (await self._reports.report_stream(actor, StreamId(stream_id))).stream
        page = await self._reports.list_streams(actor, limit=1)
        if not page.items:
            raise NotFound("There is no stream yet.")
        return page.items[0]

    async def _find_place(self, actor: Actor, given: dict[str, Any], clock: LocalClock) -> _Place:
        """Return the newest stream that ran at that time, else the time as an offset into one."""
        said = find_clock(given["at"].casefold())
        if said is None:
            raise InvalidInput("Write the time as in 20:14.")
        at, day = to_time(said), given.get("day")
        if given.get("stream_id"):
            streams: tuple[Stream, ...] = (await self._get(actor, given["stream_id"]),)
        else:
            streams = (await self._reports.list_streams(actor, limit=50)).items
        wanted = clock.read_span({"from_day": day, "to_day": day}) if day else (None, None)
        for stream in streams:
            for instant in _list_instants(stream, at, clock):
                seconds = (instant - stream.started_at).total_seconds()
                is_on_day = not wanted[0] or wanted[0] <= instant < (wanted[1] or instant)
                if 0 <= seconds <= _length(stream, clock.now) and is_on_day:
                    return _Place(stream=stream, seconds=seconds)
        offset = (
            said[0] * 60.0 + said[1] if said[2] == 0 else said[0] * 3600.0 + said[1] * 60 + said[2]
        )
        for stream in streams:
            is_on_day = not wanted[0] or wanted[0] <= stream.started_at < (wanted[1] or clock.now)
            if is_on_day and offset <= _length(stream, clock.now):
                return _Place(stream=stream, seconds=offset)
        raise NotFound("No stream was on at that time.")

    async def _list_clips(self, actor: Actor, stream: Stream) -> list[Clip]:
        """Return the stream's clips among those that were made until soon after it, else lately."""
        length = stream.duration_seconds or 0.0
        for before in (stream.started_at + timedelta(seconds=length) + _LATE, None):
            cursor, found = None, []
            for _ in range(_CLIP_PAGES):
                page = await self._clips.list_clips(
                    actor.creator_id, before=before, cursor=cursor, limit=100
                )
                found += [clip for clip in page.items if clip.stream_id == stream.id]
                cursor = page.cursor
                # No clip is made before its stream began.
                is_over = bool(page.items) and page.items[-1].created_at < stream.started_at
                if cursor is None or is_over:
                    break
            if found:
                return found
        return []


def _list_instants(stream: Stream, at: time, clock: LocalClock) -> list[datetime]:
    first: date = stream.started_at.astimezone(clock.zone).date()
    return [to_instant(first + timedelta(days=days), at, clock.zone) for days in (0, 1)]


def _length(stream: Stream, now: datetime) -> float:
    known = stream.duration_seconds or stream.heard_seconds
    return known if known is not None else (now - stream.started_at).total_seconds()


def _is_near(seconds: float, at: float) -> bool:
    # A time is said to the minute, so the whole of that minute is meant.
    return at - NEAR_SECONDS <= seconds <= at + 60 + NEAR_SECONDS


def _count(report: StreamReport, start: float, end: float) -> int:
    rates = (rate for rate in report.rates if start <= rate.offset_seconds < end)
    return round(sum(rate.messages_per_second * 5 for rate in rates))


def _describe(stream: Stream, clock: LocalClock) -> Row:
    seconds = stream.duration_seconds
    return Row(
        facts={
            "stream_id": stream.id,
            "started_at": clock.show(stream.started_at),
            "status": stream.status.value,
            "length": format_offset(seconds) if seconds is not None else None,
            "spikes": stream.spikes,
            "chat_peak_per_second": round(stream.chat_peak, 1),
        },
        said={"title": clean_text(stream.title, 80)},
        link=Link(label=clean_text(stream.title, 60) or "the stream", path=f"/streams/{stream.id}"),
    )


def _describe_spikes(
    spikes: Iterable[ChatSpike], clips: list[Clip], stream: Stream, clock: LocalClock
) -> list[Row]:
    return [_describe_spike(spike, clips, stream, clock) for spike in spikes]


def _describe_spike(spike: ChatSpike, clips: list[Clip], stream: Stream, clock: LocalClock) -> Row:
    clip = next((c for c in clips if _is_of(c, spike)), None)
    words = ", ".join(word for word, _ in spike.tokens[:5])
    return Row(
        facts={
            "what": "spike",
            "at": clock.show(stream.started_at + timedelta(seconds=spike.peak_seconds)),
            "offset": format_offset(spike.peak_seconds),
            "was_asked_for": bool(spike.asked_by),
            **(_measure(spike) if spike.is_of_chat else {}),
            "clip_id": clip.id if clip else None,
            "clip_status": clip.status.value.replace("_", " ") if clip else None,
        },
        said={
            **({"words": clean_text(words, 120)} if words else {}),
            **{
                f"line_{number}": clean_text(line.text, 100)
                for number, line in enumerate(spike.strongest[:3], 1)
            },
            **({"clip_title": clean_text(clip.title, 80)} if clip else {}),
        },
        link=Link(label=clean_text(clip.title, 60) or "the clip", path=f"/clips/{clip.id}")
        if clip
        else None,
    )


def _measure(spike: ChatSpike) -> dict[str, Value]:
    return {
        "strength": round(spike.score, 1),
        "needed": round(spike.threshold, 1),
        "chatters": spike.chatters,
        "usual_chatters": round(spike.usual_chatters, 1),
        "reacting": spike.reacting,
        "messages": spike.messages,
        "reaction": spike.reaction.value,
    }


def _describe_missed(peak: MissedPeak, stream: Stream, clock: LocalClock) -> Row:
    return Row(
        facts={
            "what": "missed peak",
            "at": clock.show(stream.started_at + timedelta(seconds=peak.offset_seconds)),
            "offset": format_offset(peak.offset_seconds),
            "strength": round(peak.score, 1),
            "needed": round(peak.threshold, 1),
            "chatters": peak.chatters,
            "reacting": peak.reacting,
            "why_not": MISS_SENTENCES[peak.reason],
        },
        link=Link(label="the stream", path=f"/streams/{stream.id}"),
    )


def _is_of(clip: Clip, spike: ChatSpike) -> bool:
    if clip.spike is None:
        return clip.start_seconds <= spike.peak_seconds <= clip.end_seconds
    return abs(clip.spike.detected_at_seconds - spike.detected_at_seconds) < 0.5
