"""Personal preferences: what one person wants, shown with what holds where they said nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from core.domain.people.actor import Actor
from core.domain.people.creator_profile import check_language, check_name, find_zone
from core.domain.people.preferences import (
    EVERYBODY,
    Digest,
    Preferences,
    Wants,
    merge_preferences,
)
from core.domain.people.voice import Tone
from core.domain.work.ids import CreatorId
from core.errors import InvalidInput
from core.ports.people import PreferencesStore, ProfileStore
from core.services.work.save_again import change_stored

FIELDS = ("display_name", "tone", "own_language", "time_zone", "daily_clips", "monthly_clips")
_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalWish:
    """What to change; None leaves a preference as it is, and `forgotten` ones are unsaid again."""

    display_name: str | None = None
    tone: Tone | None = None
    language: str | None = None
    time_zone: str | None = None
    daily_clips: int | None = None
    monthly_clips: int | None = None
    digest: Digest | None = None
    digest_hour: int | None = None
    quiet_hours: str | None = None
    forgotten: frozenset[str] = frozenset()


class PersonalPreferences:
    """Reads and changes what people want; one of them never sees another's."""

    def __init__(self, *, preferences: PreferencesStore, profiles: ProfileStore) -> None:
        self._preferences = preferences
        self._profiles = profiles

    async def find_wants(self, creator_id: CreatorId, person_id: str) -> Wants:
        """Return what holds for a person: their word, else the creator's, else the default."""
        own = await self._preferences.get_preferences(creator_id, person_id)
        for_all = await self._preferences.get_preferences(creator_id, EVERYBODY)
        profile = await self._profiles.get_profile(creator_id)
        return merge_preferences(own, for_all, profile)

    async def find_language(
        self, creator_id: CreatorId, person_id: str = EVERYBODY, *, otherwise: str = _ENGLISH
    ) -> str:
        """Return the language in which somebody reads: their word, else the creator's.

        Where neither said anything it is `otherwise`.
        """
        get, people = self._preferences.get_preferences, dict.fromkeys((person_id, EVERYBODY))
        said, profile = await asyncio.gather(
            asyncio.gather(*(get(creator_id, one) for one in people)),
            self._profiles.get_profile(creator_id),
        )
        own = next((each.own_language for each in said if each.own_language), None)
        return own or profile.own_language or otherwise

    async def read(self, actor: Actor) -> Wants:
        return await self.find_wants(actor.creator_id, actor.person_id)

    async def find_told(self, actor: Actor) -> datetime | None:
        """Return when the last digest was due that the acting person was to read."""
        people = (actor.person_id, EVERYBODY)
        told = [await self._preferences.get_preferences(actor.creator_id, who) for who in people]
        return max((each.told_at for each in told if each.told_at), default=None)

    async def change(self, actor: Actor, wish: PersonalWish, *, for_all: bool = False) -> Wants:
        """Change what the acting person wants, or what holds for all who said nothing.

        InvalidInput for what cannot be read; nothing is changed then.
        """
        if for_all:
            actor.require_editor()
        person = EVERYBODY if for_all else actor.person_id
        if wish.time_zone:
            await asyncio.to_thread(find_zone, wish.time_zone)
        await change_stored(
            partial(self._preferences.get_preferences, actor.creator_id, person),
            partial(_apply, wish=wish),
            self._preferences.save_preferences,
        )
        return await self.read(actor)


def _apply(stored: Preferences, *, wish: PersonalWish) -> Preferences:
    if wish.digest_hour is not None and not 0 <= wish.digest_hour <= 23:
        raise InvalidInput("The hour of a digest is 0 to 23.")
    said = {
        "display_name": None if wish.display_name is None else check_name(wish.display_name),
        "tone": wish.tone,
        "own_language": None if wish.language is None else check_language(wish.language),
        "time_zone": wish.time_zone,
        "own_digest": wish.digest,
        "digest_hour": wish.digest_hour,
    }
    changed = replace(stored, **{name: value for name, value in said.items() if value is not None})  # type: ignore[arg-type] # each is of its field's type
    changed = changed.set_goals(wish.daily_clips, wish.monthly_clips)
    if wish.quiet_hours is not None:
        changed = changed.set_quiet_hours(wish.quiet_hours)
    return changed.forget(wish.forgotten)
