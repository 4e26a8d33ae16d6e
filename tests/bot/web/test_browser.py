"""The page in a real browser: what scripts, styles and the policy on them really do."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.streams.stream import StreamStatus
from core.domain.work.ids import StreamId
from tests.builders import CREATOR, NOON, make_asset, make_test_ulid
from tests.servers.chromium import EXECUTABLE, LEAVES_PICTURES, join_browser

pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
pytestmark = [
    pytest.mark.browser,
    LEAVES_PICTURES,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="neither chromium-headless-shell nor chromium here"
    ),
]


@pytest.fixture
async def clip(world):
    await world.add_stream(title=HOSTILE)
    return await world.add_clip(title=HOSTILE)


@pytest.fixture
def browse(page, chromium):
    """Return a context manager that opens an address of the page and collects complaints."""

    @asynccontextmanager
    async def open_tab(address="/streams/latest", **given):
        async with join_browser(chromium) as browser, await browser.new_context(**given) as context:
            await context.add_cookies(
                [
                    {"name": kept.key, "value": kept.value, "url": str(page.make_url("/"))}
                    for kept in page.session.cookie_jar
                    if not kept.key.startswith("__Host-")
                ]
            )
            tab = await context.new_page()
            tab.complaints = []
            tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
            tab.on("console", lambda said: _note(tab, said))
            tab.set_default_timeout(30_000)
            await tab.goto(str(page.make_url(address)))
            yield tab

    return open_tab


def _note(tab, said):
    """Keep what breaks the page; the tests' videos are not videos, and that is no matter."""
    if said.type == "error" and "ERR_" not in said.text:
        tab.complaints.append(said.text)


async def test_a_decision_is_taken_in_place_and_keeps_the_video(browse, world, clip):
    """The video element must be the same one afterwards, else it would stop playing."""
    async with browse() as tab:
        await tab.evaluate("document.querySelector('video').dataset.mine = 'yes'")

        await tab.get_by_role("button", name="Approve").click()

        await tab.get_by_text("Approved on this page").wait_for()
        assert await tab.locator("#toast").inner_text() == f"Approved: {HOSTILE}"
        assert await tab.evaluate("document.querySelector('video').dataset.mine") == "yes"
        assert await tab.locator(f"#title-{clip.id}").evaluate("e => e === document.activeElement")
        assert await tab.get_by_role("button").all_inner_texts() == ["Undo"]
        assert tab.complaints == []
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.status is ClipStatus.APPROVED


async def test_the_second_moderator_is_told_and_shown_what_is_there_now(browse, world, clip):
    async with browse() as tab:
        rejected = clip.move_to(ClipStatus.REJECTED, at=clip.updated_at)
        await world.stores.clips.save_clip(replace(rejected, decided_by="ada"))

        await tab.get_by_role("button", name="Approve").click()

        await tab.get_by_text("This clip was already rejected by ada.").wait_for()
        await tab.get_by_text("Rejected by ada", exact=True).wait_for()


async def test_a_clip_in_the_making_becomes_a_video_by_itself(browse, world):
    await world.add_stream()
    clip = await world.add_clip(status=ClipStatus.RENDERING, object_key=None, score=None)
    await world.work_on(clip, progress=0.4, stage="render")
    async with browse() as tab:
        assert await tab.get_by_role("progressbar").get_attribute("value") == "40"
        done = clip.move_to(ClipStatus.IN_REVIEW, at=clip.updated_at)

        await world.finish(done)

        await tab.locator("video").wait_for()
        await tab.get_by_role("button", name="Approve").wait_for()
        assert tab.complaints == []


