"""What machines ask, and the page of the set-up."""

from core.domain.work.finding import Finding, Weight
from core.errors import ExternalFailure
from core.services.work.checkup import Check
from tests.bot.web.world import find_token


async def read(page, address, status=200):
    answer = await page.get(address)
    assert answer.status == status
    return await answer.text()


async def test_life_asks_nothing_and_readiness_asks_table_and_storage(page, world, monkeypatch):
    assert await read(page, "/livez") == "alive\n"
    assert await read(page, "/readyz") == "table: ok\nstorage: ok\n"

    async def be_away(**_):
        raise ExternalFailure("The table is away; its name is secret.")

    monkeypatch.setattr(world.app.ports.stores.directory, "list_creators", be_away)
    monkeypatch.setattr(world.app.work.readiness, "_kept_until", float("-inf"))
    world.app.work.health.note_trouble("Discord", "Discord refuses TRUSS_DISCORD_TOKEN.")

    said = await read(page, "/readyz", 503)
    assert said == "table: does not answer\nstorage: ok\nDiscord: in trouble\n"
    assert await read(page, "/livez") == "alive\n"


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
