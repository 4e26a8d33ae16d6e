"""Voices: in which tone and language a person is answered."""

from __future__ import annotations

from core.domain.people.actor import Actor
from core.domain.people.voice import Voice
from core.services.people.personal_preferences import PersonalPreferences


class Voices:
    """Reads what a person chose for themselves, else what holds for the creator."""

    def __init__(self, *, wants: PersonalPreferences) -> None:
        self._wants = wants

    async def find(self, actor: Actor) -> Voice:
        wants = await self._wants.read(actor)
        return Voice(tone=wants.tone, display_name=wants.display_name, language=wants.language)