async def test_words_come_with_the_clip_and_what_is_typed_stays_when_it_changes(browse, world):
    """A part that was not there when the page was opened is as good as one that was."""
    await world.add_stream()
    clip = await world.add_clip(status=ClipStatus.RENDERING, object_key=None, score=None)
    await world.stores.assets.add_asset(make_asset())
    await world.work_on(clip, progress=0.4, stage="render")
    async with browse(f"/clips/{clip.id}") as tab:
        assert await tab.locator("#words").count() == 0
        done = await world.finish(clip.move_to(ClipStatus.IN_REVIEW, at=clip.updated_at))
        await tab.locator("#said").fill("we beat Kassadin")
        await tab.locator("#said").evaluate("field => field.setSelectionRange(3, 7)")

        await world.stores.clips.save_clip(replace(done, title="Another"))
        await tab.evaluate("refresh()")

        seen = tab.locator("#words [name=seen_version]")
        assert int(await seen.input_value()) == done.version + 1
        assert await tab.locator("#said").input_value() == "we beat Kassadin"
        await tab.keyboard.type("met")  # the cursor is where it was
        assert await tab.locator("#said").input_value() == "we met Kassadin"
        await world.stores.clips.save_clip(
            replace(await world.stores.clips.get_clip(CREATOR, clip.id), title="A third").move_to(
                ClipStatus.APPROVED, at=clip.updated_at
            )
        )
        await tab.evaluate("refresh()")
        assert await tab.locator("#words").count() == 0
        assert tab.complaints == []


async def test_another_mask_of_the_token_is_no_change_and_forms_take_the_newest(
    browse, world, clip
):
    """Each answer masks the token anew; whoever reads or types would be disturbed by each look."""
    token = "document.querySelector('input[name=csrf_token]').value"
    async with browse() as tab:
        parts = "[...document.querySelectorAll('[data-part]')]"
        await tab.evaluate(f"{parts}.forEach(part => {{ part.dataset.mine = 'yes' }})")
        before = await tab.evaluate(token)

        await tab.evaluate("refresh()")

        assert await tab.evaluate(f"{parts}.every(part => part.dataset.mine === 'yes')")
        assert await tab.evaluate(token) != before
        await tab.get_by_role("button", name="Approve").click()
        await tab.get_by_text("Approved on this page").wait_for()
        assert tab.complaints == []


async def test_an_empty_page_fills_when_the_first_stream_is_heard(browse, world):
    async with browse() as tab:
        await tab.get_by_text("No stream yet").wait_for()

        await world.add_stream()
        await world.add_clip()

        await tab.get_by_role("heading", name="1 eruption, 1 clip").wait_for()


async def test_the_overview_goes_on_to_the_newest_stream(browse, world):
    await world.add_stream(title="Older", status=StreamStatus.LIVE, duration_seconds=None)
    await world.add_clip(status=ClipStatus.RENDERING, object_key=None, score=None)
    async with browse() as tab:
        await tab.locator("article").wait_for()

        newer = StreamId(make_test_ulid(9, NOON.replace(hour=20)))
        await world.add_stream(id=newer, title="Newer")

        await tab.get_by_role("heading", name="No eruption yet").wait_for()
        assert await tab.locator("article").count() == 0


async def test_the_words_of_strangers_do_nothing(browse, clip):
    async with browse() as tab:
        await asyncio.sleep(0.2)

        assert await tab.title() == "1 eruption, 1 clip · Truss"
        assert await tab.locator("img[src=x]").count() == 0
        assert tab.complaints == []


async def test_everything_works_without_javascript(browse, world, clip):
    async with browse(java_script_enabled=False) as tab:
        await tab.get_by_role("button", name="Reject").click()

        await tab.get_by_text("Rejected on this page").wait_for()
        assert tab.url.endswith(f"/streams/latest#clip-{clip.id}")


async def test_the_page_fits_every_width(browse, clip):
    async with browse() as tab:
        for width in (320, 390, 820, 1360):
            await tab.set_viewport_size({"width": width, "height": 800})

            assert await tab.evaluate("document.documentElement.scrollWidth") <= width
            button = await tab.get_by_role("button", name="Approve").bounding_box()
            assert button["height"] >= 44


async def test_no_word_at_the_top_is_broken_in_two(browse, clip):
    async with browse() as tab:
        for width in (320, 390, 700, 1360):
            await tab.set_viewport_size({"width": width, "height": 800})

            for link in await tab.locator(".bar a").all():
                box = await link.bounding_box()
                assert box["height"] < 42, f"{await link.inner_text()} at {width}"


async def test_the_keyboard_reaches_markers_and_buttons(browse, clip):
    async with browse() as tab:
        reached = []
        for _ in range(28):
            await tab.keyboard.press("Tab")
            reached.append(
                await tab.evaluate(
                    "document.activeElement.ariaLabel || document.activeElement.textContent.trim()"
                )
            )

        assert reached[0] == "Skip to the page"
        assert any(name.startswith("Spike 1 at 2:08") for name in reached)
        assert "Approve" in reached
