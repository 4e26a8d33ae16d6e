"""The page as in its container: it listens everywhere, and people come from another machine."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.web.access import Access
from tests.bot.web.route_table import list_cases
from tests.journeys.discord_world import until
from tests.journeys.fault_program import Program, find_free_port
from tests.journeys.fault_world import ROOT, open_fault_world
from tests.servers.chromium import EXECUTABLE
from tests.servers.netns import Neighbour, open_neighbour

playwright = pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="neither chromium-headless-shell nor chromium here"
    ),
]


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    with open_neighbour() as machine:
        yield machine


def read_image_settings() -> dict[str, str]:
    """Return what the image sets, without the folder that only it has."""
    said = " ".join(re.findall(r"^ENV (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    found = dict(pair.split("=", 1) for pair in said.split() if pair.startswith("TRUSS_"))
    assert found.pop("TRUSS_HOME") == "/data"
    return {name.removeprefix("TRUSS_").lower(): value for name, value in found.items()}


@asynccontextmanager
async def run_in_container(folder: Path, **more: Any) -> AsyncIterator[Program]:
    async with (
        open_fault_world(folder) as world,
        world.run(**read_image_settings(), **more) as program,
    ):
        await until(lambda: "/login/" in program.read_log())
        yield program


@asynccontextmanager
async def open_tab_there(neighbour: Neighbour, folder: Path) -> AsyncIterator[Any]:
    assert EXECUTABLE is not None
    executable = await asyncio.to_thread(neighbour.wrap, EXECUTABLE, folder / "chromium")
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=executable, chromium_sandbox=False)
        try:
            tab = await browser.new_page()
            tab.set_default_timeout(30_000)
            yield tab
        finally:
            await browser.close()


async def test_a_person_elsewhere_signs_in_and_works(tmp_path: Path, neighbour: Neighbour) -> None:
    port = find_free_port()
    page = f"http://{neighbour.here}:{port}"
    async with (
        run_in_container(tmp_path, web_port=port) as program,
        open_tab_there(neighbour, tmp_path) as tab,
    ):
        for case in list_cases():
            if case.method == "GET" and case.needs is not Access.PUBLIC:
                answer = await tab.goto(f"{page}{case.path}")
                assert answer is not None
                is_kept_out = answer.status == 401 or tab.url.startswith(f"{page}/login")
                assert is_kept_out, case
        printed = re.search(r"https?://[^/\s]+(/login/\S+)", program.read_log())
        assert printed

        await tab.goto(f"{page}{printed[1]}")
        await tab.get_by_role("button", name="Sign in", exact=True).click()
        await tab.wait_for_url(f"{page}/")
        await tab.goto(f"{page}/settings")
        await tab.get_by_label("Name", exact=True).fill("Ada elsewhere")
        await tab.get_by_role("button", name="Save").click()
        await tab.wait_for_load_state()
        await tab.goto(f"{page}/settings")

        assert await tab.get_by_label("Name", exact=True).input_value() == "Ada elsewhere"


@pytest.mark.soak
async def test_who_comes_by_another_name_than_the_one_that_was_set_is_told_the_setting(
    tmp_path: Path, neighbour: Neighbour
) -> None:
    port = find_free_port()
    named = {"public_url": "https://clips.example.org", "web_port": port}
    async with (
        run_in_container(tmp_path, **named),
        open_tab_there(neighbour, tmp_path) as tab,
    ):
        answer = await tab.goto(f"http://{neighbour.here}:{port}/")

        assert answer.status == 421
        assert "TRUSS_PUBLIC_URL" in await tab.inner_text("main")
