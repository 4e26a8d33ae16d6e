"""The page of questions, as a browser asks for it."""

import pytest

from core.domain.people.actor import Role
from tests.asking.workspace import fill_workspace
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_actor, make_clip


async def send(page, path, **fields):
    shown = await (await page.get("/ask")).text()
    return await page.post(path, data={"csrf_token": find_token(shown)} | fields)


async def test_a_question_is_answered_with_its_links_and_what_it_rests_on(page, world):
    await fill_workspace(world.app.ports.stores, CREATOR)

    text = await (await send(page, "/ask", question="Top 2 clips by score")).text()

    assert "\u201cThe boss goes down\u201d (score 91)" in text
    assert 'href="/clips/' in text
    assert "Report: best clips" in text


async def test_strangers_words_are_shown_as_words(page, world):
    clip = make_clip(title="<script>alert(1)</script>")
    await world.app.ports.stores.clips.add_clip(clip)

    text = await (await send(page, "/ask", question="List the clips")).text()

    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


async def test_a_button_does_what_the_command_does(page, world):
    told = await send(page, "/ask/press", deed="set", subject="sensitivity", value="4", at="")

    assert "Done: sensitivity is 4 spikes an hour." in await told.text()
    assert (await world.app.ports.stores.profiles.get_profile(CREATOR)).spikes_an_hour == 4.0


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"deed": "delete"},
        {"deed": "move", "subject": "x", "at": "soon"},
        {"deed": "move", "subject": "x", "at": "2026-03-02T10:00:00"},
        {"deed": "set", "subject": "owner", "value": "eve"},
        {"deed": "set", "subject": "slots", "value": "x" * 201},
    ],
)
async def test_a_button_that_is_none_of_ours_does_nothing(page, fields):
    assert (await send(page, "/ask/press", **fields)).status in {400, 404}


async def test_an_example_fills_the_form_and_no_question_is_refused(page):
    shown = await (await page.get("/ask?q=What+waits%3F")).text()

    assert 'value="What waits?"' in shown
    assert (await send(page, "/ask", question="?!")).status == 400


async def test_a_moderator_cannot_press_what_is_for_editors(world, open_page):
    page = await open_page(make_actor(person_id="discord:2", role=Role.MODERATOR))

    refused = await send(page, "/ask/press", deed="set", subject="sensitivity", value="4")

    assert refused.status == 403
