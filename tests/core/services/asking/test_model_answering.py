"""A model that calls tools, and everything that it may do wrong."""

import asyncio

import pytest

from core.domain.asking.question import read_question
from core.domain.asking.tool_spec import ToolCall
from core.domain.people.voice import PLAIN_VOICE
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from core.ports.asking import AskPiece
from core.services.asking.model_answering import CALLS_MAX, ModelAnswering, NoModelAnswer
from core.services.asking.tools.local_clock import LocalClocks
from core.services.videos.model_budget import ModelBudget
from tests.asking.workspace import make_world
from tests.builders import CREATOR, make_test_clip_id
from tests.fakes.asking import USE, FakeAskModel


def call(name, **arguments):
    return AskPiece(call=ToolCall(name=name, arguments=arguments))


BEST = call("list_clips", order="score", limit=1)
SAID = AskPiece(text="\u201cThe boss goes down\u201d leads with 91.")


@pytest.fixture
async def world(tmp_path):
    return await make_world(tmp_path)


@pytest.fixture
def ask(world):
    async def ask_model(model, text="Which clip is best?", *, dollars=5.0, seconds=20.0, show=None):
        ports = world.app.ports
        clocks = LocalClocks(clock=world.clock, profiles=ports.stores.profiles)
        answering = ModelAnswering(
            clock=world.clock,
            clocks=clocks,
            model=model,
            budget=ModelBudget(
                clock=world.clock,
                spends=ports.stores.spends,
                profiles=ports.stores.profiles,
                tuning=ModelTuning(budget_dollars=dollars),
            ),
            toolbox=world.app.asking.toolbox,
            seconds_max=seconds,
        )
        question = read_question(text)
        return await answering.answer(world.actor, question, (), voice=PLAIN_VOICE, on_text=show)

    return ask_model


async def spent(world):
    return (await world.app.ports.stores.spends.get_spend(CREATOR, "2026-11")).cost_micro_dollars


async def test_what_the_tools_gave_is_told_with_its_links_and_its_cost(world, ask):
    before = await spent(world)

    told = await ask(FakeAskModel((BEST,), (AskPiece(text="Let me"), AskPiece(use=USE), SAID)))

    assert told.text == "Let me\u201cThe boss goes down\u201d leads with 91."
    assert told.called == ("list_clips",)
    assert told.links[0].path == f"/clips/{make_test_clip_id(1)}"
    assert told.cost_micro_dollars == 2200
    assert await spent(world) - before == 2200


async def test_an_invented_figure_is_taken_out_and_counted(ask):
    invented = AskPiece(text="It leads with 91. It has 123,456 views. See https://evil.example/a.")

    told = await ask(FakeAskModel((BEST,), (invented,)))

    assert told.text == "It leads with 91. It has […] views. See […]"
    assert told.taken_out == 2


async def test_sums_come_from_the_tool_that_computes_and_only_of_what_tools_gave(ask):
    results = []

    def look(request):
        results.append(request.exchanges[-1].results)
        return (AskPiece(text="Together they have 14,600. Or 200."),)

    posts = call("figures_by_post")
    right = call("compute", how="sum", numbers=[9100, 5200, 300])
    wrong = call("compute", how="sum", numbers=[100, 100])
    told = await ask(FakeAskModel((posts,), (right, wrong), look))

    assert told.text == "Together they have 14,600. Or […]."
    assert "problem" in results[-1][1]


async def test_an_unknown_tool_and_a_missing_argument_are_told_to_the_model(ask):
    given = []

    def look(request):
        given.extend(request.exchanges[-1].results)
        return (AskPiece(text="Nothing."),)

    await ask(FakeAskModel((call("drop_table"), call("show_clip"), call("list_clips", x=1)), look))

    assert given[0]["problem"].startswith("There is no such tool for this question")
    assert given[1]["problem"] == "show_clip needs clip_id: the clip's id."
    assert "does not take 'x'" in given[2]["problem"]


async def test_a_tool_that_the_question_does_not_need_is_not_run(ask):
    given = []

    def look(request):
        given.extend(request.exchanges[-1].results)
        return (AskPiece(text="Nothing."),)

    calls = tuple(call(name) for name in ("read_settings", "list_accounts", "read_spend"))
    model = FakeAskModel(calls, look)
    await ask(model, "Which clips did best this week?")

    assert [set(one) for one in given] == [{"problem"}] * 3
    assert "propose" not in {spec.name for spec in model.requests[0].tools}


