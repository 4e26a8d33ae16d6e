"""A review card: a message that shows one cut of a clip, and what people may say on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.clips.clip import (
    Clip,
    ClipStatus,
)
from core.domain.work.ids import (
    ClipId,
    CreatorId,
)


class Verdict(StrEnum):
    """What a moderator says on a card."""

    APPROVE = "approve"
    REJECT = "reject"
    UNDO = "undo"
    EARLIER = "earlier"
    LATER = "later"
    LIFT = "lift"
    RETRY = "retry"
    REPUBLISH = "republish"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedCard:
    """A message that shows a clip.

    `clip_version` is the clip as the message shows it now: a decision counts for that alone.
    `cut` names the video inside. A closed card shows an older cut; nothing is decided on it.
    """

    message_id: str
    channel_id: str
    guild_id: str
    creator_id: CreatorId
    clip_id: ClipId
    clip_version: int
    cut: str
    created_at: datetime
    updated_at: datetime
    is_closed: bool = False
    version: int = 1


def name_cut(clip: Clip) -> str:
    """Return a short name of the video file; decisions change the clip's version, not its cut."""
    facts = (clip.object_key, clip.size_bytes, clip.duration_seconds)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def has_card(clip: Clip) -> bool:
    """Say whether people see the clip; one whose first cut is still being made is not shown."""
    is_being_made = clip.status in {ClipStatus.DRAFT, ClipStatus.RENDERING}
    return clip.object_key is not None or not is_being_made


def make_nonce(clip: Clip, guild_id: str) -> str:
    """Return 24 characters that are equal for every try to post this cut in this server."""
    return hashlib.sha256(f"{clip.id}/{name_cut(clip)}/{guild_id}".encode()).hexdigest()[:24]


def describe_change(clip: Clip) -> str:
    """Return the sentence for who acted on an older sight of a clip: what is there now."""
    if clip.status in {ClipStatus.APPROVED, ClipStatus.REJECTED}:
        by = "on the web page" if clip.decided_by == "web" else f"by {clip.decided_by}"
        return f"This clip was already {clip.status} {by}."
    return "This clip has changed since you saw it; look at the new cut and decide again."
