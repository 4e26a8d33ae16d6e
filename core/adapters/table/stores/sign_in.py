"""Sign-in secrets in the table: each opens something once, or for as long as it lasts."""

from __future__ import annotations

from typing import TypeVar

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.records import from_record
from core.adapters.table.items.sign_in_items import (
    Opened,
    persons_session_item,
    secret_item,
    secret_key,
    session_item,
    session_key,
)
from core.adapters.table.sealing import SealedAttribute
from core.adapters.table.table import ConditionFailed, Item, Put, Query, Table, key_of
from core.adapters.table.writing import add_all, new
from core.domain.people.sign_in import DeviceCode, MagicLink, OAuthState, WebSession
from core.errors import Conflict
from core.ports.accounts import Cipher
from core.ports.work import Clock

T = TypeVar("T", MagicLink, WebSession, OAuthState, DeviceCode)
S = TypeVar("S", MagicLink, OAuthState, DeviceCode)
_SESSIONS_MAX = 100


class SecretTable:
    """Keeps magic links, OAuth states, sessions and device codes under their hashes.

    What has yet to be told to a platform, or typed there, is sealed.
    """

    def __init__(self, table: Table, clock: Clock, cipher: Cipher | None = None) -> None:
        self._table = table
        self._clock = clock
        self._sealed = {
            OAuthState: SealedAttribute("codeVerifier", cipher),
            DeviceCode: SealedAttribute("userCode", cipher),
        }

    async def add_magic_link(self, token: str, link: MagicLink) -> None:
        await self._add(token, link)

    async def use_magic_link(self, token: str) -> MagicLink | None:
        return await self._use(MagicLink, token)

    async def add_oauth_state(self, state: str, pending: OAuthState) -> None:
        await self._add(state, pending)

    async def use_oauth_state(self, state: str) -> OAuthState | None:
        return await self._use(OAuthState, state)

    async def add_session(self, session: WebSession) -> None:
        actions = [new(session_item(session)), Put(item=persons_session_item(session))]
        if not await add_all(self._table, actions):
            raise Conflict("That session is already there: sign in again.")

    async def find_session(self, digest: str) -> WebSession | None:
        return self._live_session(await self._table.get(session_key(digest), consistent=True))

    async def save_session(self, session: WebSession) -> bool:
        try:
            await self._table.put_if(session_item(session), Attr("PK").exists())
        except ConditionFailed:
            return False
        return True

    async def revoke_session(self, session: WebSession) -> bool:
        was_there = await self._table.delete_if(session_key(session.digest)) is not None
        await self._table.delete_if(key_of(persons_session_item(session)))
        return was_there

    async def list_sessions(self, person_id: str) -> tuple[WebSession, ...]:
        page = await self._table.query(
            Query(
                condition=Key("PK").eq(keys.person_pk(person_id))
                & Key("SK").begins_with(keys.SESSION_PREFIX),
                limit=_SESSIONS_MAX,
                consistent=True,
            )
        )
        if not page.items:
            return ()
        wanted = [session_key(item["digest"]) for item in page.items]
        found = await self._table.batch_get(wanted, consistent=True)
        live = filter(None, (self._live_session(found.get(key)) for key in wanted))
        return tuple(sorted(live, key=lambda session: session.created_at, reverse=True))

    async def add_device_code(self, code: str, pending: DeviceCode) -> None:
        await self._add(code, pending)

    async def find_device_code(self, code: str) -> DeviceCode | None:
        return await self._find(DeviceCode, code)

    async def use_device_code(self, code: str) -> DeviceCode | None:
        return await self._use(DeviceCode, code)

    async def _add(self, secret: str, opened: Opened) -> None:
        item = secret_item(secret, opened)
        if sealed := self._sealed.get(type(opened)):
            item = await sealed.seal(item)
        put = new(item)
        try:
            await self._table.put_if(put.item, put.condition)
        except ConditionFailed as error:
            raise Conflict("That secret is already in use: make another one.") from error

    async def _find(self, kind: type[S], secret: str) -> S | None:
        item = await self._table.get(secret_key(kind, secret), consistent=True)
        return self._live(kind, await self._open(kind, item))

    async def _open(self, kind: type[S], item: Item | None) -> Item | None:
        sealed = self._sealed.get(kind)
        return await sealed.open(item) if sealed and item else item

    async def _use(self, kind: type[S], secret: str) -> S | None:
        """Delete it and return what was deleted: of many who try, only one gets it."""
        lasts = Attr("ttl").gt(int(self._clock.now().timestamp()))
        try:
            item = await self._table.delete_if(secret_key(kind, secret), lasts)
        except ConditionFailed:
            return None
        return self._live(kind, await self._open(kind, item))

    def _live_session(self, item: Item | None) -> WebSession | None:
        """Return a session that lasts; one that an older program stored is over."""
        return self._live(WebSession, item) if item and "seenAt" in item else None

    def _live(self, kind: type[T], item: Item | None) -> T | None:
        opened = from_record(kind, item) if item else None
        return opened if opened and opened.expires_at > self._clock.now() else None
