"""Questions, answered without a model and with one."""

import asyncio

import pytest

from core.domain.asking.tool_spec import ToolCall
from core.domain.people.actor import Role
from core.domain.videos.understanding import Trouble
from core.errors import Busy, Forbidden, InvalidInput
from core.ports.asking import AskPiece
from tests.asking.questions import HELD_BACK, SEEN
from tests.asking.workspace import make_world
from tests.builders import CREATOR, make_actor
from tests.fakes.app import make_app
from tests.fakes.asking import FakeAskModel
from tests.plan_builders import make_preferences

CALL = AskPiece(call=ToolCall(name="list_clips", arguments={"order": "score", "limit": 1}))
SAID = AskPiece(text="\u201cThe boss goes down\u201d leads with 91.")


async def test_an_answer_says_which_report_it_is_and_where_to_look(tmp_path):
    world = await make_world(tmp_path)

    told = await world.ask("Which clips did best this week, and why?")

    assert told.basis == "Report: best clips"
    assert told.called == ("figures_by_post", "show_clip")
    assert told.links[0].path.startswith("/clips/")
    assert told.cost_micro_dollars == 0


async def test_nothing_is_ever_answered_by_i_cannot(tmp_path):
    world = await make_world(tmp_path)

    told = await world.ask("Tell me a joke about cats")

    assert told.basis == "Report: an overview"
    assert "2 clips in review" in told.text
    assert "cannot" not in told.text


async def test_an_empty_workspace_has_an_answer_to_every_report(tmp_path):
    app = make_app(tmp_path)
    for number, asked in enumerate(SEEN + HELD_BACK):
        actor = make_actor(person_id=f"discord:{number}")
        assert (await app.asking.questions.ask(actor, asked.text)).text


async def test_a_short_question_goes_on_from_the_one_before(tmp_path):
    world = await make_world(tmp_path)
    ask = world.app.asking.questions.ask

    await ask(world.actor, "What was published this week?")
    tiktok = await ask(world.actor, "and on TikTok?")
    last_week = await ask(world.actor, "and last week?")

    assert "1 publication went out to TikTok" in tiktok.text
    assert "went out to TikTok last week" in last_week.text
    world.clock.advance(601)
    assert (await ask(world.actor, "and on TikTok?")).basis != tiktok.basis


async def test_why_after_a_list_is_about_its_first_clip(tmp_path):
    world = await make_world(tmp_path)
    ask = world.app.asking.questions.ask
    await ask(world.actor, "Top 2 clips by score")

    told = await ask(world.actor, "why?")

    assert told.basis == "Report: one clip"
    assert "\u201cThe boss goes down\u201d (score 91)" in told.text


async def test_one_person_asks_one_question_at_a_time(tmp_path):
    model = FakeAskModel((CALL,), (SAID,), piece_seconds=0.05)
    world = await make_world(tmp_path, ask_model=model)
    ask = world.app.asking.questions.ask
    first = asyncio.ensure_future(ask(world.actor, "Which clip is best?"))
    await asyncio.sleep(0.01)

    with pytest.raises(Busy):
        await ask(world.actor, "And now?")
    assert (await first).basis == "Written by a model"


@pytest.mark.parametrize("text", ["", "?!?", "x" * 500])
async def test_what_is_no_question_is_refused(tmp_path, text):
    world = await make_world(tmp_path)

    with pytest.raises(InvalidInput):
        await world.ask(text)


async def test_nobody_without_a_role_is_answered(tmp_path):
    model = FakeAskModel((SAID,))
    world = await make_world(tmp_path, ask_model=model)
    viewer = make_actor(person_id="discord:9", role=Role.VIEWER)

    with pytest.raises(Forbidden):
        await world.app.asking.questions.ask(viewer, "What waits?")
    assert model.requests == []


async def test_where_the_model_fails_a_report_answers_and_says_why(tmp_path):
    trouble = AskPiece(trouble=Trouble.OVERLOADED, reason="The service is overloaded (503).")
    world = await make_world(tmp_path, ask_model=FakeAskModel((trouble,)))
    shown = []

    async def show(text):
        shown.append(text)

    told = await world.app.asking.questions.ask(world.actor, "What waits for me?", on_text=show)

    assert told.basis == "Report: what waits. The service is overloaded (503)."
    assert shown[-1] == told.text


async def test_language_is_the_persons_where_they_chose_one(tmp_path):
    model = FakeAskModel((CALL,), (SAID,))
    world = await make_world(tmp_path, ask_model=model)
    own = make_preferences(creator_id=CREATOR, person_id="discord:20", own_language="de")
    await world.app.ports.stores.preferences.save_preferences(own)

    await world.app.asking.questions.ask(world.actor, "Which clip is best?")

    assert "in the language de" in model.requests[0].instructions
