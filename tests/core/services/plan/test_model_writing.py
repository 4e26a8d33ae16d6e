"""A model writes ideas and variants, within the budget; whatever it does, a plan comes of it."""

import json

import pytest

from core.domain.videos.understanding import Trouble
from core.domain.work.platform import Platform
from core.ports.asking import AskPiece
from core.services.plan.month_filling import Goals
from core.services.plan.post_writing import NewPost
from tests.builders import CREATOR
from tests.core.services.plan.plan_world import OWNER, PlanWorld
from tests.fakes.asking import USE, FakeAskModel

COUNT = 4


def _pieces(*lines):
    return [*(AskPiece(text=json.dumps(line) + "\n") for line in lines), AskPiece(use=USE)]


def _answer_all(request):
    asked = request.exchanges[0].asked
    data = json.loads(asked[asked.index("{") : asked.rindex("}") + 1])
    return _pieces(
        *(
            {"n": one["n"], "title": f"Idea {one['n']}", "text": "A thought."}
            for one in data["openings"]
        )
    )


@pytest.fixture
def make_world(tmp_path):
    def make(*scripts):
        model = FakeAskModel(*scripts)
        return PlanWorld(tmp_path, ask_model=model), model

    return make


async def _fill(world):
    return await world.filling.fill(OWNER, count=COUNT, platforms=[Platform.X])


async def _read_spend(world):
    return await world.stores.spends.get_spend(CREATOR, "2026-03")


async def test_a_model_s_ideas_fill_the_openings_and_are_paid_for(make_world):
    world, model = make_world(_answer_all)
    goals = Goals(niche="chess", themes=["endgames"])
    await world.filling.set_goals(OWNER, "2026-03", goals)

    filled = await _fill(world)

    assert [post.title for post in filled.added] == ["Idea 1", "Idea 2", "Idea 3", "Idea 4"]
    assert filled.note == ""
    (request,) = model.requests
    asked = request.exchanges[0].asked
    assert '"endgames"' in asked
    assert '"280 weighted characters"' in asked
    assert asked.splitlines()[0] == asked.splitlines()[-1]
    assert asked.splitlines()[0] in request.instructions
    assert (await _read_spend(world)).cost_micro_dollars == USE.prompt + USE.answer


async def test_what_is_planned_is_not_asked_for_again(make_world):
    world, model = make_world(_answer_all)
    await _fill(world)

    assert (await _fill(world)).added == ()
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([AskPiece(trouble=Trouble.UNREACHABLE, reason="Gemini is away.")], "Gemini is away."),
        (_pieces(), "The model gave no answer."),
        ([AskPiece(text="I would rather not."), AskPiece(use=USE)], "4 of these ideas"),
        (_pieces({"n": 1, "title": "One", "text": ""}), "3 of these ideas"),
    ],
)
async def test_what_the_model_does_not_give_follows_patterns_and_the_answer_says_so(
    make_world, script, said
):
    world, _ = make_world(script)

    filled = await _fill(world)

    assert len({post.title for post in filled.added}) == COUNT
    assert said in filled.note


async def test_a_month_that_is_used_up_is_told_and_nothing_is_sent(make_world):
    world, model = make_world(_answer_all)
    await world.stores.spends.add_spend(CREATOR, "2026-03", USE, 4_999_000)

    filled = await _fill(world)

    assert len(filled.added) == COUNT
    assert "budget" in filled.note
    assert model.requests == []


async def test_where_the_day_s_quota_is_used_up_nothing_more_is_sent_that_day(make_world):
    piece = AskPiece(trouble=Trouble.QUOTA_DAY, reason="Gemini gives no more today.")
    world, model = make_world([piece])
    await _fill(world)

    again = await world.writing.add_post(
        OWNER, NewPost(title="An ace", text="I did it.", platforms=(Platform.X,))
    )
    await world.variants.draft(OWNER, again.id)

    assert len(model.requests) == 1


async def test_what_was_not_answered_costs_nothing(make_world):
    world, _ = make_world([AskPiece(trouble=Trouble.UNREACHABLE, reason="Away.")])

    await _fill(world)

    assert (await _read_spend(world)).cost_micro_dollars == 0


async def test_variants_are_the_model_s_where_they_fit_and_the_rules_elsewhere(make_world):
    world, _ = make_world(
        _pieces(
            {"platform": "x", "title": "Ace!", "text": "Five in one round.", "tags": ["ace"]},
            {"platform": "rednote", "title": "a" * 30, "text": "Too long."},
        )
    )
    platforms = (Platform.X, Platform.REDNOTE)
    post = await world.writing.add_post(
        OWNER, NewPost(title="An ace", text="I did it.", platforms=platforms)
    )

    whole = await world.variants.draft(OWNER, post.id)

    texts = {variant.platform: variant.text for variant in whole.variants}
    assert texts == {Platform.X: "Five in one round.", Platform.REDNOTE: "I did it."}
