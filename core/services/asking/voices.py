"""Voices: in which tone and language a person is answered."""

from __future__ import annotations

from core.domain.people.actor import Actor
from core.domain.people.preferences import EVERYBODY, merge_preferences
from core.domain.people.voice import Voice
from core.ports.people import PreferencesStore, ProfileStore


class Voices:
    """Reads what a person chose for themselves, else what holds for the creator."""

    def __init__(self, *, profiles: ProfileStore, preferences: PreferencesStore) -> None:
        self._profiles = profiles
        self._preferences = preferences

    async def find(self, actor: Actor) -> Voice:
        profile = await self._profiles.get_profile(actor.creator_id)
        own, of_all = [
            await self._preferences.get_preferences(actor.creator_id, person)
            for person in (actor.person_id, EVERYBODY)
        ]
        wants = merge_preferences(own, of_all, profile)
        return Voice(tone=wants.tone, display_name=wants.display_name, language=wants.language)
