"""Card refreshing: cards that are there are drawn again from little more than what has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.guild import GuildBinding
from core.domain.publishing.planned import find_first
from core.domain.review.card_terms import CardChange, CardTerms, find_newest, read_cause
from core.domain.review.review_card import PostedCard, name_cut
from core.domain.work.job import Job
from core.errors import Conflict, TrussError
from core.ports.people import GuildStore
from core.ports.review import CardBoard, CardNews, CardStore
from core.ports.work import Clock
from core.services.review.card_closing import CardClosing
from core.services.review.card_due_times import CardDueTimes
from core.services.review.card_news import CardNewsReading
from core.services.review.card_troubles import CardTroubles

_log = structlog.get_logger(__name__)
SHOWING_SECONDS: Final = 180.0
POSTED: Final = frozenset({ClipStatus.IN_REVIEW, ClipStatus.FAILED})


class Refreshed(Enum):
    """What has become of a clip's cards: all are drawn, nothing was, or others drew one as well."""

    ALL = auto()
    NOT_TRIED = auto()
    OVERTAKEN = auto()


class CardRefreshing:
    """Draws open cards from the terms that they keep, and leaves all else to who reads everything.

    Cards and servers may be read as they were a moment ago. The save that ends each drawing fails
    where somebody has drawn the card since, from newer terms; then it is drawn once more, from
    everything.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        guilds: GuildStore,
        cards: CardStore,
        board: CardBoard,
        troubles: CardTroubles,
        news: CardNewsReading,
        due_times: CardDueTimes,
        closing: CardClosing,
    ) -> None:
        self._clock = clock
        self._guilds = guilds
        self._cards = cards
        self._board = board
        self._troubles = troubles
        self._news = news
        self._due_times = due_times
        self._closing = closing

    async def refresh(self, clip: Clip, job: Job) -> Refreshed:
        """Draw the cards that are there, unless everything has to be looked at."""
        cause = read_cause(job.about)
        # A job that was begun before may have posted a card and not recorded it.
        if cause.change is CardChange.ALL or job.attempts > 1 or clip.status is ClipStatus.FAILED:
            return Refreshed.NOT_TRIED
        listed = await self._cards.list_cards(clip.creator_id, clip.id, may_lag=True)
        if any(card.clip_version > clip.version for card in listed):
            return Refreshed.OVERTAKEN
        shown = [card for card in listed if not card.is_closed]
        if not shown:
            return Refreshed.NOT_TRIED if clip.status in POSTED else Refreshed.ALL
        terms = self._choose_terms(clip, shown)
        places = await self._find_places(clip, shown) if terms else {}
        if terms is None or not _hang_right(shown, clip, places):
            return Refreshed.NOT_TRIED
        has_voters = terms.has_votes or any(p.approvals_needed > 1 for p in places.values())
        news = await self._news.read_again(
            clip, terms, cause=cause, has_voters=has_voters, since=job.created_at
        )
        await self._due_times.look_at(clip.creator_id, find_first(news.planned))
        drawn = [await self._draw(card, news, places[card.guild_id]) for card in shown]
        if not all(drawn):
            return Refreshed.OVERTAKEN
        self._troubles.note_shown(clip.id)
        return Refreshed.ALL

    async def _find_places(
        self, clip: Clip, shown: Sequence[PostedCard]
    ) -> Mapping[str, GuildBinding]:
        """Return the creator's servers by their ids; while people are to decide, all of them."""
        if clip.status is ClipStatus.IN_REVIEW:
            found = await self._guilds.list_guilds(clip.creator_id, may_lag=True)
        else:
            found = await self._guilds.find_guilds([card.guild_id for card in shown])
        return {place.guild_id: place for place in found if place.creator_id == clip.creator_id}

    def _choose_terms(self, clip: Clip, shown: Sequence[PostedCard]) -> CardTerms | None:
        """Return the newest terms, where each card has some and they are all that is needed."""
        known = [card.terms for card in shown if card.terms is not None]
        if len(known) < len(shown):
            return None
        newest = find_newest(known)
        if clip.status is ClipStatus.IN_REVIEW and not newest.may_plan(
            clip.version, self._clock.now()
        ):
            return None
        return newest

    async def _draw(self, card: PostedCard, news: CardNews, place: GuildBinding) -> bool:
        """Draw one card; False, and nothing told, where whoever reads everything must see to it."""
        told = news.tell_in(place)
        try:
            async with asyncio.timeout(SHOWING_SECONDS):
                is_there = await self._board.edit_card(card, told)
            return is_there and await self._bind(card, told)
        except (TimeoutError, TrussError) as failure:
            _log.info("card.not_refreshed", clip_id=card.clip_id, reason=str(failure))
            return False

    async def _bind(self, card: PostedCard, news: CardNews) -> bool:
        """Record what the card shows; False where somebody has saved it since it was read."""
        bound = replace(
            card,
            clip_version=news.clip.version,
            stale_at=find_first(news.planned),
            terms=news.terms,
            updated_at=self._clock.now(),
        )
        try:
            await self._cards.save_card(bound)
        except Conflict:
            await self._closing.close_again(card)
            return False
        self._troubles.note_taken(card.channel_id)
        return True


def _hang_right(
    shown: Sequence[PostedCard], clip: Clip, places: Mapping[str, GuildBinding]
) -> bool:
    """Say whether each server has one card, and that where it belongs.

    While people are to decide, that goes for each server of the creator, whoever failed to post
    there; afterwards for those that have a card.
    """
    names = {card.guild_id for card in shown}
    is_one_each = len(names) == len(shown) and names == set(places)
    return is_one_each and all(_hangs_right(card, clip, places[card.guild_id]) for card in shown)


def _hangs_right(card: PostedCard, clip: Clip, place: GuildBinding) -> bool:
    """Say whether a card shows this cut and, while people are to decide on it, where they do.

    Its server must be read as it was set up when the card was drawn, or later.
    """
    if card.cut != name_cut(clip) or card.terms is None:
        return False
    if place.version < card.terms.place_version:
        return False
    return clip.status is not ClipStatus.IN_REVIEW or card.channel_id == place.cards_channel_id
