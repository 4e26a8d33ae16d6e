"""The analytics page, as a browser asks for it."""

import re

import pytest

from core.domain.learning.metrics import DayCounts
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.builders import CREATOR, NOON, make_actor


@pytest.fixture
async def filled(world):
    counts = {"views": 1234, "youtube views": 1234, "likes": 56, "chat messages": 7}
    await world.app.ports.stores.analytics.put_day(
        CREATOR, DayCounts(on=NOON.date(), counts=counts)
    )
    await world.app.demo_history.lay_out(make_actor())
    return world


async def read(page, path):
    answer = await page.get(path)
    return answer.status, await answer.text()


async def test_days_platforms_and_posts_are_shown(filled, page):
    status, text = await read(page, "/analytics?days=90")

    assert status == 200
    assert 'class="day"' in text
    assert re.search(r'<th scope="row">YouTube</th>\s*<td>1,234</td>', text)
    assert re.search(r"\d+ posts made since 20\d\d-\d\d-\d\d, the most views first", text)
    older = re.search(r'href="(/analytics\?days=90&amp;show=views&amp;until=[\d-]+)"', text)
    assert older
    assert (await read(page, older[1].replace("&amp;", "&")))[0] == 200


async def test_another_figure_is_chosen_by_a_form(filled, page):
    status, text = await read(page, "/analytics?days=7&show=chat+messages")

    assert status == 200
    assert "7 chat messages in 7 days" in text


@pytest.mark.parametrize("query", ["days=8", "days=x", "show=<b>", "until=yesterday"])
async def test_what_is_not_offered_is_refused_in_words(page, query):
    status, text = await read(page, f"/analytics?{query}")

    assert status == 400
    assert "<b>" not in text


async def test_an_empty_workspace_says_so(page):
    status, text = await read(page, "/analytics")

    assert status == 200
    assert "No views in these days." in text
    assert "No platform has told anything" in text
