"""Waiting notices: a server is told that cards wait, as often and where it wants that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.card_habits import HabitsWish
from core.domain.people.creator_profile import find_zone
from core.domain.people.guild import GuildBinding
from core.domain.people.member import GuildPerson
from core.domain.work.due import DueKind
from core.domain.work.ids import CreatorId
from core.errors import PlaceRefused, TrussError
from core.ports.clips import ClipStore
from core.ports.paging import collect
from core.ports.people import Directory, GuildStore, ProfileStore
from core.ports.review import CardStore, NoticeBoard, WaitingNotice
from core.ports.work import Clock, DueStore
from core.services.people.membership import Membership
from core.services.review.card_due_times import CardDueTimes
from core.services.review.card_troubles import CardTroubles
from core.services.work.due_reading import serve_due, serve_each
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)

_NEXT_ROUND: Final = timedelta(minutes=1)

Change = Callable[[GuildBinding], GuildBinding]


class WaitingNotices:
    """Keeps how each server wants its cards, and tells it in batches that some wait."""

    def __init__(
        self,
        *,
        clock: Clock,
        directory: Directory,
        due: DueStore,
        due_times: CardDueTimes,
        clips: ClipStore,
        cards: CardStore,
        guilds: GuildStore,
        profiles: ProfileStore,
        membership: Membership,
        notices: NoticeBoard,
        troubles: CardTroubles,
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._due = due
        self._due_times = due_times
        self._has_looked_at_all = False
        self._clips = clips
        self._cards = cards
        self._guilds = guilds
        self._profiles = profiles
        self._membership = membership
        self._notices = notices
        self._troubles = troubles

    async def read_habits(self, person: GuildPerson) -> GuildBinding:
        binding, actor = await self._membership.enter_guild(person)
        actor.require_team()
        return binding

    async def change_habits(self, person: GuildPerson, wish: HabitsWish) -> GuildBinding:
        """Change how a server wants its cards; where that needs a thread, one is opened first."""
        binding, actor = await self._membership.enter_guild(person)
        actor.require_editor()
        changed = wish.change(binding.habits)
        has_thread = binding.habits.has_digest and bool(binding.digest_thread_id)
        if wish.has_digest and not has_thread:
            # Off and on again opens a new one, as where somebody has deleted the thread.
            binding = await self._open_digest(binding)
        place = await self._change(binding, lambda seen: replace(seen, habits=changed))
        await self._due_times.look_at(place.creator_id, self._clock.now())
        await self._due_times.tell(place)
        return place

    async def tell_waiting(self) -> int:
        """Tell every server that is due; return how many were told.

        After a start all are looked at once: an older program left no due times.
        """
        count = 0
        if not self._has_looked_at_all:
            count += await serve_each(await self._list_creators(), self._tell_creator)
            self._has_looked_at_all = True
        return count + await serve_due(
            self._due, DueKind.NOTICE, self._tell_creator, now=self._clock.now()
        )

    async def _list_creators(self) -> list[CreatorId]:
        return await collect(lambda cursor: self._directory.list_creators(cursor=cursor, limit=100))

    async def _tell_creator(self, creator_id: CreatorId) -> int:
        places = await self._guilds.list_guilds(creator_id)
        if not any(place.habits.told_minutes for place in places):
            return 0
        profile = await self._profiles.get_profile(creator_id)
        zone = await asyncio.to_thread(find_zone, profile.time_zone)
        now = self._clock.now().astimezone(zone)
        # What comes while this round tells is new to the next one.
        due = [place for place in places if place.habits.is_due(place.told_at, now)]
        waiting = await self._list_waiting(creator_id) if due else []
        for place in places:
            if place not in due:
                at = place.habits.find_next(place.told_at, now)
                await self._due_times.tell(place, at.astimezone(UTC))
        return sum([await self._try_to_tell(place, waiting, now) for place in due])

    async def _try_to_tell(
        self, place: GuildBinding, waiting: Sequence[Clip], now: datetime
    ) -> bool:
        try:
            return await self._tell(place, waiting, now)
        except PlaceRefused as refusal:
            await self._troubles.note_refused(place, str(refusal))
        except TrussError as error:
            _log.warning("notice.not_told", guild_id=place.guild_id, reason=str(error))
        await self._due_times.tell(place, self._clock.now() + _NEXT_ROUND)
        return False

    async def _tell(self, place: GuildBinding, waiting: Sequence[Clip], now: datetime) -> bool:
        """Tell one server, where a card has come since it was told last."""
        if place.habits.has_digest and not place.digest_thread_id:
            place = await self._open_digest(place)
        told_at = place.told_at
        cards = [
            card
            for clip in waiting
            if told_at is None or clip.updated_at >= told_at
            for card in await self._cards.list_cards(clip.creator_id, clip.id)
            if card.guild_id == place.guild_id and not card.is_closed
        ]
        new = [card for card in cards if told_at is None or card.created_at >= told_at]
        if not new:
            return False
        first = min(new, key=lambda card: int(card.message_id))
        notice = WaitingNotice(
            count=len(waiting),
            channel_id=first.channel_id,
            first_message_id=first.message_id,
            nonce=f"wait-{first.message_id}"[:25],
        )
        notice_id = await self._notices.tell_waiting(place, notice)
        await self._change(
            place, lambda seen: replace(seen, told_at=now.astimezone(UTC), notice_id=notice_id)
        )
        return True

    async def _open_digest(self, place: GuildBinding) -> GuildBinding:
        thread_id = await self._notices.open_digest(place)
        # The cards that wait move there.
        await self._due_times.look_at(place.creator_id, self._clock.now())
        return await self._change(place, lambda seen: replace(seen, digest_thread_id=thread_id))

    async def _change(self, place: GuildBinding, change: Change) -> GuildBinding:
        async def load() -> GuildBinding:
            return await self._membership.get_binding(place.guild_id)

        return await change_stored(load, change, self._guilds.save_guild, seen=place)

    async def _list_waiting(self, creator_id: CreatorId) -> list[Clip]:
        return await collect(
            lambda cursor: self._clips.list_clips_by_status(
                creator_id, ClipStatus.IN_REVIEW, cursor=cursor, limit=100
            )
        )
