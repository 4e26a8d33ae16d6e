"""A post's texts for platforms, as a browser sends them."""

import re

import pytest

from core.domain.plan.post import PostId
from core.domain.work.platform import Platform
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.plan.test_plan_pages import POSTS, add, read, send
from tests.builders import CREATOR

FIELDS = {"title": "A title", "text": "What I say", "tags": "#ace, chess"}


@pytest.fixture
async def post(page):
    post_id = await add(page)
    await send(page, f"{POSTS}/{post_id}/texts", platform="x")
    return post_id


async def find(world, post, platform=Platform.X):
    whole = await world.app.ports.stores.posts.get_whole_post(CREATOR, PostId(post))
    return whole.find_variant(platform)


async def test_a_platforms_text_is_saved_with_title_and_tags(page, world, post):
    saved = await send(page, f"{POSTS}/{post}/texts/x", version="1", **FIELDS)

    assert saved.headers["Location"] == f"{POSTS}/{post}#text-x"
    variant = await find(world, post)
    assert (variant.title, variant.text, variant.tags) == (
        "A title",
        "What I say",
        ("ace", "chess"),
    )
    text = await read(page, f"{POSTS}/{post}")
    assert re.search(r'data-field="text">text 32 of 280 weighted characters<', text)


@pytest.mark.parametrize(
    ("platform", "field", "words"),
    [
        ("x", "text", "字" * 141),
        ("rednote", "title", "r" * 21),
        ("youtube", "title", "y" * 101),
        ("twitch", "text", "t" * 501),
        ("discord", "text", "<b>" + "d" * 2000),
    ],
)
async def test_what_does_not_fit_keeps_the_form(page, world, post, platform, field, words):
    await send(page, f"{POSTS}/{post}/texts", platform=platform)
    before = await find(world, post, Platform(platform))

    given = {"title": "t", "text": "x", "tags": ""} | {field: words}
    refused = await send(page, f"{POSTS}/{post}/texts/{platform}", version="1", **given)

    shown = await refused.text()
    assert refused.status == 400
    assert "shorten it by" in shown
    assert words.replace("<b>", "&lt;b&gt;") in shown
    assert "<b>" not in shown
    assert f'class="size over" data-field="{field}"' in shown
    assert await find(world, post, Platform(platform)) == before


@pytest.mark.parametrize(
    ("answer", "words"), [("theirs", "Theirs"), ("mine", "Mine"), ("both", "Theirs\n\nMine")]
)
async def test_who_came_second_chooses_for_a_platform_too(page, world, post, answer, words):
    path = f"{POSTS}/{post}/texts/x"
    await send(page, path, version="1", title="t", text="Theirs")

    second = await send(page, path, version="1", title="t", text="Mine")

    shown = await second.text()
    assert second.status == 409
    assert f'action="{path}/answer"' in shown
    draft = shown.partition('name="draft" value="')[2].partition('"')[0]
    chosen = await send(page, f"{path}/answer", answer=answer, draft=draft, version="2")
    assert chosen.status == 303
    assert (await find(world, post)).text == words


async def test_sizes_are_counted_as_each_platform_counts(page):
    async def measure(**fields):
        answer = await send(page, "/plan/measure", **fields)
        return answer.status, {one["field"]: one for one in (await answer.json())["sizes"]}

    status, sizes = await measure(platform="x", title="", text="字😀a", tags="ace")
    assert (status, sizes["text"]["size"], sizes["text"]["is_over"]) == (200, 11, False)
    _, sizes = await measure(platform="youtube", title="y" * 101, text="é", tags="a b,c")
    assert [(f, one["size"], one["is_over"]) for f, one in sizes.items()] == [
        ("title", 101, True),
        ("text", 2, False),
        ("tags", 7, False),
    ]


async def test_a_long_text_in_any_script_fits_into_the_form(page, world, post):
    await send(page, f"{POSTS}/{post}/texts", platform="linkedin")

    saved = await send(
        page, f"{POSTS}/{post}/texts/linkedin", version="1", title="", text="字" * 3000
    )

    assert saved.status == 303
    assert len((await find(world, post, Platform.LINKEDIN)).text) == 3000


@pytest.mark.parametrize("platform", ["facebook", "nowhere", "youtube"])
async def test_no_text_lies_where_none_was_drafted(page, post, platform):
    refused = await send(page, f"{POSTS}/{post}/texts/{platform}", version="1", **FIELDS)

    assert refused.status in {400, 404}
