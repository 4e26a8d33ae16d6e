"""Web sessions: whose each is, what its person may do at this moment, and how it ends."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from core.domain.people.actor import Actor
from core.domain.people.sign_in import WebSession, hash_secret
from core.domain.work.ids import CreatorId
from core.errors import NotFound
from core.ports.people import SessionStore
from core.ports.work import Clock
from core.services.people.roles import Roles
from core.services.people.sign_in import SECRET_LENGTH_MAX

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class WebSessions:
    """Finds, lists and ends the sessions of browsers."""

    def __init__(self, *, clock: Clock, sessions: SessionStore, roles: Roles) -> None:
        self._clock = clock
        self._sessions = sessions
        self._roles = roles

    async def find_session(self, token: str, *, purpose: str) -> WebSession | None:
        """Return the session of a cookie; None if it is over, or for other pages."""
        if not 0 < len(token) <= SECRET_LENGTH_MAX or not token.isascii():
            return None
        session = await self._sessions.find_session(hash_secret(token))
        if session is None or session.purpose != purpose:
            return None
        seen = session.see(self._clock.now())
        if seen is None:
            return session
        return seen if await self._sessions.save_session(seen) else None

    async def find_actor(self, session: WebSession) -> Actor | None:
        """Return its person in the role that they have now; None if they have none any more."""
        role = await self._roles.find_role(session.person_id, session.creator_id)
        if role is None:
            return None
        return Actor(person_id=session.person_id, creator_id=session.creator_id, role=role)

    async def list_sessions(self, session: WebSession) -> tuple[WebSession, ...]:
        """Return all sessions of its person, newest first."""
        return await self._sessions.list_sessions(session.person_id)

    async def revoke(self, session: WebSession, digest: str) -> None:
        """End one of the person's sessions; NotFound if it is not theirs."""
        named = await self._sessions.find_session(digest) if _DIGEST.fullmatch(digest) else None
        if named is None or named.person_id != session.person_id:
            raise NotFound("That session is over already.")
        await self._sessions.revoke_session(named)

    async def sign_out(self, session: WebSession) -> None:
        await self._sessions.revoke_session(session)

    async def list_creators(self, session: WebSession) -> tuple[Actor, ...]:
        """Return who its person is at each creator that they may choose, in a fixed order."""
        stored = await self._roles.list_creators(session.person_id)
        found = []
        for creator_id in sorted({*stored, *session.creator_ids}):
            role = await self._roles.find_role(session.person_id, creator_id)
            if role is not None:
                actor = Actor(person_id=session.person_id, creator_id=creator_id, role=role)
                found.append(actor)
        return tuple(found)

    async def choose_creator(self, session: WebSession, creator_id: CreatorId) -> None:
        """Show this creator's pages from now on; NotFound where the person has no role."""
        offered = {actor.creator_id for actor in await self.list_creators(session)}
        if creator_id not in offered:
            raise NotFound("There is no such creator for you; choose one from the list.")
        known = tuple(sorted({*session.creator_ids, creator_id}))
        await self._sessions.save_session(
            replace(session, creator_id=creator_id, creator_ids=known)
        )
