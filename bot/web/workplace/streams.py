"""The list of streams, newest first, with what was not heard of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get
from bot.web.face import FACE
from bot.web.pages import show_page
from cogs.plain_text import clean_text
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.plain_text import format_offset

PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRow:
    """A stream in the list; `unheard` is empty where all of its chat was heard."""

    stream_id: str
    title: str
    category: str
    started_at: datetime
    length: str
    is_live: bool
    spikes: int
    unheard: str


def list_routes() -> list[Address]:
    return [get("/streams", show_streams, Access.MODERATOR, in_demo=True)]


async def show_streams(request: web.Request) -> web.Response:
    face = request[FACE]
    page = await face.app.chat.reports.list_streams(
        face.actor, cursor=request.query.get("after"), limit=PAGE_SIZE
    )
    rows = tuple(describe_stream(stream) for stream in page.items)
    return show_page(request, "workplace/streams.html", rows=rows, cursor=page.cursor)


def describe_stream(stream: Stream) -> StreamRow:
    """Return a stream as a row."""
    seconds = stream.duration_seconds
    return StreamRow(
        stream_id=stream.id,
        title=clean_text(stream.title, 100) or "Untitled stream",
        category=clean_text(stream.category, 60),
        started_at=stream.started_at,
        length=format_offset(seconds) if seconds is not None else "",
        is_live=stream.status is StreamStatus.LIVE,
        spikes=stream.spikes,
        unheard=_describe_gaps(stream),
    )


def _describe_gaps(stream: Stream) -> str:
    if not stream.gaps:
        return ""
    length = format_offset(sum(gap.length_seconds for gap in stream.gaps))
    times = "once" if len(stream.gaps) == 1 else f"{len(stream.gaps)} times"
    return f"not heard {times}, {length} in all"
