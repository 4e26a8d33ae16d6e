"""Digests: looking at each creator's posts once a week, and telling people at their hour."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from core.domain.learning.telling.schedule import (
    LOOK_EVERY,
    find_missed_digest,
    find_next_digest,
    find_next_look,
    is_digest_over,
    is_told_already,
)
from core.domain.learning.telling.week import Letter, write_letter
from core.domain.people.actor import Role
from core.domain.people.creator_profile import find_zone
from core.domain.people.preferences import EVERYBODY, Wants
from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure, TrussError
from core.ports.learning import LessonStore
from core.ports.people import GuildStore, PreferencesStore
from core.ports.review import NoticeBoard
from core.ports.work import Clock, DueStore
from core.services.learning.week_reading import WeekReading
from core.services.learning.weekly_look import WeeklyLook
from core.services.people.personal_preferences import PersonalPreferences
from core.services.people.roles import Roles
from core.services.work.save_again import change_stored

_log = structlog.get_logger(__name__)
_LOOK: Final = "look"
_PAGE: Final = 100
_PLACE: Final = "server:"
"""What a creator's people are told is due for each server by itself, under this and its id."""
_PAUSE: Final = timedelta(minutes=5)
"""How long after a failure a process asks Discord again."""


class Digests:
    """Follows due rows: one a week for each creator, and one for each reader of a digest."""

    def __init__(
        self,
        *,
        clock: Clock,
        due: DueStore,
        lessons: LessonStore,
        look: WeeklyLook,
        weeks: WeekReading,
        wants: PersonalPreferences,
        preferences: PreferencesStore,
        guilds: GuildStore,
        roles: Roles,
        notices: NoticeBoard,
    ) -> None:
        self._clock = clock
        self._due = due
        self._lessons = lessons
        self.look = look
        self.weeks = weeks
        self._wants = wants
        self._preferences = preferences
        self._guilds = guilds
        self._roles = roles
        self._notices = notices
        self._pauses: dict[tuple[CreatorId, str], datetime] = {}

    async def arrange(self, creator_id: CreatorId) -> None:
        """Have a creator's posts looked at from now on, and a digest written; once is enough."""
        lessons = await self._lessons.get_lessons(creator_id)
        if lessons.is_arranged:
            return
        # A process that dies in between arranges it again: two looks cost more, and find the same.
        await self._due.add_due(self._make_due(creator_id, _LOOK, self._clock.now() + LOOK_EVERY))
        await self.arrange_digest(creator_id, EVERYBODY)
        await change_stored(
            partial(self._lessons.get_lessons, creator_id),
            lambda stored: replace(stored, is_arranged=True),
            self._lessons.save_lessons,
        )

    async def arrange_digest(self, creator_id: CreatorId, person_id: str) -> None:
        """Have a person's next digest sent at their hour, if they want one."""
        wants = await self._wants.find_wants(creator_id, person_id)
        zone = await asyncio.to_thread(find_zone, wants.time_zone)
        at = find_next_digest(wants, zone, after=self._clock.now())
        if at is not None:
            await self._due.add_due(self._make_due(creator_id, person_id, at))

    async def write(self, creator_id: CreatorId, person_id: str) -> Letter:
        """Return a person's digest as it would be now."""
        wants = await self._wants.find_wants(creator_id, person_id)
        return write_letter(await self.weeks.read(creator_id, wants), wants)

    async def sweep(self) -> int:
        """Look and tell where it is due; return how often that was done."""
        now, count = self._clock.now(), 0
        for shard in range(self._due.shards):
            cursor = None
            while True:
                page = await self._due.list_due(shard, until=now, cursor=cursor, limit=_PAGE)
                for due in page.items:
                    count += due.kind is DueKind.DIGEST and await self._serve(due)
                if (cursor := page.cursor) is None:
                    break
        return count

    async def _serve(self, due: Due) -> bool:
        """Do one thing that is due; trouble with one creator leaves the others alone."""
        try:
            if due.id == _LOOK:
                await self.look.look(due.creator_id)
                # A process that dies in between adds the same row again, not a second series.
                at = find_next_look(due.at, now=self._clock.now())
                await self._due.add_due(self._make_due(due.creator_id, _LOOK, at))
            elif not await self._tell(due):
                return False
            await self._due.delete_due(due)
        except TrussError as error:
            _log.warning("digest.failed", about=due.id, reason=str(error))
            return False
        except Exception:  # noqa: BLE001 - one creator's trouble must not hold up all after it
            _log.exception("digest.failed", about=due.id)
            return False
        return True

    async def _tell(self, due: Due) -> bool:
        """Send a digest and arrange the next one; False while it has to wait.

        It waits for waking hours and for Discord, until the next one is due. One that is no longer
        wanted, or wanted at another time, is not sent.
        """
        whose = EVERYBODY if due.id.startswith(_PLACE) else due.id
        wants = await self._wants.find_wants(due.creator_id, whose)
        zone = await asyncio.to_thread(find_zone, wants.time_zone)
        wanted_at = find_next_digest(wants, zone, after=due.at - timedelta(seconds=1))
        is_over = is_digest_over(wants, zone, due.at, now=self._clock.now())
        if wanted_at == due.at and not is_over and not await self._is_told(due, whose, wants):
            if wants.is_quiet(self._clock.now().astimezone(zone).hour):
                return False
            if not await self._try_to_send(due, wants):
                return False
        if whose == due.id:
            missed = find_missed_digest(wants, zone, now=self._clock.now()) if is_over else None
            await self._arrange_next(due, missed)
        return True

    async def _is_told(self, due: Due, whose: str, wants: Wants) -> bool:
        """Return whether this digest has gone out; a place is told whatever others were."""
        if whose != due.id:
            return False
        own = await self._preferences.get_preferences(due.creator_id, due.id)
        return is_told_already(wants, own.told_at, now=due.at)

    async def _arrange_next(self, due: Due, missed: datetime | None) -> None:
        """Have the next one sent: the newest of those that were passed over, if there is one."""
        if missed is not None:
            await self._due.add_due(self._make_due(due.creator_id, due.id, missed))
        else:
            await self.arrange_digest(due.creator_id, due.id)

    async def _try_to_send(self, due: Due, wants: Wants) -> bool:
        """Send it; False while Discord is away, which is asked again after a pause."""
        now, key = self._clock.now(), (due.creator_id, due.id)
        if now < self._pauses.get(key, now):
            return False
        try:
            await self._send(due, wants)
        except ExternalFailure as error:
            if error.retryable:
                if key not in self._pauses:
                    _log.warning("digest.waits", about=due.id, reason=str(error))
                self._pauses[key] = now + _PAUSE
                return False
            _log.warning("digest.not_sent", about=due.id, reason=str(error))
        self._pauses.pop(key, None)
        if not due.id.startswith(_PLACE):
            await self._note_told(due)
        return True

    async def _send(self, due: Due, wants: Wants) -> None:
        """Send it to a person or to a server; what all are told is due for each server alone."""
        if due.id == EVERYBODY:
            for place in await self._guilds.list_guilds(due.creator_id):
                own = self._make_due(due.creator_id, f"{_PLACE}{place.guild_id}", due.at)
                await self._due.add_due(own)
                await self._serve(own)
            return
        if due.id.startswith(_PLACE):
            await self._post(due, wants)
        elif due.id.startswith("discord:") and await self._is_in_team(due):
            letter = write_letter(await self.weeks.read(due.creator_id, wants), wants)
            await self._notices.write_to(due.id.removeprefix("discord:"), letter)

    async def _post(self, due: Due, wants: Wants) -> None:
        """Post a digest in a server, if it is still one of the creator's."""
        guild_id = due.id.removeprefix(_PLACE)
        for place in await self._guilds.list_guilds(due.creator_id):
            if place.guild_id == guild_id:
                letter = write_letter(await self.weeks.read(due.creator_id, wants), wants)
                name = f"digest/{guild_id}/{due.at.isoformat()}"
                nonce = hashlib.sha256(name.encode()).hexdigest()[:24]
                await self._notices.post_letter(place, letter, nonce=nonce)

    async def _is_in_team(self, due: Due) -> bool:
        """Return whether a person may still read this; who comes back is told again."""
        role = await self._roles.find_role(due.id, due.creator_id)
        return role not in {None, Role.VIEWER}

    async def _note_told(self, due: Due) -> None:
        await change_stored(
            partial(self._preferences.get_preferences, due.creator_id, due.id),
            lambda stored: replace(stored, told_at=due.at),
            self._preferences.save_preferences,
        )

    def _make_due(self, creator_id: CreatorId, name: str, at: datetime) -> Due:
        return Due(at=at, kind=DueKind.DIGEST, creator_id=creator_id, id=name)
