"""A stream: one live broadcast, from online to offline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.streams.coverage_gap import CoverageGap
from core.domain.work.ids import AssetId, CreatorId, StreamId


class StreamStatus(StrEnum):
    """Whether a stream can still get messages."""

    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One broadcast of a creator.

    `asset_id` is the source video, if there is one; without it, spikes are stored and nothing is
    cut. `duration_seconds` is known once the stream has ended. `broadcaster_id` is the Twitch
    channel whose lessons apply. `chat_peak` is the chat rate of the busiest five seconds, in
    messages a second. `heard_seconds` is how far chat has been counted, and `gaps` are the
    stretches of it that were not heard.
    """

    id: StreamId
    creator_id: CreatorId
    title: str
    started_at: datetime
    status: StreamStatus = StreamStatus.LIVE
    asset_id: AssetId | None = None
    duration_seconds: float | None = None
    broadcaster_id: str | None = None
    category: str = ""
    chat_peak: float = 0.0
    spikes: int = 0
    heard_seconds: float | None = None
    gaps: tuple[CoverageGap, ...] = ()
    version: int = 1

    def end(self, *, duration_seconds: float, asset_id: AssetId | None = None) -> Stream:
        """Return the stream as ended; one that had ended before keeps its duration.

        `asset_id` is its video, where that was not to be known before.
        """
        video = self.asset_id if asset_id is None else asset_id
        if self.status is StreamStatus.ENDED:
            return replace(self, asset_id=video)
        return replace(
            self, status=StreamStatus.ENDED, duration_seconds=duration_seconds, asset_id=video
        )
