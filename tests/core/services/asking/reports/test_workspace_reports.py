from dataclasses import replace

import pytest

from core.domain.asking.answer import Deed
from tests.asking.workspace import make_world
from tests.builders import CREATOR, make_actor
from tests.core.domain.learning.test_todo import CLAIM
from tests.fakes.app import make_app
from tests.plan_builders import make_token


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


async def test_figures_can_be_those_of_one_platform(world):
    told = await world.ask("How many views on TikTok this week?")

    assert told.text.startswith("This week on TikTok: 9,100 views.")
    assert "The best day was Tuesday" in told.text


async def test_a_setting_that_is_asked_for_is_offered_and_not_set(world):
    told = await world.ask("Set the sensitivity to 4")

    (button,) = told.proposals
    assert (button.deed, button.subject_id, button.value) == (Deed.SET, "sensitivity", "4")
    assert (await world.app.ports.stores.profiles.get_profile(CREATOR)).spikes_an_hour is None


async def test_accounts_are_told_by_name(world):
    await world.app.ports.stores.tokens.link_account(make_token(creator_id=CREATOR))

    assert "1 account linked:" in (await world.ask("Which accounts are connected?")).text


async def test_a_part_in_trouble_is_told_with_what_to_do(world):
    world.app.work.health.note_trouble("Discord", "Put in a token.")

    assert "• Discord: Put in a token." in (await world.ask("Is anything broken?")).text


async def test_what_was_learned_comes_with_its_evidence(world):
    kept = world.app.ports.stores.lessons
    lessons = await kept.get_lessons(CREATOR)
    await kept.save_lessons(replace(lessons, claims=(CLAIM,)))

    told = await world.ask("What have you learned about my clips?")

    assert told.basis == "Report: what was learned"
    assert told.text.startswith(f"1 insight holds:\n• {CLAIM.statement}")


async def test_an_empty_workspace_says_so(tmp_path):
    app = make_app(tmp_path)

    async def ask(text):
        return await app.asking.questions.ask(make_actor(person_id=text), text)

    assert (await ask("Is anything broken?")).text.startswith("Nothing is broken")
    assert (await ask("How many views?")).text.startswith("No views were measured")
    assert (await ask("Which platform is best?")).text.startswith("No platform has figures")
    assert (await ask("What is planned?")).text.startswith("Nothing is planned")
    slots = await ask("Which slots are there?")
    assert slots.text.startswith("There are no posting slots yet.")
    assert slots.proposals[0].deed is Deed.SET
