"""Card news: all that a card says of a clip, read at one time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.review.card_terms import CardCause, CardChange, CardTerms
from core.domain.review.clip_source import ClipSource, name_source
from core.domain.review.review_card import name_cut
from core.domain.work.ids import PublicationId
from core.errors import NotFound
from core.ports.publishing import PublicationStore
from core.ports.review import BallotStore, CardNews
from core.ports.streams import StreamStore
from core.ports.videos import AssetStore
from core.ports.work import Clock
from core.services.learning.figures import Figures
from core.services.people.personal_preferences import PersonalPreferences
from core.services.publishing.publication_creation import PublicationCreation
from core.services.work.recent_reads import OldestRead, RecentReads

_NAMES_VOTERS: Final = frozenset({ClipStatus.IN_REVIEW, ClipStatus.APPROVED})


class CardNewsReading:
    """Reads what a card shows, apart from how many have to approve in its server."""

    def __init__(
        self,
        *,
        clock: Clock,
        publications: PublicationStore,
        ballots: BallotStore,
        streams: StreamStore,
        assets: AssetStore,
        creation: PublicationCreation,
        figures: Figures,
        wants: PersonalPreferences,
        recent: RecentReads,
    ) -> None:
        self._clock = clock
        self._publications = publications
        self._ballots = ballots
        self._streams = streams
        self._assets = assets
        self._creation = creation
        self._figures = figures
        self._wants = wants
        self._recent = recent

    async def read(self, clip: Clip, *, since: datetime | None = None) -> CardNews:
        """Read what is of this clip now; what others share, after `since` where that is given."""
        terms = await self._read_terms(clip, since=since)
        ballot = await self._ballots.find_ballot(clip.creator_id, clip.id)
        publications = await self._publications.list_publications_of_clip(clip.creator_id, clip.id)
        if ballot is not None:
            terms = replace(terms, ballot_version=ballot.version)
        is_of_this_cut = ballot is not None and ballot.cut == name_cut(clip)
        approvals = ballot.approvals if ballot and is_of_this_cut else ()
        return await self._tell(clip, terms, publications, approvals, since=since)

    async def _read_terms(self, clip: Clip, *, since: datetime | None) -> CardTerms:
        """Return what the creator chose, and where the clip comes from, as of the oldest read."""
        oldest = OldestRead(begun_at=self._clock.now())
        read, creator_id = self._recent.read, clip.creator_id
        language = await read(
            ("language", creator_id),
            lambda: self._wants.find_language(creator_id),
            since=since,
            oldest=oldest,
        )
        source = await read(
            ("source", creator_id, clip.stream_id or clip.asset_id),
            lambda: self._find_source(clip),
            since=since,
            oldest=oldest,
        )
        plan = None
        if clip.status is ClipStatus.IN_REVIEW:
            plan = await self._creation.read_terms(clip, since=since, oldest=oldest)
        return CardTerms(read_at=oldest.at, language=language, source=source, plan=plan)

    async def read_again(
        self,
        clip: Clip,
        terms: CardTerms,
        *,
        cause: CardCause,
        has_voters: bool,
        since: datetime | None = None,
    ) -> CardNews:
        """Read what may have changed since a card was drawn from `terms`, for a `cause`.

        The ballot is no older than the card has it, nor than a change of it has made it. Where the
        card names no voters it is not read.
        """
        ballot, is_voted = None, cause.change is CardChange.BALLOT
        if clip.status in _NAMES_VOTERS and (has_voters or is_voted):
            least = cause.version if is_voted else terms.ballot_version
            ballot = await self._ballots.find_ballot(
                clip.creator_id,
                clip.id,
                at_least=None if least is None else max(least, terms.ballot_version),
            )
        is_of_this_cut = ballot is not None and ballot.cut == name_cut(clip)
        approvals = ballot.approvals if ballot and is_of_this_cut else ()
        publications = await self._find_publications(
            clip, terms.list_publications(clip.version, cause)
        )
        known = replace(terms, ballot_version=ballot.version if ballot else terms.ballot_version)
        return await self._tell(clip, known, publications, approvals, since=since)

    async def _tell(
        self,
        clip: Clip,
        terms: CardTerms,
        publications: tuple[Publication, ...],
        approvals: tuple[str, ...],
        *,
        since: datetime | None,
    ) -> CardNews:
        is_waiting = clip.status is ClipStatus.IN_REVIEW
        return CardNews(
            clip=clip,
            publications=publications,
            metrics=await self._figures.find_figures(publications),
            approvals=approvals,
            source=terms.source,
            planned=await self._creation.plan(clip, terms.plan, known=publications, since=since)
            if is_waiting and terms.plan is not None
            else (),
            terms=replace(
                terms,
                # While nobody has to decide, no job tells what its creator changes.
                plan=terms.plan if is_waiting else None,
                has_votes=terms.has_votes or bool(approvals),
                publications=tuple(publication.id for publication in publications),
                of_version=clip.version,
            ),
        )

    async def _find_publications(
        self, clip: Clip, known: tuple[PublicationId, ...] | None
    ) -> tuple[Publication, ...]:
        """Return the clip's as they are now; which there are may be known."""
        if known is None:
            return await self._publications.list_publications_of_clip(clip.creator_id, clip.id)
        return await self._publications.find_publications(clip.creator_id, known)

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
