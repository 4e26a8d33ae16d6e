"""Clip sources: the stream or video that a clip is cut from, as a card names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.streams.stream import Stream
from core.domain.videos.asset import Asset


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSource:
    """Where a clip comes from: its title, and when the stream began or the video came out."""

    title: str
    at: datetime
    is_stream: bool


def name_source(stream: Stream | None, video: Asset | None) -> ClipSource | None:
    """Return the stream where there is one, else the video; None where neither is known."""
    if stream is not None:
        return ClipSource(title=stream.title, at=stream.started_at, is_stream=True)
    if video is not None:
        return ClipSource(title=video.title, at=video.published_at, is_stream=False)
    return None
