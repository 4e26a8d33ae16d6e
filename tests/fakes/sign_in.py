"""One-time links, sessions and states in memory."""

from __future__ import annotations

from typing import Any, TypeVar

from core.domain.people.sign_in import DeviceCode, MagicLink, OAuthState, WebSession, hash_secret
from core.errors import Conflict
from core.ports.people import OneTimeSecrets, SessionStore
from tests.fakes.stores import Memory

T = TypeVar("T", MagicLink, WebSession, OAuthState, DeviceCode)


class FakeSecrets:
    """Secrets by kind and hash; as in the table, only the secret itself finds its row."""

    def __init__(self, memory: Memory) -> None:
        self._clock = memory.clock
        self._opened: dict[tuple[type, str], Any] = {}
        self._sessions: dict[str, WebSession] = {}

    async def add_magic_link(self, token: str, link: MagicLink) -> None:
        self._add(token, link)

    async def use_magic_link(self, token: str) -> MagicLink | None:
        return self._use(MagicLink, token)

    async def add_oauth_state(self, state: str, pending: OAuthState) -> None:
        self._add(state, pending)

    async def use_oauth_state(self, state: str) -> OAuthState | None:
        return self._use(OAuthState, state)

    async def add_session(self, session: WebSession) -> None:
        if session.digest in self._sessions:
            raise Conflict("That session is already there.")
        self._sessions[session.digest] = session

    async def find_session(self, digest: str) -> WebSession | None:
        return self._live(WebSession, self._sessions.get(digest))

    async def save_session(self, session: WebSession) -> bool:
        if session.digest not in self._sessions:
            return False
        self._sessions[session.digest] = session
        return True

    async def revoke_session(self, session: WebSession) -> bool:
        return self._sessions.pop(session.digest, None) is not None

    async def list_sessions(self, person_id: str) -> tuple[WebSession, ...]:
        own = (s for s in self._sessions.values() if s.person_id == person_id)
        live = [session for session in own if self._live(WebSession, session)]
        return tuple(sorted(live, key=lambda session: session.created_at, reverse=True))

    async def add_device_code(self, code: str, pending: DeviceCode) -> None:
        self._add(code, pending)

    async def find_device_code(self, code: str) -> DeviceCode | None:
        return self._live(DeviceCode, self._opened.get((DeviceCode, hash_secret(code))))

    async def use_device_code(self, code: str) -> DeviceCode | None:
        return self._use(DeviceCode, code)

    def _add(self, secret: str, opened: Any) -> None:
        key = (type(opened), hash_secret(secret))
        if key in self._opened:
            raise Conflict("That secret is already in use.")
        self._opened[key] = opened

    def _use(self, kind: type[T], secret: str) -> T | None:
        return self._live(kind, self._opened.pop((kind, hash_secret(secret)), None))

    def _live(self, kind: type[T], opened: Any) -> T | None:
        is_live = isinstance(opened, kind) and opened.expires_at > self._clock.now()
        return opened if is_live else None


_once: type[OneTimeSecrets] = FakeSecrets
_sessions: type[SessionStore] = FakeSecrets
