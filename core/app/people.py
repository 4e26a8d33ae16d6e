"""People: who may act for whom, what they prefer, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.framing_preferences import FramingPreferences
from core.services.people.creator_settings import CreatorSettings
from core.services.people.membership import Membership
from core.services.people.sign_in import SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The services for people."""

    membership: Membership
    settings: CreatorSettings
    sign_in: SignIn


def build_people(
    ports: Ports, limits: Limits, framing: FramingPreferences, learning: ChannelLearning
) -> People:
    stores = ports.stores
    return People(
        membership=Membership(
            clock=ports.clock,
            guilds=stores.guilds,
            members=stores.members,
            home_creator_id=limits.home_creator_id,
        ),
        settings=CreatorSettings(
            profiles=stores.profiles,
            preferences=stores.preferences,
            framing_preferences=framing,
            channel_learning=learning,
            usual_spikes_an_hour=limits.spike.spikes_an_hour,
        ),
        sign_in=SignIn(
            clock=ports.clock,
            links=stores.links,
            sessions=stores.sessions,
            page_url=limits.page_url,
        ),
    )
