import asyncio
import os
import signal

import aiohttp
import pytest
from aiohttp import web

from bot.runner import bind_page, page_address, run_ownership, serve_page, stop_on_signals
from config.settings import load_settings
from core.errors import Busy, InvalidInput
from core.services.work.ownership import TIMERS
from tests.fakes.app import make_app
from tests.fakes.ownerships import FakeOwnerships


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_a_port_in_use_is_one_sentence():
    """The demo says so before it renders for a minute."""
    first = bind_page(load_settings(web_port=0))
    first.listen()
    port = first.getsockname()[1]

    with pytest.raises(Busy, match=f"Port {port} .* choose another with --port"):
        bind_page(load_settings(web_port=port))

    first.close()


def test_a_host_that_is_not_ours_is_one_sentence():
    with pytest.raises((Busy, InvalidInput)):
        bind_page(load_settings(web_host="no.such.host.invalid", web_port=0))


async def test_the_page_is_served_while_the_block_runs():
    async def hello(_request: web.Request) -> web.Response:
        return web.Response(text="hello")

    page = web.Application()
    page.router.add_get("/", hello)
    listener = bind_page(load_settings(web_port=0))

    async with (
        serve_page(page, listener),
        aiohttp.ClientSession() as client,
        client.get(page_address(listener)) as answer,
    ):
        assert await answer.text() == "hello"


async def test_a_signal_stops_instead_of_killing():
    with stop_on_signals() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 30)

    assert stop.is_set()


async def test_what_is_owned_is_given_up_with_the_block(tmp_path):
    """The next process need not wait for a lease."""
    ownerships = FakeOwnerships()
    app = make_app(tmp_path, ownerships=ownerships, limits={"is_shared": True})

    async with run_ownership(app):
        assert app.work.owned.is_held(TIMERS)

    assert ownerships.rows == {}
