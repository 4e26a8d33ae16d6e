"""The plan in a real browser: posts moved by mouse, by keys and without scripts; sizes counted."""

from playwright.async_api import expect

from core.domain.plan.post import PostId
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.plan.test_plan_pages import POSTS, add, send
from tests.bot.web.test_browser import browse, pytestmark
from tests.builders import CREATOR

__all__ = ["browse", "pytestmark"]


async def read_day(world, post):
    stored = await world.app.ports.stores.posts.get_post(CREATOR, PostId(post))
    return f"{stored.planned_at:%m-%d %H:%M}"


async def test_a_post_is_dragged_moved_by_keys_and_stays_in_focus(browse, page, world):
    post = await add(page, title="Drag me")
    await send(page, f"{POSTS}/{post}/time", at="2026-03-10 18:00", version="1")
    async with browse("/plan?month=2026-03", viewport={"width": 1280, "height": 1000}) as tab:
        entry = tab.locator(f"#post-{post}")
        await entry.locator("a").drag_to(tab.locator('[data-day="2026-03-12"]'))
        await tab.wait_for_url(f"**#post-{post}")
        await expect(tab.locator(f'[data-day="2026-03-12"] #post-{post}')).to_be_visible()
        assert await read_day(world, post) == "03-12 18:00"

        await expect(entry.locator("a")).to_be_focused()
        await tab.keyboard.press("Alt+ArrowRight")
        await expect(tab.locator(f'[data-day="2026-03-13"] #post-{post} a')).to_be_focused()
        await tab.keyboard.press("Alt+ArrowDown")
        await expect(tab.locator(f'[data-day="2026-03-20"] #post-{post} a')).to_be_focused()
        assert tab.complaints == []
    assert await read_day(world, post) == "03-20 18:00"


async def test_a_post_is_moved_without_scripts_on_a_phone(browse, page, world):
    post = await add(page, title="Move me")
    await send(page, f"{POSTS}/{post}/time", at="2026-03-10 18:00", version="1")
    phone = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
    async with browse("/plan?month=2026-03", **phone) as tab:
        entry = tab.locator(f"#post-{post}")
        await entry.locator("summary").click()
        await entry.locator("[name=day]").fill("2026-03-25")
        await entry.get_by_role("button", name="Move there").click()
        await expect(tab.locator(f'[data-day="2026-03-25"] #post-{post}')).to_be_visible()
    assert await read_day(world, post) == "03-25 18:00"


async def test_sizes_count_while_one_types(browse, page):
    post = await add(page, title="Count me")
    await send(page, f"{POSTS}/{post}/texts", platform="x")
    async with browse(f"{POSTS}/{post}") as tab:
        size = tab.locator("#text-x .size")
        await tab.locator("#title-x").fill("")
        await tab.locator("#text-of-x").fill("字" * 140)
        await expect(size).to_have_text("text 280 of 280 weighted characters")
        await tab.locator("#text-of-x").press("End")
        await tab.keyboard.type("a")
        await expect(size).to_have_text("text 281 of 280 weighted characters")
        await expect(size).to_have_class("size over")
        assert tab.complaints == []
