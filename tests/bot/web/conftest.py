import pytest

from bot.web.home import events
from core.domain.work.ids import DEMO_CREATOR_ID
from tests.bot.web.world import World
from tests.builders import make_actor
from tests.fakes.page import make_page

HOSTS = frozenset({"127.0.0.1"})


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def open_page(aiohttp_client, world):
    """Return a function that starts the page and gives a client in which an actor is signed in."""

    async def open_for(actor=None, **given):
        actor, values = actor or make_actor(), {"allowed_hosts": HOSTS} | given
        if actor.creator_id == DEMO_CREATOR_ID:
            return await aiohttp_client(make_page(world.app, demo=actor, **values))
        page = make_page(world.app, **values)
        return await aiohttp_client(page, cookies=await world.sign_in(actor))

    return open_for


@pytest.fixture
async def page(open_page):
    return await open_page()


@pytest.fixture(autouse=True)
def hurried_events(monkeypatch):
    """Answers that tell of changes end soon, so that whoever reads every address can go on."""
    monkeypatch.setattr(events, "OPEN_SECONDS", 0.05)
    monkeypatch.setattr(events, "STEP_SECONDS", 0.01)
