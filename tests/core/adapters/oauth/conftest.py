from collections.abc import AsyncIterator

import aiohttp
import pytest

from core.adapters.oauth import Application, HttpOAuth, dialects
from tests.servers.oauth import (
    LoopbackGoogle,
    LoopbackSignIn,
    LoopbackTikTok,
    LoopbackTwitchSignIn,
    open_sign_in,
)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def google() -> AsyncIterator[LoopbackGoogle]:
    server = LoopbackGoogle(users={"UC1": "Ana's channel"})
    async with open_sign_in(server):
        yield server


@pytest.fixture
async def tiktok() -> AsyncIterator[LoopbackTikTok]:
    server = LoopbackTikTok(users={"open-1": "Ana"})
    async with open_sign_in(server):
        yield server


@pytest.fixture
async def twitch() -> AsyncIterator[LoopbackTwitchSignIn]:
    server = LoopbackTwitchSignIn(users={"77": "Ana"})
    async with open_sign_in(server):
        yield server


@pytest.fixture(params=["google", "tiktok", "twitch"])
def server(request) -> LoopbackSignIn:
    """The sign-in of each platform."""
    found: LoopbackSignIn = request.getfixturevalue(request.param)
    return found


def make_client(
    server: LoopbackSignIn, session: aiohttp.ClientSession, secret: str | None = None
) -> HttpOAuth:
    """Return our client for a server."""
    url = server.url
    match server:
        case LoopbackGoogle():
            dialect = dialects.google(accounts_url=url, auth_url=url, api_url=url)
        case LoopbackTikTok():
            dialect = dialects.tiktok(auth_url=url, api_url=url, is_desktop=server.is_desktop)
        case _:
            dialect = dialects.twitch(auth_url=f"{url}/oauth2", api_url=f"{url}/helix")
    given = server.client_secret if secret is None else secret
    application = Application(client_id=server.client_id, client_secret=given)
    return HttpOAuth(dialect, application, session)


@pytest.fixture
def client(server, session) -> HttpOAuth:
    return make_client(server, session)
