"""Recalling: what an approval sent on its way is stopped, while nothing of it has gone out."""

from __future__ import annotations

from datetime import datetime

from core.domain.clip import Clip
from core.domain.publication import RECALLABLE, Publication, PublicationStatus
from core.errors import Conflict
from core.ports.stores import PublicationStore


async def recall(
    publications: PublicationStore, clip: Clip, *, at: datetime
) -> tuple[Publication, ...]:
    """Return the clip's publications as cancelled, to be saved with the clip.

    Conflict where one of them is on its way, or out.
    """
    page = await publications.list_publications(clip.creator_id, limit=100)
    current = [
        publication
        for publication in page.items
        if publication.clip_id == clip.id and publication.status is not PublicationStatus.CANCELLED
    ]
    if any(publication.status not in RECALLABLE for publication in current):
        raise Conflict(
            "This clip is already on its way and can no longer be taken back.", current=clip
        )
    return tuple(publication.move_to(PublicationStatus.CANCELLED, at=at) for publication in current)
