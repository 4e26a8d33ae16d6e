"""Platform tokens in the table, each sealed for the row it is stored in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Attr
from core.adapters.table.items.account_items import (
    pack_secrets,
    read_sealed,
    read_token_item,
    token_item,
    token_key,
)
from core.adapters.table.items.creator_items import directory_item
from core.adapters.table.rows import beginning, read_range
from core.adapters.table.stores.jobs import add_job_actions
from core.adapters.table.table import (
    Action,
    ConditionFailed,
    Item,
    ItemKey,
    Put,
    Table,
    TransactionCancelled,
    key_of,
)
from core.adapters.table.writing import new, over
from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job
from core.domain.work.platform import Platform
from core.errors import Conflict, InvalidInput, NotFound
from core.ports.accounts import Cipher, Sealed

_TRIES = 4


class NoCipher:
    """Stands in if no cipher was given: it seals nothing and opens nothing."""

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:  # noqa: ARG002 - the port's
        raise InvalidInput("No accounts can be linked here: the bot was started without a key.")

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:  # noqa: ARG002 - the port's
        raise InvalidInput("No accounts can be read here: the bot was started without a key.")

    def is_current(self, sealed: Sealed) -> bool:  # noqa: ARG002 - the port's
        return True


class TokenTable:
    """Keeps tokens; a platform's first account has the bare key, others append their id."""

    def __init__(self, table: Table, cipher: Cipher) -> None:
        self._table = table
        self._cipher = cipher

    async def link_account(self, token: PlatformToken) -> PlatformToken:
        """Store it; if another links the same account at this moment, the later one stays."""
        for _ in range(_TRIES):
            rows = await self._rows(token.creator_id, token.platform)
            try:
                return await self._link(token, rows)
            except ConditionFailed:
                continue
        raise Conflict("Somebody else is linking this account: look at it again.")

    async def _link(self, token: PlatformToken, rows: list[Item]) -> PlatformToken:
        older = _find(rows, token.account_id)
        if older is not None:
            linked = replace(token, version=older["version"] + 1)
            put = over(await self._seal(linked, key_of(older)), seen=older["version"])
            return await self._store_linked(linked, put)
        first = token_key(token.creator_id, token.platform)
        is_free = all(key_of(row) != first for row in rows)
        suffix = "" if is_free else token.account_id
        linked = replace(token, version=1)
        key = token_key(token.creator_id, token.platform, suffix)
        return await self._store_linked(linked, new(await self._seal(linked, key)))

    async def _store_linked(self, linked: PlatformToken, put: Put) -> PlatformToken:
        """Store it, and add the creator to those whose accounts are kept fresh."""
        await self._store(put)
        await self._table.put_if(directory_item(linked.creator_id))
        return linked

    async def _store(self, put: Put) -> None:
        await self._table.put_if(put.item, put.condition)

    async def get_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        rows = await self._rows(creator_id, platform)
        row = _find(rows, account_id) if account_id else next(iter(rows), None)
        if row is None:
            raise NotFound("There is no such account: link it with /account link.")
        return await self._open(row)

    async def save_token(self, token: PlatformToken, *, jobs: Sequence[Job] = ()) -> PlatformToken:
        row = _find(await self._rows(token.creator_id, token.platform), token.account_id)
        if row is None:
            raise NotFound("The account is no longer linked: link it with /account link.")
        saved = replace(token, version=token.version + 1)
        put = over(await self._seal(saved, key_of(row)), seen=token.version)
        also: list[Action] = [action for job in jobs for action in add_job_actions(job)]
        try:
            if also:
                await self._table.transact([put, *also])
            else:
                await self._store(put)
        except ConditionFailed as error:
            raise await self._explain(error.current) from error
        except TransactionCancelled as error:
            raise await self._explain(error.failed.get(0, row)) from error
        return saved

    async def _explain(self, current: Item | None) -> Conflict | NotFound:
        if current is None:
            return NotFound("The account is no longer linked: link it with /account link.")
        return Conflict(
            "The account was refreshed by another process: use the newer token.",
            current=await self._open(current),
        )

    async def list_tokens(self, creator_id: CreatorId) -> tuple[PlatformToken, ...]:
        rows = await self._rows(creator_id)
        return tuple([await self._open(row) for row in rows])

    async def unlink_account(
        self, creator_id: CreatorId, platform: Platform, account_id: str
    ) -> bool:
        row = _find(await self._rows(creator_id, platform), account_id)
        if row is None:
            return False
        try:
            await self._table.delete_if(key_of(row), Attr("accountId").eq(account_id))
        except ConditionFailed:
            return False
        return True

    async def _rows(self, creator_id: CreatorId, platform: Platform | None = None) -> list[Item]:
        prefix = keys.token_sk(platform.value) if platform else keys.TOKEN_PREFIX
        condition = beginning(keys.creator_pk(creator_id), prefix)
        return await read_range(self._table, condition, consistent=True)

    async def _seal(self, token: PlatformToken, key: ItemKey) -> Item:
        sealed = await self._cipher.seal(pack_secrets(token), pk=key.pk, sk=key.sk)
        return token_item(token, key, sealed)

    async def _open(self, row: Item) -> PlatformToken:
        key = key_of(row)
        secrets = await self._cipher.unseal(read_sealed(row), pk=key.pk, sk=key.sk)
        return read_token_item(row, secrets)


def _find(rows: list[Item], account_id: str) -> Item | None:
    return next((row for row in rows if row["accountId"] == account_id), None)
