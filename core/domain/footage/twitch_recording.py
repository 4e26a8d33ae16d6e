"""Twitch recordings: the VODs Twitch keeps of a channel, and which one is a stream's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.domain.footage.twitch_moment import is_vod_of
from core.domain.streams.stream import Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchRecording:
    """A VOD; its first picture is of `created_at`."""

    id: str
    created_at: datetime


def choose_recording(
    recordings: Iterable[TwitchRecording], stream: Stream
) -> TwitchRecording | None:
    """Return the recording that began closest to the stream; None if none is near it."""
    near = [one for one in recordings if is_vod_of(stream, one.created_at)]
    return min(near, key=lambda one: abs(one.created_at - stream.started_at), default=None)
