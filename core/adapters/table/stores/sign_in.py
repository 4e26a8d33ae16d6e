"""Sign-in secrets in the table: each opens something once, or for as long as it lasts."""

from __future__ import annotations

from typing import TypeVar

from core.adapters.table.expressions import Attr
from core.adapters.table.items.records import from_record
from core.adapters.table.items.sign_in_items import Opened, secret_item, secret_key
from core.adapters.table.table import ConditionFailed, Item, Table
from core.adapters.table.writing import new
from core.domain.people.sign_in import (
    DeviceCode,
    MagicLink,
    OAuthState,
    WebSession,
)
from core.errors import Conflict
from core.ports.work import Clock

T = TypeVar("T", MagicLink, WebSession, OAuthState, DeviceCode)


class SecretTable:
    """Keeps magic links, OAuth states, sessions and device codes under their hashes."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def add_magic_link(self, token: str, link: MagicLink) -> None:
        await self._add(token, link)

    async def use_magic_link(self, token: str) -> MagicLink | None:
        return await self._use(MagicLink, token)

    async def add_oauth_state(self, state: str, pending: OAuthState) -> None:
        await self._add(state, pending)

    async def use_oauth_state(self, state: str) -> OAuthState | None:
        return await self._use(OAuthState, state)

    async def add_session(self, token: str, session: WebSession) -> None:
        await self._add(token, session)

    async def find_session(self, token: str) -> WebSession | None:
        return await self._find(WebSession, token)

    async def revoke_session(self, token: str) -> bool:
        return await self._table.delete_if(secret_key(WebSession, token)) is not None

    async def add_device_code(self, code: str, pending: DeviceCode) -> None:
        await self._add(code, pending)

    async def find_device_code(self, code: str) -> DeviceCode | None:
        return await self._find(DeviceCode, code)

    async def use_device_code(self, code: str) -> DeviceCode | None:
        return await self._use(DeviceCode, code)

    async def _add(self, secret: str, opened: Opened) -> None:
        put = new(secret_item(secret, opened))
        try:
            await self._table.put_if(put.item, put.condition)
        except ConditionFailed as error:
            raise Conflict("That secret is already in use: make another one.") from error

    async def _find(self, kind: type[T], secret: str) -> T | None:
        return self._live(kind, await self._table.get(secret_key(kind, secret), consistent=True))

    async def _use(self, kind: type[T], secret: str) -> T | None:
        """Delete it and return what was deleted: of many who try, only one gets it."""
        lasts = Attr("ttl").gt(int(self._clock.now().timestamp()))
        try:
            item = await self._table.delete_if(secret_key(kind, secret), lasts)
        except ConditionFailed:
            return None
        return self._live(kind, item)

    def _live(self, kind: type[T], item: Item | None) -> T | None:
        opened = from_record(kind, item) if item else None
        return opened if opened and opened.expires_at > self._clock.now() else None
