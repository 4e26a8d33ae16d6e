"""A process that requests an account's token, eight times at once."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp

from core.adapters.cipher import LocalCipher, read_keys
from core.adapters.clock import SystemClock
from core.adapters.ids import RandomIds
from core.adapters.oauth import Application, HttpOAuth, dialects
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.work.platform import Platform
from core.ports.stores import Stores
from core.services.accounts.token_refresh import TokenRefresh
from tests.builders import CREATOR

SECRET = b"a secret of the tests"
AT_ONCE = 8


async def open_table(home: Path) -> tuple[SqliteTable, Stores]:
    table = await SqliteTable.open(home / "truss.sqlite3")
    cipher = LocalCipher(await read_keys(home))
    stores = open_stores(table, cursor_secret=SECRET, clock=SystemClock(), cipher=cipher)
    return table, stores


def make_refreshing(
    stores: Stores, session: aiohttp.ClientSession, platform: Platform, url: str
) -> TokenRefresh:
    if platform is Platform.TIKTOK:
        dialect = dialects.tiktok(auth_url=url, api_url=url)
    else:
        dialect = dialects.google(accounts_url=url, auth_url=url, api_url=url)
    application = Application(client_id="client-1", client_secret="client-secret-1")
    return TokenRefresh(
        clock=SystemClock(),
        ids=RandomIds(),
        tokens=stores.tokens,
        guilds=stores.guilds,
        oauth={platform: HttpOAuth(dialect, application, session)},
        poll_seconds=0.05,
    )


async def main(home: Path, platform: Platform, url: str) -> None:
    table, stores = await open_table(home)
    async with aiohttp.ClientSession() as session:
        token_refresh = make_refreshing(stores, session, platform, url)
        tokens = await asyncio.gather(
            *(token_refresh.get_fresh_token(CREATOR, platform) for _ in range(AT_ONCE))
        )
    await table.close()
    print("\n".join(token.access_token for token in tokens))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Platform(sys.argv[2]), sys.argv[3]))
