"""The list, the review and the edit in a real browser: keys, decisions in place, dragged edges."""

import re

import pytest

from core.domain.clips.clip import ClipStatus
from tests.bot.web.clips.test_clip_list import fill
from tests.bot.web.test_browser import browse  # noqa: F401 - a fixture
from tests.bot.web.world import VIDEO
from tests.builders import CREATOR, make_asset, make_test_clip_id
from tests.servers.chromium import EXECUTABLE

pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="neither chromium-headless-shell nor chromium here"
    ),
]
S = ClipStatus


async def test_clips_are_decided_and_undone_by_keys(browse, world):  # noqa: F811 - as above
    await fill(world, S.IN_REVIEW, S.IN_REVIEW)
    async with browse("/clips?status=in_review") as tab:
        await tab.keyboard.press("j")
        await tab.keyboard.press("r")
        await tab.locator("article.row.rejected").wait_for()
        assert await tab.evaluate("document.activeElement.matches('article.row.rejected')")
        await tab.keyboard.press("u")
        await tab.locator("article.row.rejected").wait_for(state="detached")

        await tab.keyboard.press("j")
        await tab.keyboard.press("x")
        assert await tab.locator("[name=clip]:checked").count() == 1
        assert tab.complaints == []
    stored = [
        await world.stores.clips.get_clip(CREATOR, make_test_clip_id(number)) for number in (1, 2)
    ]
    assert {clip.status for clip in stored} == {S.IN_REVIEW}


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (75, r"goes out in 1:1\d"),
        (19 * 3600 + 32 * 60 + 30, "goes out in 19 h 32 min"),
        (2 * 86400, "goes out later"),
        (-5, "goes out now"),
    ],
)
async def test_what_is_due_is_counted_down_in_words(browse, world, seconds, text):  # noqa: F811
    await fill(world, S.IN_REVIEW)
    async with browse("/clips") as tab:
        said = await tab.evaluate(
            """seconds => ["", "sentence"].map((mark) => {
                const place = document.body.appendChild(document.createElement("span"));
                place.dataset.countdown = Date.now() / 1000 + seconds;
                if (mark) place.dataset[mark] = "";
                countDown();
                return place.textContent;
            })""",
            seconds,
        )
    assert re.fullmatch(text, said[0])
    assert re.fullmatch(text.capitalize() + r"\.", said[1])


async def test_ten_clips_are_decided_on_a_phone_without_scrolling(browse, world):  # noqa: F811
    await fill(world, *[S.IN_REVIEW] * 10)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    async with browse("/review", **phone) as tab:
        for number in range(10):
            button = tab.locator(".review-bar .approve")
            box = await button.bounding_box()
            assert box["y"] + box["height"] <= 844
            assert box["height"] >= 44
            await button.click()
            await tab.get_by_text("Nothing waits" if number == 9 else "Approved:").first.wait_for()
            assert await tab.evaluate("scrollY") == 0
        assert tab.complaints == []


async def test_edges_and_the_camera_are_moved_by_hand_and_keys(
    browse,  # noqa: F811
    world,
    tmp_path,
):
    await world.stores.assets.add_asset(make_asset())
    source = tmp_path / "source.mp4"
    source.write_bytes(VIDEO)
    await world.storage.put_file(make_asset().object_key, source)
    (clip,) = await fill(world, S.IN_REVIEW)
    async with browse(f"/clips/{clip.id}/edit", viewport={"width": 1280, "height": 1400}) as tab:
        start, end = tab.locator("#start"), tab.locator("#end")
        before = await start.input_value()
        box = await tab.locator("#edge-start").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await tab.mouse.move(x, y)
        await tab.mouse.down()
        await tab.mouse.move(x + 40, y, steps=3)
        await tab.mouse.up()
        assert await start.input_value() != before

        await tab.locator("#edge-end").focus()
        await tab.keyboard.press("ArrowRight")
        assert await end.input_value() == "2:13.1"
        await tab.keyboard.press("Shift+ArrowLeft")
        assert await end.input_value() == "2:12.1"

        await tab.locator("#layout").select_option("stack")
        await tab.locator("#camera").focus()
        await tab.keyboard.press("ArrowRight")
        left, top, width, height = (await tab.locator("#facecam").input_value()).split(",")
        await tab.keyboard.press("Shift+ArrowDown")
        grown = (await tab.locator("#facecam").input_value()).split(",")
        assert (grown[:3], int(grown[3]) > int(height)) == ([left, top, width], True)
        assert tab.complaints == []

        await tab.get_by_role("button", name="Save").click()
        await tab.wait_for_url(f"**/clips/{clip.id}")
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.facecam is not None
    assert stored.status is S.RENDERING
