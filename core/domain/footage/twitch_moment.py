"""Twitch moments: where a clip of ours lies in its stream and in that stream's VOD."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.domain.clips.clip import Clip
from core.domain.footage.twitch_clip import DURATION_SECONDS_MAX, DURATION_SECONDS_MIN
from core.domain.streams.stream import Stream

LIVE_SECONDS: Final = 60.0
"""How long after a moment it can still be clipped live; Twitch buffers about 85 s."""
SAME_STREAM: Final = timedelta(minutes=10)
"""How far a VOD's start may be from the stream's start as we know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchMoment:
    """A stretch of a stream, from 5 to 60 s, as offsets into it."""

    end_seconds: float
    duration_seconds: float

    def find_vod_offset(self, stream: Stream, vod_started_at: datetime) -> int:
        """Return what Create Clip From VOD calls `vod_offset`: the END of the clip, in seconds."""
        ahead = (stream.started_at - vod_started_at).total_seconds()
        end = math.ceil(self.end_seconds + ahead)
        return max(end, math.ceil(self.duration_seconds))

    def is_live(self, stream: Stream, now: datetime) -> bool:
        """Return whether the moment is recent enough for a live clip to still contain it."""
        return now <= stream.started_at + timedelta(seconds=self.end_seconds + LIVE_SECONDS)


def find_moment(clip: Clip, stream: Stream) -> TwitchMoment | None:
    """Return where a clip lies in its stream; None if that is unknown.

    A clip made from a chat spike knows it. For any other, the asset must be the whole stream.
    """
    if clip.spike is not None:
        start, end = clip.spike.start_seconds, clip.spike.end_seconds
    elif stream.asset_id == clip.asset_id:
        start, end = clip.start_seconds, clip.end_seconds
    else:
        return None
    length = min(DURATION_SECONDS_MAX, max(DURATION_SECONDS_MIN, end - start))
    return TwitchMoment(end_seconds=end, duration_seconds=round(length, 1))


def is_vod_of(stream: Stream, created_at: datetime) -> bool:
    """Return whether a VOD that began at a time is this stream's."""
    return abs(created_at - stream.started_at) <= SAME_STREAM
