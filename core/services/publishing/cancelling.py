"""Cancelling: stopping the publications of a clip before any of them has gone out."""

from __future__ import annotations

from datetime import datetime

from core.domain.clips.clip import Clip
from core.domain.publishing.publication import Publication, PublicationStatus
from core.errors import Conflict
from core.ports.publishing import PublicationStore


async def cancel_publications(
    publications: PublicationStore, clip: Clip, *, at: datetime
) -> tuple[Publication, ...]:
    """Return the clip's publications, cancelled, to be saved together with the clip.

    Raises Conflict if one of them is being published or is out.
    """
    current = [
        publication
        for publication in await publications.list_publications_of_clip(clip.creator_id, clip.id)
        if publication.status is not PublicationStatus.CANCELLED
    ]
    if not all(publication.is_recallable for publication in current):
        raise Conflict(
            "This clip is already on its way and can no longer be taken back.", current=clip
        )
    return tuple(publication.move_to(PublicationStatus.CANCELLED, at=at) for publication in current)
