"""Metered publications: the publication store, counting what became of publications."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.job import Job
from core.domain.work.meters import Meters
from core.ports.publishing import PublicationStore
from core.services.clips.forwarding_stores import ForwardingPublications

_S = PublicationStatus
OUTCOMES: Final = frozenset(
    {
        *(_S.PUBLISHED, _S.PUBLISHED_NO_LINK, _S.LOCKED_PRIVATE, _S.AWAITING_CREATOR, _S.FAILED),
        *(_S.RECONNECT_REQUIRED, _S.QUOTA_WAIT, _S.CANCELLED, _S.UNCONFIRMED),
    }
)
_KNOWN_MAX: Final = 2000


class MeteredPublications(ForwardingPublications):
    """Counts each outcome of a publication once, however often it is saved with it."""

    def __init__(self, publications: PublicationStore, meters: Meters) -> None:
        super().__init__(publications)
        self._meters = meters
        self._known: OrderedDict[tuple[str, PublicationStatus], None] = OrderedDict()

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        saved = await super().save_publication(publication, jobs=jobs)
        self._note(saved)
        return saved

    async def note_progress(self, publication: Publication) -> Publication:
        saved = await super().note_progress(publication)
        self._note(saved)
        return saved

    def _note(self, saved: Publication) -> None:
        key = (saved.id, saved.status)
        if saved.status not in OUTCOMES or key in self._known:
            return
        self._known[key] = None
        while len(self._known) > _KNOWN_MAX:
            self._known.popitem(last=False)
        self._meters.count(
            "truss_publications_total",
            platform=saved.platform.value,
            outcome=saved.status.value,
        )
