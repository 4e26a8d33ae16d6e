"""Sign-in: one-time links, and the browser sessions that they open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import structlog

from core.domain.people.actor import Actor, Role
from core.domain.people.sign_in import MagicLink, WebSession, hash_secret
from core.domain.work.ids import CreatorId
from core.errors import Forbidden, InvalidInput
from core.ports.people import OneTimeSecrets, SessionStore
from core.ports.work import Clock
from core.services.people.roles import HOME_PERSON

_log = structlog.get_logger(__name__)

UPLOAD: Final = "upload"
LOGIN: Final = "login"
EMAIL: Final = "email"
UPLOAD_PATH: Final = "/uploads/links/"
LOGIN_PATH: Final = "/login/"
EMAIL_PATH: Final = "/email/"
LINK_SECONDS: Final = 15 * 60
VISIT_SECONDS: Final = 12 * 3600
SESSION_SECONDS: Final = 30 * 24 * 3600
SECRET_LENGTH_MAX: Final = 100
CREATORS_MAX: Final = 100
_LOCAL_HOSTS: Final = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0"})  # noqa: S104 - it binds none
USED: Final = (
    "This link was used already, or its 15 minutes are over; type /video upload in Discord for "
    "another."
)
USED_LOGIN: Final = (
    "This link was used already, or its 15 minutes are over; ask for another one on the sign-in "
    "page."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLink:
    """A link for one person: it lets its holder in, once, until `expires_at`.

    An `is_local` link works on this machine only.
    """

    url: str = field(repr=False)
    expires_at: datetime
    is_local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A browser that has just signed in; `token` is its session cookie."""

    token: str = field(repr=False)
    session: WebSession


class SignIn:
    """Issues links, and opens a session for whoever comes with one."""

    def __init__(
        self,
        *,
        clock: Clock,
        links: OneTimeSecrets,
        sessions: SessionStore,
        page_url: str,
        home_creator_id: CreatorId,
    ) -> None:
        self._clock = clock
        self._links = links
        self._sessions = sessions
        self._page_url = page_url.rstrip("/")
        self.owner = Actor(person_id=HOME_PERSON, creator_id=home_creator_id, role=Role.OWNER)

    async def make_upload_link(self, actor: Actor) -> VisitLink:
        """Return a link to the upload page; InvalidInput if the page's address is unknown."""
        actor.require_member()
        if not self._page_url:
            raise InvalidInput(
                "Nobody knows at which address people reach the page of Truss; whoever runs it "
                "sets TRUSS_PUBLIC_URL. Until then give a file or an address to /video upload."
            )
        return await self._make_link(actor, UPLOAD, UPLOAD_PATH)

    async def make_login_link(self, actor: Actor) -> VisitLink:
        """Return a link that signs this person in; InvalidInput if the page's address is unknown.

        Only who works for the creator gets one.
        """
        actor.require_team()
        if not self._page_url:
            raise InvalidInput(
                "Nobody knows at which address people reach the page of Truss; whoever runs it "
                "sets TRUSS_PUBLIC_URL."
            )
        return await self._make_link(actor, LOGIN, LOGIN_PATH)

    async def make_email_link(self, actor: Actor, email: str) -> VisitLink:
        """Return a link for this person to show that they can read this e-mail."""
        actor.require_team()
        return await self._make_link(actor, EMAIL, EMAIL_PATH, email=email)

    async def use_email_link(self, token: str) -> MagicLink | None:
        """Return an unused link of an e-mail, once."""
        return await self._use_link(token, EMAIL)

    async def make_owner_link(self) -> VisitLink:
        """Return a link for whoever runs this program; only the machine itself may hand it out."""
        return await self.make_login_link(self.owner)

    async def has_owner(self) -> bool:
        """Say whether whoever runs this program is signed in anywhere."""
        return bool(await self._sessions.list_sessions(HOME_PERSON))

    async def use_upload_link(self, token: str) -> Visit:
        """Open a session of the upload page for an unused link; Forbidden otherwise."""
        link = await self._use_link(token, UPLOAD)
        if link is None:
            raise Forbidden(USED)
        return await self._open_session(link, VISIT_SECONDS)

    async def use_login_link(
        self, token: str, *, before: WebSession | None = None, browser: str = ""
    ) -> Visit:
        """Open a session of all pages for an unused link; Forbidden otherwise.

        The session that the browser had before ends; if it was the same person's, its creators can
        still be chosen.
        """
        link = await self._use_link(token, LOGIN)
        if link is None:
            raise Forbidden(USED_LOGIN)
        is_same = before is not None and before.person_id == link.person_id
        known = before.creator_ids if before is not None and is_same else ()
        visit = await self._open_session(link, SESSION_SECONDS, browser=browser, known=known)
        if before is not None:
            await self._sessions.revoke_session(before)
        return visit

    async def _make_link(
        self, actor: Actor, purpose: str, path: str, *, email: str = ""
    ) -> VisitLink:
        token = secrets.token_urlsafe(32)
        now = self._clock.now()
        link = MagicLink(
            creator_id=actor.creator_id,
            person_id=actor.person_id,
            role=actor.role,
            purpose=purpose,
            created_at=now,
            expires_at=now + timedelta(seconds=LINK_SECONDS),
            email=email,
        )
        await self._links.add_magic_link(token, link)
        url = f"{self._page_url}{path}{token}"
        is_local = urlsplit(url).hostname in _LOCAL_HOSTS
        return VisitLink(url=url, expires_at=link.expires_at, is_local=is_local)

    async def _use_link(self, token: str, purpose: str) -> MagicLink | None:
        if len(token) > SECRET_LENGTH_MAX or not token.isascii():
            return None
        link = await self._links.use_magic_link(token)
        return link if link is not None and link.purpose == purpose else None

    async def _open_session(
        self, link: MagicLink, seconds: int, *, browser: str = "", known: tuple[CreatorId, ...] = ()
    ) -> Visit:
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        others = tuple(creator for creator in known if creator != link.creator_id)
        session = WebSession(
            digest=hash_secret(token),
            creator_id=link.creator_id,
            person_id=link.person_id,
            purpose=link.purpose,
            created_at=now,
            expires_at=now + timedelta(seconds=seconds),
            seen_at=now,
            browser=browser,
            creator_ids=(link.creator_id, *others)[:CREATORS_MAX],
        )
        await self._sessions.add_session(session)
        _log.info("session.begun", creator_id=link.creator_id, person_id=link.person_id)
        return Visit(token=token, session=session)
