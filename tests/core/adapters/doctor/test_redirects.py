import base64
from typing import Any

import pytest

from core.adapters.doctor.asking import Answer
from core.adapters.doctor.redirects import Consent, list_consents, look_at_redirects, says_mismatch
from core.adapters.oauth import Application, HttpOAuth, dialects
from tests.core.adapters.doctor.server import only
from tests.servers.oauth import LoopbackGoogle, LoopbackTikTok, open_sign_in

NOBODY: Any = None  # an address is made without a session
BACK = "https://clips.example/oauth/{}/callback"


def make_consent(name, dialect):
    client = HttpOAuth(dialect, Application(client_id="client-1", client_secret="x"), NOBODY)
    (consent,) = list_consents([client], public_url="https://clips.example")
    assert (consent.name, consent.redirect_uri) == (name, BACK.format(name.lower()))
    return consent


@pytest.mark.parametrize("name", ["YouTube", "TikTok"])
async def test_an_address_that_nobody_registered_is_found(name):
    google, tiktok = LoopbackGoogle(users={"u": "Ada"}), LoopbackTikTok(users={"u": "Ada"})
    async with open_sign_in(google, tiktok):
        server, dialect = {
            "YouTube": (
                google,
                dialects.google(accounts_url=google.url, auth_url=google.url, api_url=google.url),
            ),
            "TikTok": (tiktok, dialects.tiktok(auth_url=tiktok.url, api_url=tiktok.url)),
        }[name]
        consent = make_consent(name, dialect)

        said = only(await look_at_redirects([consent]))
        server.redirect_uris.add(consent.redirect_uri)

        assert f"{name} does not know the redirect address {consent.redirect_uri}" in said
        assert await look_at_redirects([consent]) == []


async def test_who_sends_nobody_anywhere_or_is_away_is_no_finding():
    assert await look_at_redirects([]) is None
    away = Consent(name="Twitch", address="http://127.0.0.1:9", redirect_uri="https://x")
    assert await look_at_redirects([away]) == []


@pytest.mark.parametrize(
    ("answer", "is_mismatch"),
    [
        (Answer(status=302, location="http://localhost?error=redirect_mismatch"), True),
        (
            Answer(
                status=302,
                location="https://accounts.example/signin/oauth/error?authError="
                + base64.urlsafe_b64encode(b"\x12redirect_uri_mismatch\x1a").decode().rstrip("="),
            ),
            True,
        ),
        (
            Answer(
                status=302,
                location="https://accounts.example/signin?continue=%3Fredirect_uri%3Dhttps%3A%2F%2Fx",
            ),
            False,
        ),
        (Answer(status=400, text="Parameter redirect_uri does not match registered URI"), True),
        (Answer(status=400, text="unknown client"), False),
        (Answer(status=200, text="<html>redirect_uri=https://x</html>"), False),
        (Answer(status=302, location="https://x?authError=%%%"), False),
    ],
)
def test_a_refusal_is_told_from_a_page_of_consent(answer, is_mismatch):
    assert says_mismatch(answer) is is_mismatch
