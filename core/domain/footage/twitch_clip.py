"""Twitch clips: Twitch's own clip resource, as requested and as Twitch reports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

DURATION_SECONDS_MIN: Final = 5.0
DURATION_SECONDS_MAX: Final = 60.0
TITLE_CHARACTERS_MAX: Final = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchClipWish:
    """A clip of what is live now; it ends about where it is asked for."""

    broadcaster_id: str
    title: str = ""
    duration_seconds: float = 30.0

    def __post_init__(self) -> None:
        """Raise ValueError for a length Twitch does not offer."""
        if not DURATION_SECONDS_MIN <= self.duration_seconds <= DURATION_SECONDS_MAX:
            raise ValueError("a Twitch clip has 5 to 60 seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchClip:
    """A clip that exists; `vod_seconds` is where it starts in its VOD, None until known."""

    id: str
    url: str
    title: str
    duration_seconds: float
    created_at: datetime
    vod_seconds: int | None = None
