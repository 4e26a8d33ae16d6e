import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.oauth import Application, HttpOAuth, dialects
from core.adapters.oauth.client import REPLY_BYTES_MAX
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, ReconnectRequired
from core.ports.accounts import OAuthClient
from tests.core.adapters.oauth.conftest import make_client
from tests.plan_builders import make_token

_: type[OAuthClient] = HttpOAuth
SCOPES = frozenset({"b", "a"})


def linked(server):
    """Return a token as the platform has given it."""
    reply = server.issue(next(iter(server.users)), SCOPES, is_new=True)
    return make_token(
        platform=server.platform,
        access_token=reply["access_token"],
        refresh_token=reply["refresh_token"],
    )


async def test_a_refresh_gives_new_access_and_the_scopes_as_granted(server, client):
    token = linked(server)

    grant = await client.refresh(token)

    assert grant.access_token in server.accesses
    assert grant.access_token != token.access_token
    assert (grant.scopes, grant.expires_seconds) == (SCOPES, 3600.0)


async def test_only_tiktok_gives_another_refresh_token(server, client):
    """Google leaves it out, Twitch says the same one again; both mean that ours stays good."""
    token = linked(server)

    grant = await client.refresh(token)

    is_tiktok = server.platform is Platform.TIKTOK
    assert (grant.refresh_token not in {None, token.refresh_token}) is is_tiktok
    assert (grant.refresh_expires_seconds is not None) is is_tiktok


async def test_a_public_twitch_application_sends_no_secret_and_rotates(twitch, session):
    twitch.client_secret = ""
    token = linked(twitch)
    client = make_client(twitch, session)

    grant = await client.refresh(token)

    assert grant.refresh_token not in {None, token.refresh_token}
    with pytest.raises(ReconnectRequired):
        await client.refresh(token)


async def test_a_dead_refresh_token_is_final_whatever_the_status(server, client):
    token = linked(server)
    server.forget()

    with pytest.raises(ReconnectRequired, match=f"{server.platform.label} refuses"):
        await client.refresh(token)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_weak_moment_is_no_refusal(server, client, status):
    server.failing = [status]

    with pytest.raises(ExternalFailure) as raised:
        await client.refresh(linked(server))

    assert raised.value.retryable
    assert not isinstance(raised.value, ReconnectRequired)


async def test_a_wrong_secret_is_told_to_whoever_runs_the_bot(server, session):
    client = make_client(server, session, "another")

    with pytest.raises(ExternalFailure, match="refuses the client id or secret") as raised:
        await client.refresh(linked(server))

    assert not raised.value.retryable
    assert not isinstance(raised.value, ReconnectRequired)


async def test_an_address_where_nobody_listens_is_worth_another_try(session):
    dialect = dialects.tiktok(auth_url="http://127.0.0.1:9", api_url="http://127.0.0.1:9")
    client = HttpOAuth(dialect, Application(client_id="a", client_secret="s3cret"), session)

    with pytest.raises(ExternalFailure, match="cannot be reached") as raised:
        await client.refresh(make_token())

    assert raised.value.retryable
    assert "s3cret" not in repr(raised.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b"{}",
        b'{"access_token": 7}',
        b'{"access_token": ""}',
        b'{"access_token": "' + b"a" * REPLY_BYTES_MAX + b'"}',
    ],
)
async def test_what_is_no_grant_is_not_taken_for_one(session, body):
    async def answer(_request):
        return web.Response(body=body)

    application = web.Application()
    application.add_routes([web.post("/v2/oauth/token/", answer)])
    async with TestServer(application) as server:
        url = str(server.make_url("")).rstrip("/")
        dialect = dialects.tiktok(auth_url=url, api_url=url)
        client = HttpOAuth(dialect, Application(client_id="a"), session)

        with pytest.raises(ExternalFailure, match="gave an unexpected answer"):
            await client.refresh(make_token())


async def test_a_lifetime_that_is_none_is_unknown(session):
    async def answer(_request):
        return web.json_response({"access_token": "a", "expires_in": -5, "refresh_token": None})

    application = web.Application()
    application.add_routes([web.post("/v2/oauth/token/", answer)])
    async with TestServer(application) as server:
        url = str(server.make_url("")).rstrip("/")
        dialect = dialects.tiktok(auth_url=url, api_url=url)
        grant = await HttpOAuth(dialect, Application(client_id="a"), session).refresh(make_token())

    assert (grant.expires_seconds, grant.refresh_token, grant.scopes) == (None, None, None)
