"""Creator settings: what a creator and the people around them want, shown and changed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

import structlog

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FramingWish, place_facecam
from core.domain.people.actor import Actor
from core.domain.people.creator_profile import (
    CreatorProfile,
    check_language,
    check_name,
    find_zone,
)
from core.domain.people.voice import Tone
from core.ports.people import ProfileStore
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.framing_preferences import FramingPreferences, WordsWish

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsWish:
    """What to change; None leaves a setting as it is.

    Sensitivity and the picture are those of `twitch_channel` (a login) where one is named, else of
    all channels that have none of their own.
    """

    twitch_channel: str | None = None
    spikes_an_hour: float | None = None
    layout: Layout | None = None
    facecam: Box | None = None
    has_captions: bool | None = None
    words: WordsWish | None = None
    tone: Tone | None = None
    published_tone: Tone | None = None
    display_name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    forgotten: frozenset[str] = frozenset()
    """Names of fields that are to be as if nobody had ever said anything of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsNow:
    """The settings now; sensitivity and picture are those of the requested channel."""

    profile: CreatorProfile
    framing: FramingWish
    spikes_an_hour: float
    twitch_channel: str | None = None


class CreatorSettings:
    """Reads and changes settings. Reviewers see them; the owner and editors change them.

    Nothing is saved unless all of a wish can be.
    """

    def __init__(
        self,
        *,
        profiles: ProfileStore,
        framing_preferences: FramingPreferences,
        channel_learning: ChannelLearning,
        usual_spikes_an_hour: float,
    ) -> None:
        self._profiles = profiles
        self._framing_preferences = framing_preferences
        self._channel_learning = channel_learning
        self._usual_spikes_an_hour = usual_spikes_an_hour

    async def read_settings(
        self, actor: Actor, *, twitch_channel: str | None = None
    ) -> SettingsNow:
        """Return the settings of the creator, and of a channel if one is named."""
        actor.require_reviewer()
        broadcaster_id = await self._find_channel(actor, twitch_channel)
        profile = await self._profiles.get_profile(actor.creator_id)
        wishes = await self._framing_preferences.get_wishes(actor)
        wanted = profile.find_spikes_an_hour(broadcaster_id)
        return SettingsNow(
            profile=profile,
            framing=wishes.choose_wish(broadcaster_id),
            spikes_an_hour=self._usual_spikes_an_hour if wanted is None else wanted,
            twitch_channel=twitch_channel,
        )

    async def change_settings(self, actor: Actor, wish: SettingsWish) -> SettingsNow:
        """Change what the wish names and return the new settings.

        Raises InvalidInput with the sentence of the first thing that cannot be, Forbidden for who
        may not, and Conflict where somebody else changed the same in that moment.
        """
        actor.require_reviewer()
        broadcaster_id = await self._find_channel(actor, wish.twitch_channel)
        profile = await self._profiles.get_profile(actor.creator_id)
        wanted = await asyncio.to_thread(_change_profile, profile, wish, broadcaster_id)
        if wish.facecam:
            place_facecam(wish.facecam, picture_width=1920, picture_height=1080)
        if wanted != profile or _changes_picture(wish):
            actor.require_editor()
        await self._change_picture(actor, wish, broadcaster_id)
        if wanted != profile:
            await self._profiles.save_profile(wanted)
        _log.info("settings.changed", by=actor.person_id, creator_id=actor.creator_id)
        return await self.read_settings(actor, twitch_channel=wish.twitch_channel)

    async def search_zones(self, text: str, *, limit: int = 25) -> list[str]:
        """Return the time zones whose names contain the text, for autocompletion."""
        wanted = text.strip().casefold().replace(" ", "_")
        zones = sorted(await asyncio.to_thread(available_timezones))
        return [zone for zone in zones if wanted in zone.casefold()][:limit]

    async def _find_channel(self, actor: Actor, twitch_channel: str | None) -> str | None:
        if not twitch_channel:
            return None
        return await self._channel_learning.find_channel(actor, twitch_channel)

    async def _change_picture(
        self, actor: Actor, wish: SettingsWish, broadcaster_id: str | None
    ) -> None:
        if wish.layout is not None or "layout" in wish.forgotten:
            await self._framing_preferences.set_layout(
                actor, wish.layout, broadcaster_id=broadcaster_id
            )
        if wish.facecam is not None or "facecam" in wish.forgotten:
            await self._framing_preferences.set_facecam(
                actor, wish.facecam, broadcaster_id=broadcaster_id
            )
        if wish.has_captions is not None or "has_captions" in wish.forgotten:
            await self._framing_preferences.set_captions(
                actor, wish.has_captions, broadcaster_id=broadcaster_id
            )
        if wish.words is not None:
            await self._framing_preferences.set_words(
                actor, wish.words, broadcaster_id=broadcaster_id
            )


def _changes_picture(wish: SettingsWish) -> bool:
    said = (wish.layout, wish.facecam, wish.has_captions, wish.words)
    is_forgotten = bool(wish.forgotten & {"layout", "facecam", "has_captions"})
    return is_forgotten or any(value is not None for value in said)


def _change_profile(
    profile: CreatorProfile, wish: SettingsWish, broadcaster_id: str | None
) -> CreatorProfile:
    """Return the profile with the wished changes; InvalidInput if one is impossible."""
    if wish.spikes_an_hour is not None or "spikes_an_hour" in wish.forgotten:
        profile = profile.set_spikes_an_hour(wish.spikes_an_hour, broadcaster_id)
    if wish.time_zone is not None:
        profile = replace(profile, time_zone=find_zone(wish.time_zone.strip()).key)
    if wish.language is not None:
        profile = replace(profile, language=check_language(wish.language), says_language=True)
    elif "language" in wish.forgotten:
        profile = replace(profile, language="en", says_language=False)
    if wish.display_name is not None or "display_name" in wish.forgotten:
        profile = replace(profile, display_name=check_name(wish.display_name or ""))
    if wish.published_tone is not None or "published_tone" in wish.forgotten:
        profile = replace(profile, published_tone=wish.published_tone)
    return profile if wish.tone is None else replace(profile, tone=wish.tone)
