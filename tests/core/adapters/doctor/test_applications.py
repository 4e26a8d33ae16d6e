import pytest

from core.adapters.doctor.applications import at_google, at_tiktok, look_at_application
from tests.core.adapters.doctor.server import answering, one, only
from tests.servers.oauth import LoopbackGoogle, LoopbackTikTok, open_sign_in


@pytest.fixture
async def places():
    google, tiktok = LoopbackGoogle(), LoopbackTikTok()
    async with open_sign_in(google, tiktok):
        yield {
            "YouTube": lambda name, secret: at_google(
                auth_url=google.url, client_id=name, client_secret=secret
            ),
            "TikTok": lambda name, secret: at_tiktok(
                api_url=tiktok.url, client_key=name, client_secret=secret
            ),
        }


@pytest.mark.parametrize("name", ["YouTube", "TikTok"])
async def test_the_refusal_says_whether_the_application_is_known(places, name):
    at = places[name]

    assert await look_at_application(at("client-1", "client-secret-1")) == []
    for wrong in (("client-1", "other"), ("other", "client-secret-1")):
        assert "refuses the application's" in only(await look_at_application(at(*wrong)))
    assert await look_at_application(at("", "")) is None
    assert "is set without" in only(await look_at_application(at("client-1", "")))
    assert "is set without" in only(await look_at_application(at("", "x")))


async def test_an_outage_is_advice():
    async with answering("later", status=500) as url:
        at = at_google(auth_url=url, client_id="a", client_secret="b")
        found = one(await look_at_application(at))

    assert not found.is_fault
