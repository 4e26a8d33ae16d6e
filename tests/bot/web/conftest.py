import pytest

from bot.web.app import make_web_app
from tests.bot.web.world import World
from tests.builders import make_actor

HOSTS = frozenset({"127.0.0.1"})


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def open_page(aiohttp_client, world):
    """Return a function that starts the page for an actor and gives a client for it."""

    async def open_for(actor=None, **given):
        values = {"allowed_hosts": HOSTS} | given
        return await aiohttp_client(make_web_app(world.app, actor=actor or make_actor(), **values))

    return open_for


@pytest.fixture
async def page(open_page):
    return await open_page()
