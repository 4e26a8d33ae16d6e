"""How people's wishes are kept: the settings that a creator and their people change."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.framing_preferences import FramingPreferences
from core.services.people.creator_settings import CreatorSettings


def build_creator_settings(
    ports: Ports,
    limits: Limits,
    framing_preferences: FramingPreferences,
    channel_learning: ChannelLearning,
) -> CreatorSettings:
    return CreatorSettings(
        profiles=ports.profiles,
        preferences=ports.preferences,
        framing_preferences=framing_preferences,
        channel_learning=channel_learning,
        usual_spikes_an_hour=limits.spike.spikes_an_hour,
    )
