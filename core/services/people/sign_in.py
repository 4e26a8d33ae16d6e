"""Sign-in: one-time links to the page, and the browser sessions that they open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from core.domain.people.actor import Actor
from core.domain.people.sign_in import (
    MagicLink,
    WebSession,
)
from core.errors import Forbidden, InvalidInput
from core.ports.people import (
    OneTimeSecrets,
    SessionStore,
)
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

UPLOAD = "upload"
UPLOAD_PATH = "/uploads/links/"
LINK_SECONDS = 15 * 60
SESSION_SECONDS = 12 * 3600
SECRET_LENGTH_MAX = 100
_LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0"})  # noqa: S104 - it binds none
USED = (
    "This link was used already, or its 15 minutes are over; type /upload in Discord for another."
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
    """Issues links to the upload page, and finds who signed in with them."""

    def __init__(
        self, *, clock: Clock, links: OneTimeSecrets, sessions: SessionStore, page_url: str
    ) -> None:
        self._clock = clock
        self._links = links
        self._sessions = sessions
        self._page_url = page_url.rstrip("/")

    async def make_upload_link(self, actor: Actor) -> VisitLink:
        """Return a link to the upload page; InvalidInput if the page's address is unknown."""
        actor.require_member()
        if not self._page_url:
            raise InvalidInput(
                "Nobody knows at which address people reach the page of Truss; whoever runs it "
                "sets TRUSS_PUBLIC_URL. Until then give a file or an address to /upload."
            )
        token = secrets.token_urlsafe(32)
        now = self._clock.now()
        link = MagicLink(
            creator_id=actor.creator_id,
            person_id=actor.person_id,
            role=actor.role,
            purpose=UPLOAD,
            created_at=now,
            expires_at=now + timedelta(seconds=LINK_SECONDS),
        )
        await self._links.add_magic_link(token, link)
        url = f"{self._page_url}{UPLOAD_PATH}{token}"
        is_local = urlsplit(url).hostname in _LOCAL_HOSTS
        return VisitLink(url=url, expires_at=link.expires_at, is_local=is_local)

    async def use_link(self, token: str) -> Visit:
        """Open a session for an unused link; Forbidden, with what to do, otherwise."""
        link = None
        if len(token) <= SECRET_LENGTH_MAX and token.isascii():
            link = await self._links.use_magic_link(token)
        if link is None or link.purpose != UPLOAD:
            raise Forbidden(USED)
        now = self._clock.now()
        session = WebSession(
            creator_id=link.creator_id,
            person_id=link.person_id,
            role=link.role,
            purpose=link.purpose,
            created_at=now,
            expires_at=now + timedelta(seconds=SESSION_SECONDS),
        )
        session_token = secrets.token_urlsafe(32)
        await self._sessions.add_session(session_token, session)
        _log.info("visit.begun", creator_id=link.creator_id, person_id=link.person_id)
        return Visit(token=session_token, session=session)

    async def find_actor(self, session_token: str) -> Actor | None:
        """Return whose session this is; None if it is over, or for another page."""
        if not 0 < len(session_token) <= SECRET_LENGTH_MAX or not session_token.isascii():
            return None
        session = await self._sessions.find_session(session_token)
        if session is None or session.purpose != UPLOAD:
            return None
        return Actor(person_id=session.person_id, creator_id=session.creator_id, role=session.role)
