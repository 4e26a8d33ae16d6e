import pytest

from core.adapters.doctor.applications import look_at_application
from core.adapters.oauth import Application, dialects
from tests.core.adapters.doctor.server import answering, one, only
from tests.servers.oauth import LoopbackGoogle, LoopbackTikTok, open_sign_in


def google_at(url):
    return dialects.google(accounts_url=url, auth_url=url, api_url=url)


async def look(dialect, client_id, secret):
    application = Application(client_id=client_id, client_secret=secret)
    return await look_at_application(dialect, application)


@pytest.fixture
async def places():
    google, tiktok = LoopbackGoogle(), LoopbackTikTok()
    async with open_sign_in(google, tiktok):
        yield {
            "YouTube": google_at(google.url),
            "TikTok": dialects.tiktok(auth_url=tiktok.url, api_url=tiktok.url),
        }


@pytest.mark.parametrize("name", ["YouTube", "TikTok"])
async def test_the_refusal_says_whether_the_application_is_known(places, name):
    at = places[name]

    assert await look(at, "client-1", "client-secret-1") == []
    for wrong in (("client-1", "other"), ("other", "client-secret-1")):
        assert "refuses the application's" in only(await look(at, *wrong))
    assert await look(at, "", "") is None
    assert "is set without" in only(await look(at, "client-1", ""))
    assert "is set without" in only(await look(at, "", "x"))


async def test_an_outage_is_advice():
    async with answering("later", status=500) as url:
        found = one(await look(google_at(url), "a", "b"))

    assert not found.is_fault
