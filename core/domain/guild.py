"""A guild: a Discord server, bound to the one creator whom it serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import CreatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildBinding:
    """Whom a server serves, where its cards go, and which role may decide on them."""

    guild_id: str
    creator_id: CreatorId
    review_channel_id: str
    moderator_role_id: str
    created_at: datetime
    updated_at: datetime
    version: int = 1
