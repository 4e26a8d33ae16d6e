"""Card posting: posting review cards, and keeping them up to date with their clips."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.guild import GuildBinding
from core.domain.publishing.planned import find_first
from core.domain.review.review_card import PostedCard, make_nonce, name_cut
from core.domain.work.ids import ClipId
from core.domain.work.job import Job
from core.domain.work.platform import Platform, choose_object_key
from core.errors import Conflict, ExternalFailure, NotFound, PlaceRefused, TrussError
from core.ports.clips import ClipStore
from core.ports.people import GuildStore
from core.ports.review import CardBoard, CardFiles, CardNews, CardStore
from core.ports.storage import ObjectStorage
from core.ports.work import Clock
from core.services.review.card_news import CardNewsReading
from core.services.review.card_reminders import CardReminders
from core.services.review.card_troubles import CardTroubles
from core.services.review.early_reactions import EarlyReactions
from core.services.work.job_handlers import JobProgress
from core.services.work.recent_reads import RecentReads
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

_SHOWING_SECONDS: Final = 180.0
_SILENT: Final = "Discord does not answer, so the card is not there yet."
_POSTED: Final = frozenset({ClipStatus.IN_REVIEW, ClipStatus.FAILED})


class CardPosting:
    """Performs `post_card` jobs: in each server of the creator, one open card for each cut."""

    def __init__(
        self,
        *,
        clock: Clock,
        clips: ClipStore,
        storage: ObjectStorage,
        guilds: GuildStore,
        cards: CardStore,
        board: CardBoard,
        troubles: CardTroubles,
        news: CardNewsReading,
        reminders: CardReminders,
        early: EarlyReactions,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._storage = storage
        self._guilds = guilds
        self._cards = cards
        self._board = board
        self._troubles = troubles
        self._news = news
        self._reminders = reminders
        self._early = early
        self._recent = RecentReads(clock=clock)

    async def post_card(self, job: Job, progress: JobProgress) -> None:
        """Post the clip's card, or update the one that is posted already."""
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        progress.enter("card", 0.2)
        news = await self._news.read(clip, since=job.created_at)
        # What is planned is of one who waits alone; past the first slot, the card names the next.
        await self._reminders.look_at(clip.creator_id, find_first(news.planned))
        # A job that was interrupted may have posted the card without recording it.
        places = await self._recent.read(
            clip.creator_id,
            lambda: self._guilds.list_guilds(clip.creator_id),
            since=job.created_at,
        )
        since = job.created_at if job.attempts > 1 else None
        await self._show_everywhere(news, places, since=since)

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Log that the clip has no card; people can still decide on it elsewhere."""
        self._troubles.note_hopeless(ClipId(job.subject_id))
        _log.error("card.missing", clip_id=job.subject_id, stage=stage, reason=reason)

    async def _show_everywhere(
        self, news: CardNews, places: Sequence[GuildBinding], *, since: datetime | None
    ) -> None:
        """Show the clip in each server; what fails in one keeps it from no other."""
        clip, failures = news.clip, list[TrussError]()
        cards = await self._cards.list_cards(clip.creator_id, clip.id)
        for place in places:
            here = [card for card in cards if card.guild_id == place.guild_id]
            told = replace(news, approvals_needed=place.approvals_needed)
            try:
                async with asyncio.timeout(_SHOWING_SECONDS):
                    await self._show(place, told, here, since=since)
            except TimeoutError:
                failures.append(ExternalFailure(_SILENT, retryable=True, stage="card"))
            except PlaceRefused as refusal:
                await self._troubles.note_refused(place, str(refusal))
                await self._reminders.look_again(place.creator_id)
            except TrussError as failure:
                failures.append(failure)
        if not failures:
            self._troubles.note_shown(clip.id)
            return
        outages = [f for f in failures if isinstance(f, ExternalFailure) and f.retryable]
        if outages:
            self._troubles.note_outage(str(outages[0]))
        raise (*outages, *failures)[0]

    async def _show(
        self, place: GuildBinding, news: CardNews, here: list[PostedCard], *, since: datetime | None
    ) -> None:
        is_in_review = news.clip.status is ClipStatus.IN_REVIEW
        shown = _find_current(place, news.clip, here)
        if shown is not None:
            if not await self._refresh(shown, news):
                await self._reminders.look_again(place.creator_id)
                return
            if since is not None and is_in_review:
                await self._board.offer_reactions(shown)
        elif news.clip.status in _POSTED:
            shown = await self._post(place, news, since=since)
        if shown is None:
            return
        self._troubles.note_taken(shown.channel_id)
        for card in here:
            if not card.is_closed and card.message_id != shown.message_id:
                await self._close(card, newer=shown)

    async def _refresh(self, card: PostedCard, news: CardNews) -> bool:
        """Edit the message, then record the clip's version that it now shows; False if gone."""
        is_there = await self._board.edit_card(card, news)

        async def load() -> PostedCard:
            return await self._cards.find_card(card.message_id) or card

        def show(stored: PostedCard) -> PostedCard:
            return replace(
                stored,
                clip_version=news.clip.version,
                is_closed=not is_there,
                stale_at=find_first(news.planned),
                updated_at=self._clock.now(),
            )

        # If the card keeps changing, others are refreshing it with a newer version of the clip.
        with suppress(Conflict):
            await change_stored(load, show, self._cards.save_card, seen=card)
        return is_there

    async def _post(
        self, place: GuildBinding, news: CardNews, *, since: datetime | None
    ) -> PostedCard:
        clip = news.clip
        async with self.open_files(clip) as files:
            message_id = await self._board.post_card(
                place, news, files, nonce=make_nonce(clip, place.cards_channel_id), since=since
            )
        now = self._clock.now()
        card = PostedCard(
            message_id=message_id,
            channel_id=place.cards_channel_id,
            guild_id=place.guild_id,
            creator_id=clip.creator_id,
            clip_id=clip.id,
            clip_version=clip.version,
            cut=name_cut(clip),
            stale_at=find_first(news.planned),
            created_at=now,
            updated_at=now,
        )
        await self._cards.add_card(card)
        self._early.pick_up(card, may_be_older=since is not None)
        if clip.status is ClipStatus.IN_REVIEW:
            await self._reminders.tell(place)
            await self._board.offer_reactions(card)
        _log.info("card.posted", clip_id=clip.id, guild_id=place.guild_id, message_id=message_id)
        return card

    @asynccontextmanager
    async def open_files(self, clip: Clip) -> AsyncIterator[CardFiles]:
        """Open the files that the card shows; a clip that failed to render has none."""
        if clip.object_key is None or clip.thumbnail_key is None:
            if clip.status is not ClipStatus.FAILED:
                raise ExternalFailure(
                    "The clip has no video to show; render it again.", stage="card"
                )
            yield CardFiles()
            return
        async with AsyncExitStack() as stack:
            videos = [await stack.enter_async_context(self._storage.open_file(clip.object_key))]
            small_key = choose_object_key(Platform.DISCORD, clip.object_key, clip.size_bytes or 0)
            if small_key != clip.object_key:
                with suppress(NotFound):
                    videos.append(
                        await stack.enter_async_context(self._storage.open_file(small_key))
                    )
            thumbnail = await stack.enter_async_context(self._storage.open_file(clip.thumbnail_key))
            yield CardFiles(videos=tuple(videos), thumbnail=thumbnail)

    async def _close(self, card: PostedCard, *, newer: PostedCard) -> None:
        # Where the older message may not be touched any more, it says nothing that counts.
        with suppress(PlaceRefused):
            await self._board.close_card(card, newer=newer)
        await self._cards.save_card(replace(card, is_closed=True, updated_at=self._clock.now()))


def _find_current(place: GuildBinding, clip: Clip, here: list[PostedCard]) -> PostedCard | None:
    """Return the open card of this cut; while it waits, only one in the review channel counts."""
    cards = [card for card in here if card.cut == name_cut(clip) and not card.is_closed]
    in_channel = [card for card in cards if card.channel_id == place.cards_channel_id]
    others = [] if clip.status is ClipStatus.IN_REVIEW else cards
    return next(iter((*in_channel, *others)), None)
