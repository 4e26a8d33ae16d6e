"""The page of figures in a real browser, as narrow as a phone."""

import pytest

from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.figures.test_figure_pages import add_post, make_export
from tests.bot.web.test_browser import browse, pytestmark

__all__ = ["browse", "pytestmark"]
WIDTH = 390


@pytest.fixture
async def narrow(page, browse):
    return lambda address: browse(address, viewport={"width": WIDTH, "height": 844})


async def test_a_file_is_chosen_looked_at_and_imported_on_a_phone(narrow, world, tmp_path):
    await add_post(world)
    export = {"name": "Table data.csv", "mimeType": "text/csv", "buffer": make_export()}

    async with narrow("/figures") as tab:
        await tab.set_input_files("#file", files=[export])
        await tab.screenshot(path=tmp_path / "figures.png", full_page=True)
        await tab.click("text=See what it would do")
        await tab.wait_for_selector("text=This would bring figures of 1 post")
        await tab.screenshot(path=tmp_path / "preview.png", full_page=True)
        await tab.click("text=Import")
        await tab.wait_for_selector("text=Imported: 1 post changed")
        for address in ("/figures", ""):
            wide = await tab.evaluate("document.documentElement.scrollWidth")
            assert wide <= WIDTH, address
            await tab.goto(tab.url.partition("/figures")[0] + "/figures")
        assert "1,200 views" in await tab.inner_text("main")
        assert tab.complaints == []
