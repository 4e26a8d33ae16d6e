"""Text conflicts: two people saved at once; the second sees both texts and chooses."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from core.domain.plan.post import DraftVersion, PlatformVariant, Post
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import Conflict


class Answer(StrEnum):
    """What somebody does who was not the first to save."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


class TextConflict(Conflict):
    """Somebody was faster: `theirs` is what is stored, `mine` what was written, kept as a draft."""

    def __init__(self, *, theirs: Post | PlatformVariant, mine: DraftVersion) -> None:
        who = f"by {theirs.changed_by}" if theirs.changed_by else "by Truss"
        super().__init__(
            f"This was changed {who} while you wrote. Your text is kept as draft {mine.name}: "
            "choose theirs, yours or both.",
            current=theirs,
        )
        self.theirs = theirs
        self.mine = mine


def keep_lost(
    theirs: Post | PlatformVariant,
    wording: Wording,
    *,
    written_by: str,
    made_from: int,
    at: datetime,
) -> DraftVersion:
    """Return the draft of a text that was not taken; the same text of one person is kept once."""
    platform = theirs.platform if isinstance(theirs, PlatformVariant) else None
    post_id = theirs.post_id if isinstance(theirs, PlatformVariant) else theirs.id
    return DraftVersion(
        creator_id=theirs.creator_id,
        post_id=post_id,
        number=theirs.drafts,
        title=wording.title,
        text=wording.text,
        tags=wording.tags,
        written_by=written_by,
        created_at=at,
        made_from=made_from,
        platform=platform,
        lost_id=_digest(written_by, platform, wording),
    )


def _digest(written_by: str, platform: Platform | None, wording: Wording) -> str:
    parts = (written_by, platform or "", wording.title, wording.text, *wording.tags)
    written = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(written, digest_size=5).hexdigest()
