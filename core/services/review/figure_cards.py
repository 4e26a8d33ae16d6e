"""Figure cards: bringing the figures of many clips onto cards that are there already."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.review.card_terms import CLIP_CHANGED, find_newest
from core.domain.review.review_card import PostedCard, name_cut
from core.domain.work.ids import ClipId, CreatorId
from core.domain.work.job import Job
from core.errors import ExternalFailure, NotFound, PlaceRefused, TrussError
from core.ports.clips import ClipStore
from core.ports.people import GuildStore
from core.ports.review import CardBoard, CardNews, CardStore
from core.ports.work import Clock
from core.services.review.card_news import CardNewsReading
from core.services.work.job_handlers import JobProgress

_log = structlog.get_logger(__name__)
_EDIT_SECONDS: Final = 60.0


class FigureCards:
    """Performs `show_figures` jobs: it edits the open cards of some clips and posts none."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        guilds: GuildStore,
        cards: CardStore,
        board: CardBoard,
        news: CardNewsReading,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._guilds = guilds
        self._cards = cards
        self._board = board
        self._news = news

    async def show_figures(self, job: Job, progress: JobProgress) -> None:
        """Edit the cards of the job's clips; what fails at one keeps it from no other."""
        needed = {
            place.guild_id: place.approvals_needed
            for place in await self._guilds.list_guilds(job.creator_id)
        }
        clip_ids = [ClipId(name) for name in job.about.split()]
        failure: ExternalFailure | None = None
        for number, clip_id in enumerate(clip_ids):
            progress.enter("card", number / len(clip_ids))
            try:
                async with asyncio.timeout(_EDIT_SECONDS):
                    await self._show(job.creator_id, clip_id, needed)
            except (NotFound, PlaceRefused):
                continue
            except TimeoutError:
                failure = ExternalFailure("Discord does not answer.", retryable=True, stage="card")
            except ExternalFailure as error:
                failure = error
            except TrussError as error:
                _log.warning("figures.not_shown", clip_id=clip_id, reason=str(error))
        if failure is not None:
            raise failure

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Log it; the next change of the figures is shown again."""
        _log.warning("figures.not_shown", creator_id=job.creator_id, stage=stage, reason=reason)

    async def _show(self, creator_id: CreatorId, clip_id: ClipId, needed: dict[str, int]) -> None:
        clip = await self._clips.get_clip(creator_id, clip_id)
        cards = [
            card
            for card in await self._cards.list_cards(creator_id, clip_id)
            if not card.is_closed and card.cut == name_cut(clip) and card.guild_id in needed
        ]
        if not cards:
            return
        news = await self._read(clip, cards, needed)
        for card in cards:
            told = replace(news, approvals_needed=needed[card.guild_id])
            # A card stays in its language until it is drawn anew from everything.
            await self._edit(card, replace(told, terms=card.terms or news.terms))

    async def _read(
        self, clip: Clip, cards: Sequence[PostedCard], needed: dict[str, int]
    ) -> CardNews:
        """Read the news, of a decided clip from what its cards were drawn from."""
        known = [card.terms for card in cards if card.terms is not None]
        if len(known) < len(cards) or clip.status is ClipStatus.IN_REVIEW:
            return await self._news.read(clip)
        terms = find_newest(known)
        has_voters = terms.has_votes or any(needed[card.guild_id] > 1 for card in cards)
        return await self._news.read_again(clip, terms, cause=CLIP_CHANGED, has_voters=has_voters)

    async def _edit(self, card: PostedCard, news: CardNews) -> None:
        """Edit one card; only one that is gone, or showed an older clip, is stored anew."""
        is_there = await self._board.edit_card(card, news)
        if is_there and card.clip_version == news.clip.version:
            return
        await self._cards.save_card(
            replace(
                card,
                clip_version=news.clip.version,
                is_closed=not is_there,
                updated_at=self._clock.now(),
            )
        )
