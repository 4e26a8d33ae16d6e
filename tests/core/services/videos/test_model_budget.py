from datetime import UTC, datetime

import pytest

from core.domain.people.creator_profile import CreatorProfile
from core.domain.videos.model_spend import NOTHING_USED, TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import AnalysisWindow
from core.services.videos.model_budget import ModelBudget
from tests.builders import CREATOR
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.understanding import USE, FakeSpends, FakeVideoAnalyst, make_budgeting

WINDOW = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0)
MODEL = FakeVideoAnalyst()


@pytest.mark.parametrize(
    ("time_zone", "month"),
    [
        # At 23:30 UTC on 30 November it is December in Berlin, and November in New York.
        ("UTC", "2026-11"),
        ("Europe/Berlin", "2026-12"),
        ("America/New_York", "2026-11"),
    ],
)
async def test_a_month_is_that_of_the_place_where_the_creator_lives(time_zone, month):
    clock, spends = FakeClock(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)), FakeSpends()
    profiles = FakeProfiles(Memory(clock))
    profiles.kept.put(CreatorProfile(creator_id=CREATOR, time_zone=time_zone))
    budget = ModelBudget(clock=clock, spends=spends, profiles=profiles, tuning=ModelTuning())

    await budget.record(CREATOR, MODEL, USE)

    assert list(spends.kept) == [(CREATOR, month)]
    assert (await budget.read_month(CREATOR)).requests == 1


async def test_what_a_request_took_is_added_to_the_month():
    spends = FakeSpends()
    budget = make_budgeting(spends)

    costs = [await budget.record(CREATOR, MODEL, use) for use in (USE, USE, NOTHING_USED)]

    # 1000 + 100 tokens at one micro-dollar each; what took nothing is no request.
    assert costs == [1100, 1100, 0]
    month = await budget.read_month(CREATOR)
    assert (month.requests, month.cost_micro_dollars) == (2, 2200)
    assert month.use == TokenUse(prompt=2000, answer=200)


async def test_an_estimate_says_what_is_needed_and_what_is_left():
    budget = make_budgeting(FakeSpends(), dollars=0.0030)
    await budget.record(CREATOR, MODEL, USE)

    estimate = await budget.estimate(CREATOR, MODEL, [WINDOW, WINDOW])

    # 3000 - 1100 micro-dollars are left, and two windows take 2200.
    assert (estimate.windows, estimate.cost_micro_dollars) == (2, 2200)
    assert estimate.left_micro_dollars == 1900
    assert (await budget.estimate(CREATOR, None, [WINDOW])).cost_micro_dollars == 0


async def test_what_would_go_over_the_budget_is_refused_with_a_sentence():
    budget = make_budgeting(FakeSpends(), dollars=0.0020)

    assert await budget.refuse(CREATOR, MODEL, WINDOW) == ""
    await budget.record(CREATOR, MODEL, USE)

    refusal = await budget.refuse(CREATOR, MODEL, WINDOW)
    assert "This month's budget for the model is $0.0020" in refusal
    assert "judged without the model" in refusal
