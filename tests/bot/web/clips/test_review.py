"""The review: one clip after the other, decided without a look at a list."""

import re

from core.domain.clips.clip import ClipStatus
from tests.bot.web.clips.test_clip_list import fill, find, read
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_test_clip_id

S = ClipStatus


def shown(text):
    found = re.search(r'<article class="review" id="clip-([^"]+)"', text)
    return found and found[1]


async def answer(page, text, verdict):
    form = {
        name: find(rf'class="review-bar".*?name="{name}" value="([^"]*)"', text)
        for name in ("csrf_token", "seen_version", "back")
    }
    return await page.post(f"/clips/{shown(text)}/{verdict}", data=form)


async def test_each_decision_leads_to_the_next_clip(page, world):
    await fill(world, *[S.IN_REVIEW] * 3)
    seen = []
    text = await read(page, "/review")
    for verdict in ("approve", "reject", "approve"):
        seen.append(shown(text))
        text = await (await answer(page, text, verdict)).text()

    assert sorted(seen) == [make_test_clip_id(number) for number in (1, 2, 3)]
    assert "Nothing waits" in text
    assert "Approved: <bdi>" in text


async def test_a_decision_is_undone_from_the_next_clip(page, world):
    await fill(world, S.IN_REVIEW, S.IN_REVIEW)
    first = await read(page, "/review")
    after = await (await answer(page, first, "reject")).text()
    seen = find(r'name="clip" value="([^"]+)"', after)

    form = {"csrf_token": find_token(after), "decision": "undo", "back": "/review", "clip": seen}
    await page.post("/clips/decide", data=form)

    stored = await world.stores.clips.get_clip(CREATOR, shown(first))
    assert stored.status is S.IN_REVIEW


async def test_later_leaves_a_clip_for_later(page, world):
    await fill(world, S.IN_REVIEW, S.IN_REVIEW)
    first = await read(page, "/review")

    later = find(r'href="(/review\?after=[^"]+)"', first)
    second = await read(page, later)

    assert {shown(first), shown(second)} == {make_test_clip_id(1), make_test_clip_id(2)}
    assert "Later" not in second


async def test_where_nothing_waits_the_review_says_so(page, world):
    await fill(world, S.APPROVED)

    assert "Nothing waits" in await read(page, "/review")
