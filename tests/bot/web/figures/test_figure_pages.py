"""The page of figures, as a browser asks for it."""

import io
from dataclasses import replace

import aiohttp
import pytest

from core.domain.learning.measured_post import note_post
from core.domain.people.actor import Role
from core.domain.work.platform import Platform
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.world import find_token
from tests.builders import NOON, make_actor, make_publication
from tests.core.domain.learning.exports import export_samples as samples

DAY = "Mar 1, 2026"


def make_export(**given):
    text = samples.YOUTUBE_EN.decode().replace("Sep 2, 2026", DAY).replace("Sep 3, 2026", DAY)
    return text.encode()


async def add_post(world, **given):
    made = make_publication(
        **{"platform": Platform.YOUTUBE, "post_id": "-bcDEFghi_1", "created_at": NOON} | given
    )
    post = note_post(made, "<b>A post</b>", None)
    return await world.app.ports.stores.measured_posts.save_post(replace(post, out_at=NOON))


async def bring(page, data, name="Table data.csv", **fields):
    token = find_token(await (await page.get("/figures")).text())
    form = aiohttp.FormData({"csrf_token": token, **fields})
    form.add_field("file", io.BytesIO(data), filename=name)
    return await page.post("/figures/preview", data=form)


async def send(page, path, **fields):
    token = find_token(await (await page.get("/figures")).text())
    return await page.post(path, data={"csrf_token": token} | fields, allow_redirects=False)


def find_value(text, name):
    return text.partition(f'name="{name}" value="')[2].partition('"')[0]


async def test_a_file_is_looked_at_then_imported_and_seen(page, world):
    await add_post(world)
    shown = await (await bring(page, make_export())).text()
    assert "This would bring figures of 1 post" in shown
    assert "no post of yours has this id" in shown
    assert "1,200 views" in shown

    digest = find_value(shown, "digest")
    done = await (
        await send(page, "/figures/import", digest=digest, as_of=find_value(shown, "as_of"))
    ).text()
    assert "Imported: 1 post changed" in done
    again = await (await send(page, "/figures/import", digest=digest)).text()
    assert "Imported: 0 posts changed" in again
    listed = await (await page.get("/figures")).text()
    assert "1,200 views" in listed
    assert "&lt;b&gt;A post&lt;/b&gt;" in listed
    assert "<b>A post" not in listed


async def test_figures_are_typed_in_for_a_post_or_a_link(page, world):
    post = await add_post(world)
    name = f"{post.made_on}.{post.id}"

    kept = await (await send(page, "/figures/enter", post=name, views="1,204")).text()
    assert "1,204 views" in kept
    link = "https://x.com/ada/status/1834567890123456789"
    fields = {"link": link, "published": "2026-03-01", "views": "7", "title": "<i>Hi</i>"}
    kept = await (await send(page, "/figures/enter", **fields)).text()
    assert "on X: 7 views" in kept
    assert "<i>Hi" not in kept


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/figures/enter", {}),
        ("/figures/enter", {"post": "2026-03-01.nobody", "views": "1"}),
        ("/figures/enter", {"link": "javascript:alert(1)", "views": "1"}),
        ("/figures/import", {}),
        ("/figures/import", {"digest": "../../etc"}),
        ("/figures/import", {"digest": "a" * 64}),
        ("/figures/import", {"digest": "a" * 64, "as_of": "soon"}),
        ("/figures/import", {"digest": "a" * 64, "platform": "folder"}),
        ("/figures/preview", {"file": "no file"}),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(page, path, fields):
    answer = await send(page, path, **fields)

    assert answer.status in {400, 404}
    assert "<p" in await answer.text()


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 400), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, 400), (b"x" * 11 * 1024 * 1024, 413)],
)
async def test_files_that_are_none_or_too_large_are_refused(page, data, status):
    assert (await bring(page, data)).status == status


async def test_a_large_body_is_let_in_by_no_other_address(page):
    answer = await send(page, "/figures/enter", views="9" * 100_000)
    assert answer.status == 413


async def test_other_tables_are_named_and_a_name_is_escaped(page):
    shown = await (await bring(page, samples.YOUTUBE_PT_DAYS, name="<script>.csv")).text()

    assert "There are no figures of posts in this file" in shown
    assert "tells of days" in shown
    assert "<script>.csv" not in shown
    assert ">Import<" not in shown


async def test_moderators_see_no_figures_page(open_page):
    page = await open_page(make_actor(person_id="discord:9", role=Role.MODERATOR))
    assert (await page.get("/figures")).status == 403