async def test_calls_without_end_are_ended_after_six(ask):
    model = FakeAskModel((BEST,))

    with pytest.raises(NoModelAnswer, match="more than 6 tools") as raised:
        await ask(model)

    assert len(raised.value.called) == CALLS_MAX
    assert len(model.requests) == CALLS_MAX + 1
    assert model.requests[-1].tools == ()


async def test_a_hundred_calls_at_once_are_six(world, ask):
    model = FakeAskModel((BEST,) * 100, (SAID,))

    told = await ask(model)

    assert len(told.called) == CALLS_MAX
    assert len(model.requests[1].exchanges[-1].results) == 100


async def test_who_takes_too_long_is_not_waited_for_and_is_paid(world, ask):
    before = await spent(world)

    with pytest.raises(NoModelAnswer, match="took longer"):
        await ask(FakeAskModel((SAID,) * 50, piece_seconds=0.01), seconds=0.05)

    assert await spent(world) - before == USE.prompt + USE.answer


async def test_what_was_not_answered_is_given_back(world, ask):
    before = await spent(world)
    trouble = AskPiece(trouble=Trouble.OVERLOADED, reason="It is overloaded (503).")

    with pytest.raises(NoModelAnswer, match="overloaded"):
        await ask(FakeAskModel((trouble,)))

    assert await spent(world) == before


async def test_nothing_is_sent_that_the_month_cannot_pay(world, ask):
    model = FakeAskModel((SAID,))

    with pytest.raises(NoModelAnswer, match="budget for the model is used up"):
        await ask(model, dollars=1.2505)

    assert model.requests == []


async def test_many_questions_at_once_share_one_budget(world, ask):
    """Twenty questions may each reserve; what the month has is for seven requests."""
    room = 7 * (USE.prompt + USE.answer) / 1e6
    made = (BEST, AskPiece(use=USE))
    said = (AskPiece(text="Nothing."), AskPiece(use=USE))
    model = FakeAskModel(lambda request: said if request.exchanges[-1].calls else made)

    asked = [ask(model, dollars=1.25 + room) for _ in range(20)]
    await asyncio.gather(*asked, return_exceptions=True)

    assert len(model.requests) == 7
    assert await spent(world) == 1_250_000 + 7 * (USE.prompt + USE.answer)


async def test_a_day_whose_quota_is_used_up_is_not_asked_again(ask, world):
    quota = AskPiece(trouble=Trouble.QUOTA_DAY, reason="The quota for today is used up.")
    model = FakeAskModel((quota,))
    with pytest.raises(NoModelAnswer, match="quota for today"):
        await ask(model)


async def test_an_answer_that_rests_on_nothing_is_none(ask):
    with pytest.raises(NoModelAnswer, match="looked nothing up"):
        await ask(FakeAskModel((AskPiece(text="All is well."),)))


async def test_silence_is_no_answer(ask):
    with pytest.raises(NoModelAnswer, match="said nothing"):
        await ask(FakeAskModel(()))


async def test_a_button_is_proposed_where_it_is_asked_for(ask):
    offer = call("propose", deed="publish", id=make_test_clip_id(9), at="2026-11-27 18:00")
    shown = call("list_clips", status="approved", order="score")

    told = await ask(FakeAskModel((shown,), (offer,), (SAID,)), "What should I post on Friday?")

    assert told.proposals[0].name == "Publish \u201cFresh and ready\u201d at 2026-11-27 18:00"


async def test_a_model_is_told_what_was_said_before(world, tmp_path):
    model = FakeAskModel((BEST,), (SAID,), (BEST,), (SAID,))
    asking = await make_world(tmp_path, fills=False, stores=world.app.ports.stores, ask_model=model)
    ask = asking.app.asking.questions.ask

    await ask(world.actor, "Which clip is best?")
    await ask(world.actor, "And on TikTok?")

    before, now = model.requests[2].exchanges
    assert (before.asked, now.asked) == ("Which clip is best?", "And on TikTok?")
    assert before.said.startswith("<untrusted ")
    assert "leads with 91." in before.said


async def test_the_answer_is_shown_as_it_comes(ask):
    shown = []

    async def show(text):
        shown.append(text)

    await ask(FakeAskModel((BEST,), (AskPiece(text="First. "), AskPiece(text="Then."))), show=show)

    assert shown == ["First. ", "First. Then."]
