"""Live moments: what became of a spike on its platform, and of its footage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.domain.chat.chat_spike import ChatSpike
from core.domain.footage.twitch_clip import DURATION_SECONDS_MAX, DURATION_SECONDS_MIN, TwitchClip
from core.domain.streams.stream import Stream
from core.domain.work.ids import AssetId, ClipId, CreatorId, StreamId

MARGIN_SECONDS: Final = 3.0
"""Kept around the window, so that a re-cut can begin earlier or end later."""

CLIP_SECONDS_MIN: Final = 3.0


class FootageStatus(StrEnum):
    """Whether there is a video of the moment."""

    WAITING = "waiting"
    CAUGHT = "caught"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMoment:
    """A spike's life outside of chat; found by its stream and detection time.

    `asked_at` is when the platform was asked for a clip of its own, which happens once, and
    `asked_title` and `asked_seconds` what it was asked for; `refusal` says why there is none.
    Where its answer was lost, `is_unsure` says that a clip may be left there unused, and `untied`
    are the addresses of those that may be it. `marked_seconds` is the offset of the stream's
    marker. The ids of the asset and the clip are chosen before either is made, so that a second try
    makes no others.
    """

    creator_id: CreatorId
    stream_id: StreamId
    detected_ms: int
    asset_id: AssetId
    clip_id: ClipId
    created_at: datetime
    updated_at: datetime
    asked_at: datetime | None = None
    asked_title: str = ""
    asked_seconds: float | None = None
    twitch_clip_id: str = ""
    twitch_clip_url: str = ""
    twitch_clip_title: str = ""
    refusal: str = ""
    is_unsure: bool = False
    untied: tuple[str, ...] = ()
    marked_seconds: float | None = None
    footage: FootageStatus = FootageStatus.WAITING
    reason: str = ""
    version: int = 0

    @property
    def is_sought(self) -> bool:
        """Whether a clip was asked for of which nobody knows yet whether it was made."""
        return self.asked_at is not None and not self.twitch_clip_id and not self.refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentWindow:
    """When a moment was, by the wall clock."""

    start_at: datetime
    peak_at: datetime
    end_at: datetime

    @property
    def wanted_from(self) -> datetime:
        return self.start_at - timedelta(seconds=MARGIN_SECONDS)

    @property
    def wanted_until(self) -> datetime:
        return self.end_at + timedelta(seconds=MARGIN_SECONDS)


def name_moment(stream_id: StreamId, spike: ChatSpike) -> str:
    """Return the text by which a job names its moment."""
    return f"{stream_id}.{to_ms(spike.detected_at_seconds)}"


def read_moment_name(name: str) -> tuple[StreamId, int]:
    """Parse what `name_moment` wrote; ValueError for anything else."""
    stream_id, detected = name.split(".")
    return StreamId(stream_id), int(detected)


def to_ms(seconds: float) -> int:
    return round(seconds * 1000)


def place_window(stream: Stream, spike: ChatSpike) -> MomentWindow:
    """Return the spike's window by the wall clock; its peak lies inside."""
    start, end = max(0.0, spike.start_seconds), spike.end_seconds
    peak = min(max(spike.peak_seconds, start), end)

    def at(seconds: float) -> datetime:
        return stream.started_at + timedelta(seconds=seconds)

    return MomentWindow(start_at=at(start), peak_at=at(peak), end_at=at(end))


def place_clip(
    window: MomentWindow, *, video_starts_at: datetime, video_seconds: float
) -> tuple[float, float] | None:
    """Return the window's start and end within a video of it; None if too little is left."""
    start = max(0.0, (window.start_at - video_starts_at).total_seconds())
    end = min(video_seconds, (window.end_at - video_starts_at).total_seconds())
    return (round(start, 3), round(end, 3)) if end - start >= CLIP_SECONDS_MIN else None


def place_platform_clip(stream: Stream, moment: LiveMoment, clip: TwitchClip) -> datetime:
    """Return when a platform's clip begins: by its recording, else before it was asked for."""
    if clip.vod_seconds is not None:
        return stream.started_at + timedelta(seconds=clip.vod_seconds)
    return (moment.asked_at or clip.created_at) - timedelta(seconds=clip.duration_seconds)


def is_over(window: MomentWindow, *, at: datetime) -> bool:
    """Return whether a platform's clip that ends now would miss the peak entirely."""
    return (at - window.peak_at).total_seconds() >= DURATION_SECONDS_MAX


def choose_duration(window: MomentWindow, *, at: datetime) -> float:
    """Return the length in seconds of a platform's clip that ends now and covers the window."""
    seconds = (at - window.start_at).total_seconds()
    return round(min(DURATION_SECONDS_MAX, max(DURATION_SECONDS_MIN, seconds)), 1)
