"""What machines ask, and the page of the set-up."""

from functools import partial

import pytest

from bot.web.metrics.metrics_page import MetricsDoor
from core.domain.people.actor import Role
from core.domain.work.finding import Finding, Weight
from core.domain.work.ids import DEMO_CREATOR_ID
from core.errors import ExternalFailure
from core.services.work.checkup import Check
from tests.bot.web.world import find_token
from tests.builders import make_actor


async def read(page, address, status=200):
    answer = await page.get(address)
    assert answer.status == status
    return await answer.text()


TOKEN = "a long token of the settings"


async def test_life_asks_nothing_and_readiness_asks_table_and_storage(page, world, monkeypatch):
    assert await read(page, "/livez") == "alive\n"
    assert await read(page, "/readyz") == "table: ok\nstorage: ok\n"

    async def be_away(**_):
        raise ExternalFailure("The table is away; its name is secret.")

    monkeypatch.setattr(world.app.ports.stores.directory, "list_creators", be_away)
    monkeypatch.setattr(world.app.work.readiness, "_kept_until", float("-inf"))
    world.app.work.health.note_trouble("Discord", "Discord refuses TRUSS_DISCORD_TOKEN.")

    said = await read(page, "/readyz", 503)
    assert said == (
        "table: does not answer\nstorage: ok\nDiscord: Discord refuses TRUSS_DISCORD_TOKEN.\n"
    )
    assert await read(page, "/livez") == "alive\n"


STRANGERS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Bearer wrong"},
    {"Authorization": "Bearer "},
    {"X-Forwarded-For": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1", "X-Real-IP": "127.0.0.1"},
)


@pytest.mark.parametrize("headers", STRANGERS)
async def test_strangers_are_told_whether_and_never_what(open_page, world, headers):
    """They come from this machine too: a proxy on it asks for all of them."""
    page = await open_page(metrics=MetricsDoor(token=TOKEN, on_loopback=True))
    page.session.cookie_jar.clear()
    ask = partial(page.get, headers=headers)

    assert await (await ask("/healthz")).text() == "ok\n"
    world.app.work.health.note_trouble("Discord", "Discord refuses TRUSS_DISCORD_TOKEN.")

    for address, status, said in (
        ("/healthz", 503, "not ok\n"),
        ("/readyz", 200, "ready\n"),
        ("/livez", 200, "alive\n"),
    ):
        answer = await ask(address)
        assert (answer.status, await answer.text()) == (status, said)
        assert "Discord" not in str(answer.headers)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_who_does_not_run_truss_is_told_no_more(open_page, world, role):
    page = await open_page(make_actor(role=role))
    world.app.work.health.note_trouble("Discord", "Discord refuses TRUSS_DISCORD_TOKEN.")

    assert await read(page, "/healthz", 503) == "not ok\n"
    assert await read(page, "/readyz") == "ready\n"


async def test_monitoring_is_told_by_its_token_even_while_the_table_is_away(
    open_page, world, monkeypatch
):
    page = await open_page(metrics=MetricsDoor(token=TOKEN))
    page.session.cookie_jar.clear()
    world.app.work.health.note_trouble("Table", "The table does not answer.")

    async def be_away(*_, **__):
        raise ExternalFailure("The table is away.")

    monkeypatch.setattr(world.app.ports.stores.sessions, "find_session", be_away)
    monkeypatch.setattr(world.app.ports.stores.directory, "list_creators", be_away)

    for address, said in (
        ("/healthz", "Table: The table does not answer.\n"),
        ("/readyz", "table: does not answer\nstorage: ok\nTable: The table does not answer.\n"),
    ):
        answer = await page.get(address, headers={"Authorization": f"Bearer {TOKEN}"})
        assert (answer.status, await answer.text()) == (503, said)


async def test_the_demo_s_visitors_are_strangers(open_page, world):
    page = await open_page(make_actor(creator_id=DEMO_CREATOR_ID))
    world.app.work.health.note_trouble("ffmpeg", "It is gone; install it again.")

    assert await read(page, "/healthz", 503) == "not ok\n"


async def test_the_page_says_what_is_wrong_and_looks_again(page, world, monkeypatch):
    assert "Nobody has looked since the start" in await read(page, "/doctor")
    found = [
        Finding(check="<disk>", problem="The <disk> is full", mend="make room"),
        Finding(check="words", problem="None", mend="add it", weight=Weight.ADVICE),
    ]

    async def look():
        return found

    monkeypatch.setattr(world.app.work.checkup, "_checks", (Check(name="<disk>", look=look),))
    token = find_token(await read(page, "/doctor"))
    again = await page.post("/doctor", data={"csrf_token": token}, allow_redirects=False)

    assert (again.status, again.headers["Location"]) == (303, "/doctor")
    shown = await read(page, "/doctor")
    assert "The &lt;disk&gt; is full; make room." in shown
    assert "Something does not work" in shown
    assert 'href="/doctor"' in await read(page, "/jobs")
