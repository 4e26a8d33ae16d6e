"""A clip from upload to figures on the page, in a real browser: wide and narrow, light and dark.

Where `SOAK_SHOTS` names a folder, a picture of each step is left there.
"""

import asyncio
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from tests.journeys.test_upload_browser import BROWSER, open_browser, open_tab, site
from tests.journeys.upload_world import MIB, digest, make_video

__all__ = ["site"]

pytestmark = [
    pytest.mark.soak,
    pytest.mark.browser,
    pytest.mark.ffmpeg,
    pytest.mark.skipif(BROWSER is None, reason="neither chromium-headless-shell nor chromium here"),
]
OWNER = Actor(person_id="web", creator_id=CreatorId("local"), role=Role.OWNER)
LOOKS = [("light", 1280), ("dark", 390), ("dark", 1280), ("light", 390)]
MEBIBYTES = 200


async def shoot(tab, name):
    if folder := os.environ.get("SOAK_SHOTS"):
        await tab.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


async def test_a_clip_goes_from_a_cut_upload_to_its_figures(site, tmp_path):
    await site.app.publishing.settings.set_target(OWNER, PublishTarget(platform=Platform.FOLDER))
    video = await asyncio.to_thread(make_video, tmp_path / "My stream.mp4", mebibytes=MEBIBYTES)
    async with open_browser() as browser:
        tab = await open_tab(browser, f"{site.url}/uploads", site)
        await upload(site, tab, video)
        (clip,) = (await site.app.review.clips.list_clips(OWNER)).items
        state = await tab.context.storage_state()
        await tab.close()
        for scheme, width in LOOKS:
            look = {"color_scheme": scheme, "viewport": {"width": width, "height": 844}}
            context = await browser.new_context(storage_state=state, **look)
            tab = await context.new_page()
            tab.set_default_timeout(30_000)
            name = f"{scheme}-{width}"
            await edit(site, tab, clip.id, name)
            await decide_by_keys(site, tab, name)
            await schedule_and_call_off(site, tab, clip.id, name)
            await context.close()
        context = await browser.new_context(storage_state=state)
        tab = await context.new_page()
        await publish(site, tab, clip.id)
        await enter_figures(site, tab)


async def upload(site, tab, video):
    """Send it over a wire that is cut in the middle; progress is seen to go on."""
    progress = tab.locator("progress").first
    site.wire.cut_after_bytes = site.wire.sent_bytes + MEBIBYTES * MIB // 2
    await tab.locator("#files").set_input_files(str(video))
    await tab.get_by_text("The connection is lost").wait_for()
    before = await progress.evaluate("bar => bar.value / bar.max")
    assert 0.2 < before < 0.7
    await shoot(tab, "upload-cut")
    site.wire.mend()
    await expect(progress).not_to_have_js_property("value", before, timeout=30_000)
    await tab.get_by_text("1 clip made").wait_for(timeout=120_000)
    await shoot(tab, "upload-done")
    assert await site.stored_digests() == [await asyncio.to_thread(digest, video)]
    assert site.wire.sent_bytes < (MEBIBYTES + 3 * 8 + 1) * MIB


async def edit(site, tab, clip_id, name):
    """Trim by a key, retitle, and lay it out by dragging the camera's box."""
    await tab.goto(f"{site.url}/clips/{clip_id}/edit")
    start = await tab.locator("#start").input_value()
    await tab.locator("#edge-start").focus()
    await tab.keyboard.press("ArrowLeft" if start != "0:00" else "ArrowRight")
    assert await tab.locator("#start").input_value() != start
    await tab.locator("#title").fill(f"Mine in {name}")
    await tab.locator("#layout").select_option("stack")
    before = await tab.locator("#camera").bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    await tab.mouse.move(x, y)
    await tab.mouse.down()
    await tab.mouse.move(x + 30, y + 12, steps=4)
    await tab.mouse.up()
    assert re.fullmatch(r"\d+,\d+,\d+,\d+", await tab.locator("#facecam").input_value())
    await shoot(tab, f"edit-{name}")
    await tab.get_by_role("button", name="Save").click()
    await tab.wait_for_url(f"**/clips/{clip_id}")
    await tab.get_by_role("heading", name=f"Mine in {name}").wait_for()
    await tab.get_by_role("button", name="Approve").wait_for(timeout=60_000)


async def decide_by_keys(site, tab, name):
    """Approve by keyboard, see when it goes out, and take it back."""
    await tab.goto(f"{site.url}/clips?status=in_review")
    await tab.keyboard.press("j")
    begun = asyncio.get_running_loop().time()
    await tab.keyboard.press("a")
    await tab.locator("article.row.approved").wait_for()
    assert asyncio.get_running_loop().time() - begun < 5
    counting = tab.locator("[data-countdown]").first
    await expect(counting).to_have_text(re.compile(r"goes out in \d+:\d\d"))
    first = await counting.inner_text()
    await expect(counting).not_to_have_text(first, timeout=5_000)
    await shoot(tab, f"approved-{name}")
    await tab.keyboard.press("u")
    await tab.locator("article.row.approved").wait_for(state="detached")


async def schedule_and_call_off(site, tab, clip_id, name):
    """Send it at a time of tomorrow, see it on its page, and undo all of it."""
    await tab.goto(f"{site.url}/clips/{clip_id}/send")
    await tab.locator("[name=when][value=at]").check()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await tab.locator("#at").fill(f"{tomorrow:%Y-%m-%dT18:00}")
    await shoot(tab, f"send-{name}")
    await tab.get_by_role("button", name="Publish").click()
    await tab.wait_for_url(f"**/clips/{clip_id}#outgoing")
    due = tab.get_by_label("Goes out at")
    assert await due.input_value() == f"{tomorrow:%Y-%m-%dT18:00}"
    await shoot(tab, f"scheduled-{name}")
    await tab.get_by_role("button", name="Undo").click()
    await tab.get_by_role("button", name="Approve").wait_for()


async def publish(site, tab, clip_id):
    await tab.goto(f"{site.url}/clips/{clip_id}/send")
    await tab.locator("[name=when][value=now]").check()
    await tab.get_by_role("button", name="Publish").click()
    await tab.wait_for_url(f"**/clips/{clip_id}#outgoing")
    for _ in range(300):
        await site.app.publishing.sweep.sweep_due()
        clip = await site.app.review.clips.get_clip(OWNER, clip_id)
        found = await site.app.review.decisions.list_publications(clip)
        if any(one.status is PublicationStatus.PUBLISHED for one in found):
            break
        await asyncio.sleep(0.2)
    assert clip.status is ClipStatus.APPROVED
    await tab.get_by_text("Published").first.wait_for()
    await shoot(tab, "published")


async def enter_figures(site, tab):
    """Figures of a post elsewhere, by hand, and among all others afterwards."""
    await tab.goto(f"{site.url}/figures")
    await tab.get_by_label("Link of a post that Truss does not know").fill(
        "https://x.com/me/status/1790000000000000000"
    )
    await tab.get_by_label("Its title").fill("Posted by hand")
    await tab.get_by_label("Views").fill("1234")
    await tab.get_by_label("When it went out").fill(f"{datetime.now(UTC):%Y-%m-%d}")
    await tab.get_by_role("button", name="Keep").click()
    await tab.get_by_text("Kept for").wait_for()
    await tab.goto(f"{site.url}/analytics")
    await expect(tab.get_by_role("row", name=re.compile("Posted by hand.*1,234"))).to_be_visible()
    await shoot(tab, "analytics")
