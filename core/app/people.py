"""People: who may act for whom, what they prefer, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.chat import Chat
from core.app.outside import Limits, Ports
from core.services.chat.live_chat import LiveChat
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


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The services for people."""

    membership: Membership
    team: Team
    settings: CreatorSettings
    sign_in: SignIn
    sessions: WebSessions
    api_tokens: ApiTokens
    mail_links: MailLinks
    email_addresses: EmailAddresses
    exporting: Exporting
    forgetting: Forgetting


def build_roles(ports: Ports, limits: Limits) -> Roles:
    return Roles(
        guilds=ports.stores.guilds,
        members=ports.stores.members,
        roster=ports.people.roster,
        home_creator_id=limits.home_creator_id,
    )


def build_leaving(ports: Ports, live: LiveChat) -> tuple[Exporting, Forgetting]:
    """Return what hands a creator's data out, and what forgets it."""
    return (
        Exporting(clock=ports.clock, archive=ports.archive, storage=ports.storage),
        Forgetting(
            archive=ports.archive,
            storage=ports.storage,
            uploads=ports.stores.uploads,
            tickets=ports.videos.tickets,
            live=live,
        ),
    )


def build_people(
    ports: Ports,
    limits: Limits,
    framing: FramingPreferences,
    chat: Chat,
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
    roles = build_roles(ports, limits)
    postman = Postman(clock=ports.clock, mail=ports.people.mail, health=health)
    membership = Membership(
        clock=ports.clock,
        guilds=stores.guilds,
        members=stores.members,
        home_creator_id=limits.home_creator_id,
    )
    exporting, forgetting = build_leaving(ports, chat.live)
    return People(
        exporting=exporting,
        forgetting=forgetting,
        membership=membership,
        team=Team(
            clock=ports.clock,
            guilds=stores.guilds,
            members=stores.members,
            membership=membership,
        ),
        settings=CreatorSettings(
            profiles=stores.profiles,
            framing_preferences=framing,
            channel_learning=chat.learning,
            usual_spikes_an_hour=limits.spike.spikes_an_hour,
        ),
        sign_in=sign_in,
        mail_links=MailLinks(
            sign_in=sign_in,
            postman=postman,
            emails=stores.emails,
            roles=roles,
            owner_email=limits.owner_email,
        ),
        email_addresses=EmailAddresses(
            clock=ports.clock, sign_in=sign_in, emails=stores.emails, postman=postman
        ),
        sessions=WebSessions(clock=ports.clock, sessions=stores.sessions, roles=roles),
        api_tokens=ApiTokens(clock=ports.clock, sessions=stores.sessions),
    )
