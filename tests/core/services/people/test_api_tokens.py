import pytest

from core.errors import InvalidInput
from core.services.people import api_tokens
from core.services.people.sign_in import LOGIN
from tests.builders import make_actor
from tests.fakes.app import make_app


@pytest.fixture
async def signed_in(tmp_path):
    app = make_app(tmp_path)
    link = await app.people.sign_in.make_login_link(make_actor())
    return app, (await app.people.sign_in.use_login_link(link.url.rpartition("/")[2])).session


async def test_a_token_is_a_session_for_programs_alone(signed_in):
    app, own = signed_in

    token = await app.people.api_tokens.make_token(own, "My script\u202e")

    found = await app.people.sessions.find_session(token, purpose=api_tokens.API)
    assert found
    assert (found.person_id, found.creator_id, found.browser) == (
        own.person_id,
        own.creator_id,
        "My script",
    )
    assert token not in repr(found)
    assert await app.people.sessions.find_session(token, purpose=LOGIN) is None


async def test_it_is_listed_and_revoked_with_the_sessions(signed_in):
    app, own = signed_in
    token = await app.people.api_tokens.make_token(own, "One")
    listed = await app.people.sessions.list_sessions(own)
    (kept,) = [session for session in listed if session.purpose == api_tokens.API]

    await app.people.sessions.revoke(own, kept.digest)

    assert await app.people.sessions.find_session(token, purpose=api_tokens.API) is None


async def test_a_token_has_a_name_and_there_are_not_endlessly_many(signed_in, monkeypatch):
    app, own = signed_in
    monkeypatch.setattr(api_tokens, "API_TOKENS_MAX", 1)

    with pytest.raises(InvalidInput, match="a name"):
        await app.people.api_tokens.make_token(own, " \n")
    await app.people.api_tokens.make_token(own, "One")
    with pytest.raises(InvalidInput, match="enough"):
        await app.people.api_tokens.make_token(own, "Two")
