"""The whole flow over loopback: consent, code, owner, validation, revocation, device codes."""

from urllib.parse import parse_qs, urlsplit

import pytest

from core.adapters.oauth import Application, HttpOAuth, dialects
from core.domain.accounts.account_scopes import list_scopes
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, Forbidden
from core.ports.accounts import DevicePending
from tests.core.adapters.oauth.conftest import make_client
from tests.plan_builders import make_token

HOME = "https://truss.example/oauth/callback"
VERIFIER = "v" * 64


async def consent(server, client, session, **given):
    """Be a browser: open the page of consent and return what the person comes back with."""
    server.redirect_uris = {HOME}
    asked = {"state": "state-1", "redirect_uri": HOME, "code_verifier": VERIFIER} | given
    async with session.get(client.make_address(**asked), allow_redirects=False) as response:
        assert response.status == 302, await response.text()
        back = urlsplit(response.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == HOME
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def to_token(server, grant):
    return make_token(
        platform=server.platform,
        access_token=grant.access_token,
        refresh_token=grant.refresh_token,
    )


async def test_a_person_s_consent_becomes_access_to_their_account(server, client, session):
    back = await consent(server, client, session)
    grant = await client.redeem_code(back["code"], redirect_uri=HOME, code_verifier=VERIFIER)
    owner = await client.find_owner(grant)

    assert back["state"] == "state-1"
    assert grant.scopes == frozenset(list_scopes(server.platform))
    ((account_id, name),) = server.users.items()
    assert (owner.account_id, owner.name) == (account_id, name)
    assert (await client.refresh(to_token(server, grant))).access_token in server.accesses


async def test_tiktok_on_the_desktop_wants_its_challenge_in_hex(tiktok, session):
    tiktok.is_desktop = True
    client = make_client(tiktok, session)

    back = await consent(tiktok, client, session)
    grant = await client.redeem_code(back["code"], redirect_uri=HOME, code_verifier=VERIFIER)

    assert grant.access_token in tiktok.accesses


async def test_a_code_is_good_once(server, client, session):
    code = (await consent(server, client, session))["code"]
    await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)

    with pytest.raises(Forbidden, match="rejects the code it sent back"):
        await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)


async def test_a_redirect_address_is_compared_byte_by_byte(server, client, session):
    code = (await consent(server, client, session))["code"]

    with pytest.raises(Forbidden):
        await client.redeem_code(code, redirect_uri=f"{HOME}/", code_verifier=VERIFIER)


async def test_google_refuses_another_verifier(google, session):
    client = make_client(google, session)
    code = (await consent(google, client, session))["code"]

    with pytest.raises(Forbidden):
        await client.redeem_code(code, redirect_uri=HOME, code_verifier="w" * 64)


async def test_unticked_scopes_are_missing_from_the_grant(server, client, session):
    first, *others = list_scopes(server.platform)
    server.unticked = {first}

    code = (await consent(server, client, session))["code"]
    grant = await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)

    assert grant.scopes == frozenset(others)


async def test_a_person_without_a_channel_is_told_to_make_one(google, session):
    google.has_channel = False
    client = make_client(google, session)
    code = (await consent(google, client, session))["code"]
    grant = await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)

    with pytest.raises(Forbidden, match="no YouTube channel"):
        await client.find_owner(grant)


async def test_a_platform_that_does_not_say_whose_it_is_links_nothing(server, client, session):
    code = (await consent(server, client, session))["code"]
    grant = await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)
    server.end_access()

    with pytest.raises(ExternalFailure):
        await client.find_owner(grant)


async def test_a_wrong_secret_is_no_fault_of_the_person(server, client, session):
    code = (await consent(server, client, session))["code"]
    server.client_secret = "changed"

    with pytest.raises(ExternalFailure, match="client id or secret"):
        await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)


async def test_revoked_access_is_dead_and_revoking_it_again_is_well(server, client, session):
    code = (await consent(server, client, session))["code"]
    grant = await client.redeem_code(code, redirect_uri=HOME, code_verifier=VERIFIER)
    token = to_token(server, grant)

    await client.revoke(token)
    await client.revoke(token)

    is_google = server.platform is Platform.YOUTUBE
    assert server.revoked == [token.refresh_token if is_google else token.access_token]
    assert server.accesses == {}


async def test_only_twitch_says_whether_access_is_good(twitch, google, session):
    client = make_client(twitch, session)
    reply = twitch.issue("77", frozenset(), is_new=True)
    token = make_token(access_token=reply["access_token"])

    assert await client.is_valid(token)
    twitch.end_access()
    assert not await client.is_valid(token)
    assert await make_client(google, session).is_valid(token)


async def test_a_device_code_is_typed_waited_for_and_used_once(twitch, session):
    twitch.client_secret = ""
    client = make_client(twitch, session)
    offer = await client.start_device()
    assert (offer.interval_seconds, offer.expires_seconds) == (5, 1800)
    assert offer.verification_uri.startswith("https://www.twitch.tv/activate")

    assert await client.poll_device(offer.device_code) is DevicePending.WAIT
    twitch.slows_down = 1
    assert await client.poll_device(offer.device_code) is DevicePending.SLOW_DOWN
    twitch.approve_device(offer.user_code)
    grant = await client.poll_device(offer.device_code)

    assert not isinstance(grant, DevicePending)
    assert grant.scopes == frozenset(list_scopes(Platform.TWITCH))
    assert (await client.find_owner(grant)).account_id == "77"
    with pytest.raises(Forbidden, match="no longer accepts the code"):
        await client.poll_device(offer.device_code)


async def test_device_codes_are_refused_to_strangers(twitch, session):
    dialect = dialects.twitch(auth_url=f"{twitch.url}/oauth2", api_url=f"{twitch.url}/helix")
    client = HttpOAuth(dialect, Application(client_id="another"), session)

    with pytest.raises(ExternalFailure):
        await client.start_device()
    with pytest.raises(ExternalFailure, match="client id or secret"):
        await client.poll_device("a code")


async def test_who_has_a_secret_has_a_page_and_twitch_has_codes_too(session):
    twitch = dialects.twitch(auth_url="https://a.example", api_url="https://b.example")
    public = HttpOAuth(twitch, Application(client_id="a"), session)
    tiktok = HttpOAuth(
        dialects.tiktok(auth_url="https://a.example", api_url="https://b.example"),
        Application(client_id="a", client_secret="b"),
        session,
    )

    assert (public.has_page, public.has_device_codes) == (False, True)
    assert (tiktok.has_page, tiktok.has_device_codes) == (True, False)
    assert tiktok.platform is Platform.TIKTOK
