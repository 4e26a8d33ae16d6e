"""People: who may act for whom, what they prefer, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.framing_preferences import FramingPreferences
from core.services.people.creator_settings import CreatorSettings
from core.services.people.mail_links import MailLinks
from core.services.people.membership import Membership
from core.services.people.roles import Roles
from core.services.people.sign_in import SignIn
from core.services.people.web_sessions import WebSessions
from core.services.work.health import Health


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The services for people."""

    membership: Membership
    settings: CreatorSettings
    sign_in: SignIn
    sessions: WebSessions
    mail_links: MailLinks


def build_people(
    ports: Ports,
    limits: Limits,
    framing: FramingPreferences,
    learning: ChannelLearning,
    health: Health,
) -> People:
    stores = ports.stores
    sign_in = SignIn(
        clock=ports.clock,
        links=stores.links,
        sessions=stores.sessions,
        page_url=limits.page_url,
        home_creator_id=limits.home_creator_id,
    )
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
        sign_in=sign_in,
        mail_links=MailLinks(
            clock=ports.clock,
            sign_in=sign_in,
            mail=ports.people.mail,
            health=health,
            owner_email=limits.owner_email,
        ),
        sessions=WebSessions(
            clock=ports.clock,
            sessions=stores.sessions,
            roles=Roles(
                guilds=stores.guilds,
                members=stores.members,
                roster=ports.people.roster,
                home_creator_id=limits.home_creator_id,
            ),
        ),
    )
