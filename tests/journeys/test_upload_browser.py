"""The upload page in a real browser, over a wire that is cut in the middle."""

import asyncio
import shutil
from contextlib import asynccontextmanager

import pytest

from tests.journeys.upload_world import MIB, digest, make_video, run_site

playwright_api = pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
BROWSER = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.ffmpeg,
    pytest.mark.skipif(BROWSER is None, reason="neither chromium-headless-shell nor chromium here"),
]


@pytest.fixture
async def site(tmp_path):
    async with run_site(tmp_path / "home") as running:
        yield running


@asynccontextmanager
async def open_browser():
    async with playwright_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield browser
        await browser.close()


async def open_tab(browser, address):
    tab = await browser.new_page()
    tab.complaints = []
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on("console", lambda said: _note(tab, said))
    tab.set_default_timeout(60_000)
    await tab.goto(address)
    return tab


def _note(tab, said):
    """Keep what breaks the page; a connection that was cut is no fault of it."""
    if said.type == "error" and "ERR_" not in said.text and "status of" not in said.text:
        tab.complaints.append(said.text)


async def send_over_a_cut_wire(site, tab, video):
    """Choose a file, cut the wire when half of it has gone through, and mend it."""
    size = video.stat().st_size
    site.wire.cut_after_bytes = site.wire.sent_bytes + size // 2
    await tab.locator("#files").set_input_files(str(video))
    await tab.get_by_text("The connection is lost").wait_for()
    before = site.wire.sent_bytes
    await asyncio.sleep(0.2)
    site.wire.mend()
    return before


async def test_a_cut_connection_goes_on_by_itself_and_sends_no_part_twice(site, tmp_path):
    video = await asyncio.to_thread(make_video, tmp_path / "My stream.mp4", mebibytes=40)
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads")
        await send_over_a_cut_wire(site, tab, video)

        await tab.wait_for_url("**/uploads/0*")
        await tab.get_by_text("1 clip made").wait_for()

        assert await tab.get_by_role("heading", name="My stream").count() == 1
        assert tab.complaints == []
    assert site.wire.cuts == 1
    assert await site.stored_digests() == [await asyncio.to_thread(digest, video)]
    # At most the three parts that were under way at the cut went through twice.
    assert site.wire.sent_bytes < (40 + 3 * 8 + 1) * MIB


async def test_the_same_file_chosen_after_a_reload_goes_on_where_it_was(site, tmp_path):
    video = await asyncio.to_thread(make_video, tmp_path / "run.mp4", mebibytes=40)
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads")
        site.wire.cut_after_bytes = site.wire.sent_bytes + 30 * MIB
        await tab.locator("#files").set_input_files(str(video))
        await tab.get_by_text("The connection is lost").wait_for()
        await tab.close()
        site.wire.mend()
        before = site.wire.sent_bytes

        tab = await open_tab(browser, f"{site.url}/uploads")
        await tab.locator("#files").set_input_files(str(video))
        await tab.get_by_text("1 clip made").wait_for()

    assert await site.stored_digests() == [await asyncio.to_thread(digest, video)]
    assert site.wire.sent_bytes - before < 40 * MIB


async def test_a_file_that_is_no_video_is_told_at_once_and_nothing_is_sent(site, tmp_path):
    wrong = tmp_path / "notes.mp4"
    wrong.write_bytes(b"%PDF-1.7" + b"x" * MIB)
    (tmp_path / "empty.mp4").touch()
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads")

        await tab.locator("#files").set_input_files([str(wrong), str(tmp_path / "empty.mp4")])

        await tab.get_by_text("That is not a readable video").wait_for()
        await tab.get_by_text("That file is empty").wait_for()
        assert await tab.get_by_role("button", name="Try again").count() == 2
        assert tab.complaints == []
    assert site.wire.sent_bytes < MIB


async def test_it_can_be_stopped_and_goes_on_when_it_is_wanted(site, tmp_path):
    video = await asyncio.to_thread(make_video, tmp_path / "run.mp4", mebibytes=40)
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads")
        site.wire.cut_after_bytes = site.wire.sent_bytes + 20 * MIB
        await tab.locator("#files").set_input_files(str(video))
        await tab.get_by_text("The connection is lost").wait_for()
        await tab.get_by_role("button", name="Stop").click()
        await tab.get_by_text("Stopped.").wait_for()
        site.wire.mend()

        await tab.get_by_role("button", name="Resume").click()

        await tab.get_by_text("1 clip made").wait_for()
    assert await site.stored_digests() == [await asyncio.to_thread(digest, video)]


async def test_a_link_lets_a_person_in_at_once(site):
    address = await site.open_link()
    async with open_browser() as browser:
        tab = await open_tab(browser, address)
        await tab.get_by_text("Drop a video here").wait_for()
        assert tab.url == f"{site.url}/uploads"
        await tab.reload()
        await tab.get_by_text("Drop a video here").wait_for()

        other = await open_tab(browser, address)
        await other.get_by_text("This link was used already").wait_for()


async def test_the_page_fits_every_width(site):
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads")
        for width in (320, 390, 820, 1360):
            await tab.set_viewport_size({"width": width, "height": 800})
            assert await tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.soak
async def test_two_hundred_megabytes_over_a_wire_that_is_cut_in_the_middle(site, tmp_path):
    video = await asyncio.to_thread(make_video, tmp_path / "long.mp4", mebibytes=200)
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads")
        await send_over_a_cut_wire(site, tab, video)

        await tab.get_by_text("1 clip made").wait_for(timeout=120_000)
    assert await site.stored_digests() == [await asyncio.to_thread(digest, video)]
    assert site.wire.sent_bytes < (200 + 3 * 8 + 2) * MIB
