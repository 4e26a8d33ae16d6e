"""Creators and the people around them: what is kept of them, and how all creators are walked.

A thing whose defaults are given on read has version 0 until it is first saved.
"""

from __future__ import annotations

from typing import Protocol

from core.domain.creator_profile import CreatorProfile
from core.domain.framing_wish import FramingWishes
from core.domain.ids import CreatorId
from core.domain.preferences import Preferences
from core.ports.stores import Page


class ProfileStore(Protocol):
    """Keeps what there is to know of each creator."""

    async def get_profile(self, creator_id: CreatorId) -> CreatorProfile:
        """Return the profile; one of defaults where none is stored."""
        ...

    async def save_profile(self, profile: CreatorProfile) -> CreatorProfile: ...


class PreferencesStore(Protocol):
    """Keeps what each person wants."""

    async def get_preferences(self, creator_id: CreatorId, person_id: str) -> Preferences:
        """Return the preferences, with defaults for all that the person has not said."""
        ...

    async def save_preferences(self, preferences: Preferences) -> Preferences: ...


class FramingStore(Protocol):
    """Keeps what each creator wants of the pictures of its clips."""

    async def get_wishes(self, creator_id: CreatorId) -> FramingWishes:
        """Return the wishes; none, of version 0, where nothing is stored."""
        ...

    async def save_wishes(self, wishes: FramingWishes) -> FramingWishes: ...


class Directory(Protocol):
    """All creators, and all Twitch channels that are watched, in no order that means anything."""

    async def list_creators(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[CreatorId]: ...

    async def list_twitch_channels(
        self, *, cursor: str | None = None, limit: int = 100
    ) -> Page[str]:
        """List the ids of broadcasters; a page may hold fewer than `limit` and not be the last."""
        ...
