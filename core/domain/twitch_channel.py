"""Twitch channels: whose they are, and what was learned of each one's chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchBinding:
    """A Twitch channel that is watched for one creator."""

    broadcaster_id: str
    creator_id: CreatorId
    login: str
    created_at: datetime
    updated_at: datetime
    is_watched: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTuning:
    """Thresholds learned for one Twitch channel, by name; version 0 is one not learned of yet."""

    creator_id: CreatorId
    broadcaster_id: str
    values: Mapping[str, float]
    version: int = 0
