import re

import pytest
from rich.console import Console

from bot.bootstrap import open_connected
from bot.commands.login import run_login
from bot.commands.run import offer_owner_link
from config.settings import load_settings
from core.errors import Forbidden, InvalidInput

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - what a container listens on


@pytest.fixture
def settings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return load_settings(home=tmp_path / "home", web_port=8123)


def read_token(printed, address="http://127.0.0.1:8123"):
    found = re.search(rf"^{re.escape(address)}/login/(\S+)$", printed, re.MULTILINE)
    assert found, printed
    return found[1]


async def test_a_link_is_printed_beside_a_running_truss_and_opens_it(settings, capsys):
    async with open_connected(settings, publish_folder=settings.home / "out") as app:
        assert await run_login(settings) == 0

        visit = await app.people.sign_in.use_login_link(read_token(capsys.readouterr().out))

        actor = await app.people.sessions.find_actor(visit.session)
        assert actor is not None
        assert (actor.person_id, actor.creator_id) == ("web", "local")


async def test_it_leads_to_the_public_address(settings, capsys):
    settings = settings.model_copy(update={"public_url": "https://clips.example.org"})

    await run_login(settings)

    read_token(capsys.readouterr().out, "https://clips.example.org")


@pytest.mark.parametrize(
    ("host", "address"),
    [(ALL_ADDRESSES, "http://127.0.0.1:8123"), ("::1", "http://[::1]:8123")],
)
async def test_it_leads_to_an_address_that_can_be_opened(settings, capsys, host, address):
    await run_login(settings.model_copy(update={"web_host": host}))

    read_token(capsys.readouterr().out, address)


async def test_where_nobody_knows_the_port_it_says_so(settings):
    with pytest.raises(InvalidInput, match="--port"):
        await run_login(settings.model_copy(update={"web_port": 0}))


async def test_the_first_starts_offer_a_link_until_the_owner_is_signed_in(settings, capsys):
    page = "http://127.0.0.1:8123"
    tokens = []
    async with open_connected(settings, publish_folder=settings.home, page_url=page) as app:
        for _ in range(2):
            await offer_owner_link(app, Console())
            tokens.append(read_token(capsys.readouterr().out))
        await app.people.sign_in.use_login_link(tokens[0])
        with pytest.raises(Forbidden):
            await app.people.sign_in.use_login_link(tokens[0])

        await offer_owner_link(app, Console())

    assert capsys.readouterr().out == ""
