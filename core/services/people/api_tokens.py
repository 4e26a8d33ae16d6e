"""API tokens: what a person's own programs show in place of a browser's cookie."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

import structlog

from core.domain.people.sign_in import WebSession, hash_secret
from core.domain.work.plain_text import clean_text
from core.errors import InvalidInput
from core.ports.people import SessionStore
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

API: Final = "api"
API_PREFIX: Final = "truss_"
API_TOKEN_DAYS: Final = 365
API_TOKENS_MAX: Final = 20
NAME_LENGTH_MAX: Final = 60


class ApiTokens:
    """Makes tokens for whoever is signed in.

    A token is a session for programs: it is stored as a hash, listed and ended with the sessions,
    and its person's role is looked up anew each time.
    """

    def __init__(self, *, clock: Clock, sessions: SessionStore) -> None:
        self._clock = clock
        self._sessions = sessions

    async def make_token(self, own: WebSession, name: str) -> str:
        """Return a new token, which nobody can read again; InvalidInput without a name for it."""
        label = clean_text(name, NAME_LENGTH_MAX)
        if not label:
            raise InvalidInput("Give the token a name, so that you know later what it is for.")
        known = await self._sessions.list_sessions(own.person_id)
        if sum(session.purpose == API for session in known) >= API_TOKENS_MAX:
            raise InvalidInput(f"{API_TOKENS_MAX} tokens are enough; end one of them first.")
        now, token = self._clock.now(), f"{API_PREFIX}{secrets.token_urlsafe(32)}"
        await self._sessions.add_session(
            WebSession(
                digest=hash_secret(token),
                creator_id=own.creator_id,
                person_id=own.person_id,
                purpose=API,
                created_at=now,
                expires_at=now + timedelta(days=API_TOKEN_DAYS),
                seen_at=now,
                browser=label,
                creator_ids=(own.creator_id,),
            )
        )
        _log.info("api_token.made", creator_id=own.creator_id, person_id=own.person_id)
        return token
