"""The insights pages, as a browser asks for them."""

import re

import pytest

from core.domain.people.actor import Role
from core.domain.people.voice import Tone
from core.domain.publishing.posting_slot import write_slots
from core.domain.work.job import JobKind
from core.services.people.personal_preferences import PersonalWish
from tests.bot.web.conftest import *  # noqa: F403 - the fixtures of the folder above
from tests.bot.web.world import find_token
from tests.builders import make_actor, make_binding, make_test_ulid


@pytest.fixture
async def filled(world):
    await world.app.demo_history.lay_out(make_actor())
    return world


async def read(page, path="/insights"):
    return await (await page.get(path)).text()


async def press(page, path):
    data = {"csrf_token": find_token(await read(page))}
    return await page.post(path, data=data, allow_redirects=False)


async def test_what_holds_is_shown_with_evidence_tasks_and_the_picture(filled, page):
    text = await read(page)

    assert "Posts between 17:00 and 22:00 get about" in text
    assert "posts at the age of seven days" in text
    assert "titles that ask something do better is not known" in text
    assert text.count('class="point"') >= 20
    assert "Post between 17:00 and 22:00" in text


async def test_a_task_is_done_by_its_button_and_says_what_changed(filled, page):
    (path,) = re.findall(r'action="(/insights/tasks/\w+)/do"', await read(page))[:1]
    await filled.app.ports.stores.guilds.add_guild(make_binding())
    await filled.add_stream()
    await filled.add_clip()
    filled.stores.memory.jobs.clear()

    done = await press(page, f"{path}/do")

    assert done.status == 303
    # Cards say when an approval goes out.
    assert [job.kind for job in filled.stores.memory.jobs.values()] == [JobKind.LAY_CARDS]
    assert "Posting slots: Mon 19:00" in await read(page, done.headers["Location"])
    slots = await filled.app.publishing.settings.get_slots(make_actor())
    assert write_slots(slots.slots) == "Mon 19:00, Wed 19:00, Fri 19:00"
    assert (await press(page, f"{path}/do")).status == 409


async def test_tasks_wait_and_go_an_experiment_begins_and_stops(filled, page):
    first, second, third = re.findall(r'action="(/insights/tasks/\w+)/do"', await read(page))

    await press(page, f"{first}/snooze")
    await press(page, f"{second}/dismiss")
    await press(page, f"{third}/do")
    text = await read(page)
    assert "There is nothing to do." in text
    assert "0 of 20 posts are out" in text

    await press(page, "/insights/experiment/stop")
    assert "was stopped" in await read(page)
    assert (await press(page, "/insights/look")).status == 303
    assert (await press(page, "/insights/weights/reset")).status == 303


async def test_an_empty_workspace_says_when_something_comes(page):
    text = await read(page)

    assert "the first look comes a week after the first post" in text
    assert "The score is checked from 20 measured posts on." in text


async def test_moderators_look_and_change_nothing(filled, open_page):
    page = await open_page(make_actor(role=Role.MODERATOR))
    text = await read(page)
    (path,) = re.findall(r'action="(/insights/tasks/\w+)/do"', text)[:1]

    assert (await press(page, f"{path}/do")).status == 403
    assert (await press(page, "/insights/look")).status == 403


@pytest.mark.parametrize("query", ["?said=%3Cb%3E", "?task=../../x", f"?task={make_test_ulid()}"])
async def test_an_address_that_nobody_gave_does_no_harm(page, query):
    shown = await page.get(f"/insights{query}")

    assert shown.status in {200, 404}
    assert "<b>" not in await shown.text()


async def test_a_person_reads_it_in_their_own_language(filled, page):
    english = await read(page)
    wish = PersonalWish(language="de", tone=Tone.BRUTAL)
    await filled.app.insights.wants.change(make_actor(), wish)

    german = await read(page)

    assert "Beiträge zwischen 17:00 und 22:00, Aufrufe: etwa das" in german
    assert "Zwischen 17:00 und 22:00 posten" in german
    assert "Deine Woche. Ungeschönt." in german
    assert german.count('class="point"') == english.count('class="point"')
