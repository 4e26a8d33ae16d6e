"""Voices: in which tone and language a person is answered."""

from __future__ import annotations

from core.domain.people.actor import Actor
from core.domain.people.voice import Voice
from core.ports.people import PreferencesStore, ProfileStore


class Voices:
    """Reads what a person chose for themselves, else what holds for the creator."""

    def __init__(self, *, profiles: ProfileStore, preferences: PreferencesStore) -> None:
        self._profiles = profiles
        self._preferences = preferences

    async def find(self, actor: Actor) -> Voice:
        """Return the creator's tone, in the person's own language if they chose one."""
        profile = await self._profiles.get_profile(actor.creator_id)
        own = await self._preferences.get_preferences(actor.creator_id, actor.person_id)
        language = own.language if own.version else profile.language
        return Voice(tone=profile.tone, display_name=profile.display_name, language=language)
