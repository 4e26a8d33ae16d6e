import asyncio
import os
import signal

import aiohttp
import pytest
from aiohttp import web

from bot.runner import (
    answers_any_host,
    bind_page,
    is_for_this_machine,
    page_address,
    serve_page,
    stop_on_signals,
)
from config.settings import load_settings
from core.errors import Busy, InvalidInput

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - what a container listens on


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


@pytest.mark.parametrize(
    ("host", "public_url", "any_host", "is_here"),
    [
        ("127.0.0.1", "", False, True),
        (ALL_ADDRESSES, "", True, False),
        (ALL_ADDRESSES, "https://clips.example.org", False, False),
    ],
)
def test_a_page_that_listens_everywhere_and_has_no_name_answers_to_any(
    host, public_url, any_host, is_here
):
    settings = load_settings(web_host=host, web_port=0, public_url=public_url)

    with bind_page(settings) as listener:
        assert answers_any_host(settings, listener) is any_host
        assert is_for_this_machine(listener) is is_here
        assert page_address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"
