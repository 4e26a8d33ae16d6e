"""Card news: all that a card says of a clip, read at one time."""

from __future__ import annotations

from datetime import datetime

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.review.clip_source import ClipSource, name_source
from core.domain.review.review_card import name_cut
from core.errors import NotFound
from core.ports.publishing import PublicationStore
from core.ports.review import BallotStore, CardNews
from core.ports.streams import StreamStore
from core.ports.videos import AssetStore
from core.services.learning.figures import Figures
from core.services.publishing.publication_creation import PublicationCreation
from core.services.work.recent_reads import RecentReads


class CardNewsReading:
    """Reads what a card shows, apart from how many have to approve in its server."""

    def __init__(
        self,
        *,
        publications: PublicationStore,
        ballots: BallotStore,
        streams: StreamStore,
        assets: AssetStore,
        creation: PublicationCreation,
        figures: Figures,
        recent: RecentReads,
    ) -> None:
        self._publications = publications
        self._ballots = ballots
        self._streams = streams
        self._assets = assets
        self._creation = creation
        self._figures = figures
        self._recent = recent

    async def read(self, clip: Clip, *, since: datetime | None = None) -> CardNews:
        """Read what is of this clip now; what others share, after `since` where that is given."""
        ballot = await self._ballots.find_ballot(clip.creator_id, clip.id)
        is_of_this_cut = ballot is not None and ballot.cut == name_cut(clip)
        publications = await self._publications.list_publications_of_clip(clip.creator_id, clip.id)
        is_waiting = clip.status is ClipStatus.IN_REVIEW
        return CardNews(
            clip=clip,
            publications=publications,
            metrics=await self._figures.find_figures(publications),
            approvals=ballot.approvals if ballot and is_of_this_cut else (),
            source=await self._recent.read(
                ("source", clip.creator_id, clip.stream_id or clip.asset_id),
                lambda: self._find_source(clip),
                since=since,
            ),
            planned=await self._creation.plan(clip, known=publications, since=since)
            if is_waiting
            else (),
        )

    async def _find_source(self, clip: Clip) -> ClipSource | None:
        """Return where the clip comes from; None where that was deleted."""
        try:
            if clip.stream_id is not None:
                return name_source(
                    await self._streams.get_stream(clip.creator_id, clip.stream_id), None
                )
            return name_source(None, await self._assets.get_asset(clip.creator_id, clip.asset_id))
        except NotFound:
            return None
