"""Assets: source videos, found by their object keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.work.ids import AssetId, CreatorId

# How long a clip of a video is at most, unless a person asks for a longer one.
CLIP_SECONDS_MAX = 30.0


class AssetStatus(StrEnum):
    """Whether the video can be cut."""

    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """What a probe found in a video file; pixels are those a viewer sees, after rotation."""

    duration_seconds: float
    width: int
    height: int
    frame_rate: float
    has_audio: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A source video that clips are cut from; its size is 0 where it was not noted."""

    id: AssetId
    creator_id: CreatorId
    title: str
    object_key: str
    facts: VideoFacts
    published_at: datetime
    status: AssetStatus = AssetStatus.READY
    size_bytes: int = 0
    version: int = 1
