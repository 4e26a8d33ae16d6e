"""Card posting: posting review cards, and keeping them up to date with their clips."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NoReturn

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
from core.services.review.card_closing import CardClosing
from core.services.review.card_due_times import CardDueTimes
from core.services.review.card_news import CardNewsReading
from core.services.review.card_refreshing import (
    POSTED,
    SHOWING_SECONDS,
    CardRefreshing,
    Refreshed,
)
from core.services.review.card_troubles import CardTroubles
from core.services.review.early_reactions import EarlyReactions
from core.services.work.job_handlers import JobProgress
from core.services.work.recent_reads import RecentReads
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

_DRAWINGS_MAX: Final = 5
_CROWDED: Final = "Others draw this card all the time; it is drawn again in a minute."
_SILENT: Final = "Discord does not answer, so the card is not there yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What has become of a card: whether its message is there, and nobody else drew it since."""

    is_there: bool
    is_last_word: bool


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
        due_times: CardDueTimes,
        early: EarlyReactions,
        refreshing: CardRefreshing,
        closing: CardClosing,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._storage = storage
        self._guilds = guilds
        self._cards = cards
        self._board = board
        self._troubles = troubles
        self._news = news
        self._due_times = due_times
        self._early = early
        self._refreshing = refreshing
        self._closing = closing
        self._recent = RecentReads(clock=clock)

    async def post_card(self, job: Job, progress: JobProgress) -> None:
        """Post the clip's card, or update the one that is posted already."""
        clip = await self._clips.get_clip(job.creator_id, ClipId(job.subject_id))
        progress.enter("card", 0.2)
        done = await self._refreshing.refresh(clip, job)
        # What others share may have been read before, but what somebody drew meanwhile was newer.
        since = None if done is Refreshed.OVERTAKEN else job.created_at
        for _ in range(_DRAWINGS_MAX):
            if done is Refreshed.OVERTAKEN:
                clip, since = await self._clips.get_clip(clip.creator_id, clip.id), None
            if done is not Refreshed.ALL:
                done = await self._show_all(clip, job, since=since)
        if done is not Refreshed.ALL:
            raise ExternalFailure(_CROWDED, retryable=True, stage="card")

    async def _show_all(self, clip: Clip, job: Job, *, since: datetime | None) -> Refreshed:
        """Read all that stands on the card, and show it.

        Cards come first, so that whoever draws one while the rest is read is met by its save.
        """
        cards = await self._cards.list_cards(clip.creator_id, clip.id)
        if any(card.clip_version > clip.version for card in cards):
            return Refreshed.OVERTAKEN
        if since is not None and any(_is_drawn_from_newer(card, since) for card in cards):
            since = None
        news = await self._news.read(clip, since=since)
        # What is planned is of one who waits alone; past the first slot, the card names the next.
        await self._due_times.look_at(clip.creator_id, find_first(news.planned))
        places = await self._recent.read(
            clip.creator_id,
            lambda: self._guilds.list_guilds(clip.creator_id),
            since=since,
        )
        # A job that was interrupted may have posted the card without recording it.
        begun_at = job.created_at if job.attempts > 1 else None
        is_last_word = await self._show_everywhere(news, places, cards, since=begun_at)
        return Refreshed.ALL if is_last_word else Refreshed.OVERTAKEN

    async def give_up(self, job: Job, stage: str, reason: str) -> None:
        """Log that the clip has no card; people can still decide on it elsewhere."""
        self._troubles.note_hopeless(ClipId(job.subject_id))
        _log.error("card.missing", clip_id=job.subject_id, stage=stage, reason=reason)

    async def _show_everywhere(
        self,
        news: CardNews,
        places: Sequence[GuildBinding],
        cards: Sequence[PostedCard],
        *,
        since: datetime | None,
    ) -> bool:
        """Show the clip in each server; what fails in one keeps it from no other.

        False where somebody else has drawn a card meanwhile, and this may be older.
        """
        clip, failures, is_last_word = news.clip, list[TrussError](), True
        for place in places:
            here = [card for card in cards if card.guild_id == place.guild_id]
            told = news.tell_in(place)
            try:
                async with asyncio.timeout(SHOWING_SECONDS):
                    is_last_word &= await self._show(place, told, here, since=since)
            except TimeoutError:
                failures.append(ExternalFailure(_SILENT, retryable=True, stage="card"))
            except PlaceRefused as refusal:
                await self._troubles.note_refused(place, str(refusal))
                await self._due_times.look_again(place.creator_id)
            except TrussError as failure:
                failures.append(failure)
        if failures:
            self._raise_first(failures)
        self._troubles.note_shown(clip.id)
        return is_last_word

    def _raise_first(self, failures: Sequence[TrussError]) -> NoReturn:
        """Raise one that passes by itself, where there is one."""
        outages = [f for f in failures if isinstance(f, ExternalFailure) and f.retryable]
        if outages:
            self._troubles.note_outage(str(outages[0]))
        raise (*outages, *failures)[0]

    async def _show(
        self, place: GuildBinding, news: CardNews, here: list[PostedCard], *, since: datetime | None
    ) -> bool:
        is_in_review = news.clip.status is ClipStatus.IN_REVIEW
        shown, is_last_word = _find_current(place, news.clip, here), True
        if shown is not None:
            drawn = await self._refresh(shown, news)
            is_last_word = drawn.is_last_word
            if not drawn.is_there:
                await self._due_times.look_again(place.creator_id)
                return is_last_word
            if since is not None and is_in_review:
                await self._board.offer_reactions(shown)
        elif news.clip.status in POSTED:
            shown = await self._post(place, news, since=since)
        if shown is None:
            return is_last_word
        self._troubles.note_taken(shown.channel_id)
        for card in here:
            if not card.is_closed and card.message_id != shown.message_id:
                await self._closing.close(card, newer=shown)
        return is_last_word

    async def _refresh(self, card: PostedCard, news: CardNews) -> _Drawn:
        """Edit the message, then record the clip's version that it now shows."""
        is_there, others = await self._board.edit_card(card, news), set[bool]()

        async def load() -> PostedCard:
            stored = await self._cards.find_card(card.message_id) or card
            others.add(stored.was_drawn_since(card))
            return stored

        def show(stored: PostedCard) -> PostedCard:
            return replace(
                stored,
                clip_version=news.clip.version,
                is_closed=stored.is_closed or not is_there,
                stale_at=find_first(news.planned),
                terms=news.terms,
                updated_at=self._clock.now(),
            )

        try:
            await self._cards.save_card(show(card))
        except Conflict:
            # If the card keeps changing, others are refreshing it with a newer version of the clip.
            with suppress(Conflict):
                await change_stored(load, show, self._cards.save_card)
        if is_there and True in others:
            await self._closing.close_again(card)
        return _Drawn(is_there=is_there, is_last_word=True not in others)

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
            terms=news.terms,
            created_at=now,
            updated_at=now,
        )
        await self._cards.add_card(card)
        self._early.pick_up(card, may_be_older=since is not None)
        if clip.status is ClipStatus.IN_REVIEW:
            await self._due_times.tell(place)
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


def _is_drawn_from_newer(card: PostedCard, since: datetime) -> bool:
    """Say whether what was read a moment ago, though after `since`, may be older than the card."""
    return card.terms is not None and card.terms.read_at > since


def _find_current(place: GuildBinding, clip: Clip, here: list[PostedCard]) -> PostedCard | None:
    """Return the open card of this cut; while it waits, only one in the review channel counts."""
    cards = [card for card in here if card.cut == name_cut(clip) and not card.is_closed]
    in_channel = [card for card in cards if card.channel_id == place.cards_channel_id]
    others = [] if clip.status is ClipStatus.IN_REVIEW else cards
    return next(iter((*in_channel, *others)), None)
