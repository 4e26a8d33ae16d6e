"""Review cards: messages that show one cut of a clip, and what people may say on them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.review.card_terms import CardTerms
from core.domain.work.ids import ClipId, CreatorId


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

    `clip_version` is the clip as the message shows it now: decisions apply to that version only.
    `cut` names the video in the message. A closed card shows an older cut; nothing is decided on
    it. From `stale_at` on, what the message says of its next slot is not so any more. `terms` are
    what it was drawn from besides the clip, None where a former version drew it.
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
    stale_at: datetime | None = None
    terms: CardTerms | None = None
    version: int = 1

    def was_drawn_since(self, seen: PostedCard) -> bool:
        """Say whether somebody has drawn or closed it since it was `seen`."""
        mine = (seen.clip_version, seen.updated_at, seen.is_closed, seen.terms)
        return mine != (self.clip_version, self.updated_at, self.is_closed, self.terms)


def name_cut(clip: Clip) -> str:
    """Return a short name for the video; a decision changes the clip's version, not its cut."""
    facts = (clip.object_key, clip.size_bytes, clip.duration_seconds)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def name_cover(clip: Clip) -> str:
    """Return a short name for the cover: that of the cut, until somebody chose another frame."""
    if clip.cover_seconds is None:
        return name_cut(clip)
    facts = (clip.thumbnail_key, clip.cover_seconds)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def has_card(clip: Clip) -> bool:
    """Return whether people see the clip; not while its first cut is being made."""
    is_being_made = clip.status in {ClipStatus.DRAFT, ClipStatus.RENDERING}
    return clip.object_key is not None or not is_being_made


def make_nonce(clip: Clip, channel_id: str) -> str:
    """Return 24 characters that are the same for every try to post this cut in this channel."""
    return hashlib.sha256(f"{clip.id}/{name_cut(clip)}/{channel_id}".encode()).hexdigest()[:24]


def describe_change(clip: Clip) -> str:
    """Return a sentence for somebody who acted on an outdated clip: what is there now."""
    if clip.status in {ClipStatus.APPROVED, ClipStatus.REJECTED}:
        by = "on the web page" if clip.decided_by == "web" else f"by {clip.decided_by}"
        return f"This clip was already {clip.status} {by}."
    return "This clip has changed since you saw it; look at the new cut and decide again."
