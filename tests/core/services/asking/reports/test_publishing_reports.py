import pytest

from core.domain.asking.answer import Deed
from tests.asking.workspace import make_world
from tests.builders import CREATOR, make_actor, make_test_clip_id, make_test_ulid
from tests.fakes.app import make_app


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


async def test_a_suggestion_comes_with_a_button_for_its_slot(world):
    told = await world.ask("What should I post on Friday?")

    (button,) = told.proposals
    assert (button.deed, button.subject_id) == (Deed.PUBLISH, make_test_clip_id(9))
    assert f"{button.at:%Y-%m-%d %H:%M}" == "2026-11-27 17:00"
    stored = await world.app.ports.stores.publications.list_publications_of_clip(
        CREATOR, make_test_clip_id(9)
    )
    assert stored == ()


async def test_a_day_without_a_slot_says_that_its_time_is_a_guess(world):
    told = await world.ask("What should I post on Saturday?")

    assert "No slot is set for then; Sat 28 Nov at 18:00 is a guess." in told.text


async def test_what_waits_first_can_be_moved_to_the_next_free_slot(world):
    told = await world.ask("What goes out next?")

    (button,) = told.proposals
    assert (button.deed, button.subject_id) == (Deed.MOVE, make_test_ulid(204))
    assert button.name == "Move \u201cJump scare in the attic\u201d to Fri 27 Nov at 18:00"


async def test_an_empty_workspace_has_nothing_to_post_or_to_wait_for(tmp_path):
    app = make_app(tmp_path)

    async def ask(text):
        actor = make_actor(person_id=text)
        return (await app.asking.questions.ask(actor, text)).text

    assert "No clip is ready" in await ask("What should I post today?")
    assert (await ask("What goes out next?")).startswith("Nothing waits to go out. No slot is set.")
    assert (await ask("Which uploads failed?")).startswith("No publication failed or hangs.")
    assert (await ask("What waits for me?")).startswith("0 clips in review")
    assert (await ask("What was published?")).startswith("0 publications went out.")
