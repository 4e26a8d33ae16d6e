"""People: who may act for whom, what they prefer, and how they sign in."""

from __future__ import annotations

from core.app.chat import Chat
from core.app.outside import Limits, Ports
from core.services.clips.framing_preferences import FramingPreferences
from core.services.people.api_tokens import ApiTokens
from core.services.people.creator_settings import CreatorSettings
from core.services.people.email_addresses import EmailAddresses
from core.services.people.leaving.exporting import Exporting
from core.services.people.leaving.forgetting import Forgetting
from core.services.people.mail_links import MailLinks, Postman
from core.services.people.membership import Membership
from core.services.people.roles import Roles
from core.services.people.sign_in import SignIn
from core.services.people.team import Team
from core.services.people.web_sessions import WebSessions
from core.services.work.health import Health


class People:
    """The services for people."""

    def __init__(
        self, ports: Ports, limits: Limits, framing: FramingPreferences, chat: Chat, health: Health
    ) -> None:
        clock, stores = ports.clock, ports.stores
        roles = build_roles(ports, limits)
        postman = Postman(clock=clock, mail=ports.people.mail, health=health)
        self.membership = Membership(
            clock=clock,
            guilds=stores.guilds,
            members=stores.members,
            home_creator_id=limits.home_creator_id,
        )
        self.team = Team(
            clock=clock, guilds=stores.guilds, members=stores.members, membership=self.membership
        )
        self.settings = CreatorSettings(
            profiles=stores.profiles,
            framing_preferences=framing,
            channel_learning=chat.learning,
            usual_spikes_an_hour=limits.spike.spikes_an_hour,
        )
        self.sign_in = SignIn(
            clock=clock,
            links=stores.links,
            sessions=stores.sessions,
            page_url=limits.page_url,
            home_creator_id=limits.home_creator_id,
        )
        self.mail_links = MailLinks(
            sign_in=self.sign_in,
            postman=postman,
            emails=stores.emails,
            roles=roles,
            owner_email=limits.owner_email,
        )
        self.email_addresses = EmailAddresses(
            clock=clock, sign_in=self.sign_in, emails=stores.emails, postman=postman
        )
        self.sessions = WebSessions(clock=clock, sessions=stores.sessions, roles=roles)
        self.api_tokens = ApiTokens(clock=clock, sessions=stores.sessions)
        self.exporting = Exporting(clock=clock, archive=ports.archive, storage=ports.storage)
        self.forgetting = Forgetting(
            archive=ports.archive,
            storage=ports.storage,
            uploads=stores.uploads,
            tickets=ports.videos.tickets,
            live=chat.live,
        )


def build_roles(ports: Ports, limits: Limits) -> Roles:
    return Roles(
        guilds=ports.stores.guilds,
        members=ports.stores.members,
        roster=ports.people.roster,
        home_creator_id=limits.home_creator_id,
    )
