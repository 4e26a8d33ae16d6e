"""The plan's pages, as a browser asks for them."""

import re
from dataclasses import replace
from html import unescape

import pytest

from bot.web.plan import plan_pages
from core.domain.people.actor import Role
from core.domain.plan.post import PostId, PostStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_actor, make_publication

POSTS = "/plan/posts"


async def send(page, path, **fields):
    shown = await (await page.get("/plan")).text()
    data = {"csrf_token": find_token(shown)} | fields
    return await page.post(path, data=data, allow_redirects=False)


async def add(page, title="An <ace>"):
    added = await send(page, POSTS, title=title, platform="x")
    return added.headers["Location"].rpartition("/")[2]


async def read(page, path):
    return await (await page.get(path)).text()


async def test_a_month_is_filled_and_shown_by_day(page, world):
    filled = await send(page, "/plan/fill", count="30")
    assert filled.headers["Location"] == "/plan"
    text = await read(page, "/plan")
    assert text.count('class="planned idea"') > 10
    assert 'data-day="2026-03-05"' in text
    board = await read(page, "/plan/board?status=idea")
    assert board.count("/plan/posts/") == 20
    assert "More" in board
    assert (await page.get("/plan?month=nonsense")).status == 400
    assert (await page.get("/plan/board?status=nonsense")).status == 400
    for count in ("", "x", "0", "101", "9" * 5000):
        assert (await send(page, "/plan/fill", count=count)).status == 400


async def test_a_post_is_written_compared_restored_and_escaped(page):
    post = await add(page)
    await send(page, f"{POSTS}/{post}/text", title="An <ace>", text="<b>One</b>", version="1")
    await send(page, f"{POSTS}/{post}/texts", platform="x")
    text = await read(page, f"{POSTS}/{post}?from=1&to=2")
    assert "<ins>" in text
    assert "&lt;b&gt;One" in text
    assert "<b>One" not in text
    assert "https://x.com/intent/post?text=" in text
    restored = await send(page, f"{POSTS}/{post}/restore", draft="1", version="2")
    assert restored.status == 303
    assert "<strong>3</strong>" in await read(page, f"{POSTS}/{post}")


@pytest.mark.parametrize(
    ("answer", "words"), [("theirs", "Theirs"), ("mine", "Mine"), ("both", "Theirs\n\nMine")]
)
async def test_who_came_second_sees_both_texts_and_chooses(page, world, answer, words):
    post = await add(page)
    await send(page, f"{POSTS}/{post}/text", title="t", text="Theirs", version="1")

    second = await send(page, f"{POSTS}/{post}/text", title="t", text="Mine", version="1")

    shown = await second.text()
    assert second.status == 409
    assert "There now" in shown
    assert "Mine" in shown
    draft = shown.partition('name="draft" value="')[2].partition('"')[0]
    chosen = await send(page, f"{POSTS}/{post}/answer", answer=answer, draft=draft, version="2")
    assert chosen.status == 303
    stored = await world.app.ports.stores.posts.get_post(CREATOR, PostId(post))
    assert stored.text == words


async def test_a_post_is_moved_by_day_by_time_and_by_status(page, world):
    post = await add(page)
    moved = await send(page, f"{POSTS}/{post}/time", day="2026-03-20")
    assert moved.headers["Location"] == f"/plan?month=2026-03#post-{post}"
    await send(page, f"{POSTS}/{post}/time", at="2026-03-21 09:00", version="2")
    await send(page, f"{POSTS}/{post}/move", status="review", version="3")
    late = await send(page, f"{POSTS}/{post}/move", status="drafting", version="3")
    assert late.status == 409
    assert "it is review now" in await late.text()
    stored = await world.app.ports.stores.posts.get_post(CREATOR, PostId(post))
    assert (f"{stored.planned_at:%d %H:%M}", stored.status) == ("21 09:00", PostStatus.REVIEW)
    wrong = await send(page, f"{POSTS}/{post}/move", status="nonsense", version="3")
    assert wrong.status == 400


async def test_a_text_posted_by_hand_is_noted_with_its_link(page):
    post = await add(page)
    await send(page, f"{POSTS}/{post}/texts")
    link = "https://x.com/me/status/1"
    noted = await send(page, f"{POSTS}/{post}/published", platform="x", link=link)
    assert noted.status == 303
    text = await read(page, f"{POSTS}/{post}")
    assert link in text
    assert "published" in text
    assert post in await read(page, "/plan/board?status=published")
    assert Platform.X.label == "X"


async def test_a_moderator_writes_and_does_not_fill(open_page):
    page = await open_page(make_actor(person_id="discord:3", role=Role.MODERATOR))
    assert (await send(page, "/plan/fill", count="30")).status == 403
    post = await add(page)
    assert (await page.get(f"{POSTS}/{post}")).status == 200


async def test_beside_each_text_stands_what_became_of_it(page, world):
    post = await add(page)
    await send(page, f"{POSTS}/{post}/texts", platform="x")
    shown = await read(page, f"{POSTS}/{post}")
    assert "Being written; nothing goes out yet. You post it by hand." in shown

    link = "https://x.com/ace/status/1"
    await send(page, f"{POSTS}/{post}/published", platform="x", link=link)
    shown = await read(page, f"{POSTS}/{post}")
    assert f'Published. <a href="{link}" rel="noopener noreferrer">{link}</a>' in shown


async def test_a_post_whose_clip_could_not_be_published_says_why(page, world):
    post = await add(page)
    await world.add_stream()
    clip = await world.add_clip()
    posts = world.app.ports.stores.posts
    await send(page, f"{POSTS}/{post}/texts", platform="youtube")
    stored = await posts.get_post(CREATOR, PostId(post))
    await posts.save_post(replace(stored, clip_id=clip.id))
    failed = make_publication(
        clip_id=clip.id,
        platform=Platform.YOUTUBE,
        status=PublicationStatus.FAILED,
        reason="The <title> is refused.",
    )
    await world.stores.clips.save_clip(clip, publications=[failed])

    shown = await read(page, f"{POSTS}/{post}")

    told = "Could not be published to YouTube: The &lt;title&gt; is refused."
    assert f'<p class="standing needs-you">{told}</p>' in shown


async def test_a_month_that_is_too_long_goes_on_on_the_next_page(page, world, monkeypatch):
    monkeypatch.setattr(plan_pages, "MONTH_SHOWN", 3)
    await send(page, "/plan/fill", count="10")
    addresses, seen = ["/plan"], []
    for _ in range(10):
        shown = await read(page, addresses[-1])
        seen += re.findall(r'id="post-(\w+)"', shown)
        following = re.search(r'rel="next" href="([^"]+)"', shown)
        if following is None:
            break
        addresses.append(unescape(following[1]))
    assert len(addresses) > 2
    assert len(set(seen)) == len(seen) >= 5
