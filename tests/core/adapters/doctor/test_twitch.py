import pytest

from core.adapters.doctor.twitch import look_at_twitch
from tests.core.adapters.doctor.server import only
from tests.servers.twitch import run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET


@pytest.fixture
async def twitch():
    async with run_twitch() as server:
        yield server


@pytest.fixture
def look(twitch):
    async def look(client_id, secret):
        return await look_at_twitch(
            auth_url=twitch.auth_url, client_id=client_id, client_secret=secret
        )

    return look


async def test_what_is_right_is_accepted_and_what_is_not_set_not_asked(look):
    assert await look(CLIENT_ID, CLIENT_SECRET) == []
    assert await look("", "") is None


async def test_a_wrong_secret_and_a_wrong_id_are_told_apart(look):
    assert "refuses the client secret" in only(await look(CLIENT_ID, "wrong"))
    assert "does not know the client id" in only(await look("wrong", CLIENT_SECRET))


async def test_one_without_the_other_is_told(look):
    assert "without TRUSS_TWITCH_CLIENT_ID" in only(await look("", CLIENT_SECRET))
    (found,) = await look(CLIENT_ID, "")
    assert not found.is_fault


async def test_an_outage_is_advice(look, twitch):
    twitch.token_status = 503

    (found,) = await look(CLIENT_ID, CLIENT_SECRET)
    assert not found.is_fault
