import re

import pytest

from bot.web.static_files import CONTENT_TYPES, FOLDER
from core.domain.streams.stream import StreamStatus
from tests.bot.web.plan.test_plan_pages import add
from tests.builders import make_asset


@pytest.mark.parametrize("name", CONTENT_TYPES)
async def test_the_page_s_own_files_are_kept_for_good_under_their_tag(page, world, name):
    place = {"uploads.js": "/uploads", "plan.js": "/plan"}.get(name, "/")
    if name == "live.js":
        await world.add_stream(status=StreamStatus.LIVE, duration_seconds=None)
    if name == "edit.js":
        await world.add_stream()
        await world.stores.assets.add_asset(make_asset())
        place = f"/clips/{(await world.add_clip()).id}/edit"
    if name == "texts.js":
        place = f"/plan/posts/{await add(page)}"
    text = await (await page.get(place)).text()
    address = re.search(rf'"(/static/{re.escape(name)}\?v=[0-9a-f]{{12}})"', text)
    assert address

    answer = await page.get(address[1])

    assert answer.status == 200
    assert answer.content_type == CONTENT_TYPES[name]
    assert "immutable" in answer.headers["Cache-Control"]


async def test_without_its_tag_a_file_is_asked_for_again(page):
    answer = await page.get("/static/truss.css")

    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "..%2fapp.py", "%2e%2e%2fapp.py", "truss.css/.."])
async def test_nothing_else_is_served(page, name):
    assert (await page.get(f"/static/{name}")).status == 404


def test_every_file_of_the_folder_is_listed():
    assert {path.name for path in FOLDER.iterdir()} == set(CONTENT_TYPES)
