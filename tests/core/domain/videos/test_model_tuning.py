from dataclasses import replace

import pytest

from core.domain.videos.model_spend import estimate_use, find_price
from core.domain.videos.model_tuning import ModelTuning, find_tuning_problem
from tests.builders import NOON


def test_the_budget_pays_for_some_hours_of_video_a_month():
    """Whoever sets a key should not be surprised on the first long stream."""
    tuning = ModelTuning()
    price = find_price(tuning.model, NOON.date())

    hour = 7.5 * price.count_cost(estimate_use(tuning.window_seconds, frame_rate=tuning.frame_rate))

    # 7.5 windows of 480 s: 7.5 * (0.75 * 50,460 + 3.75 * 2,720) = 360,338 micro-dollars.
    assert 0.3 < hour / 1_000_000 < 0.4
    assert tuning.budget_dollars / (hour / 1_000_000) > 5


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"budget_dollars": 0.0}, None),
        ({"budget_dollars": -1.0}, "budget_dollars must be a number from 0"),
        ({"timeout_seconds": float("nan")}, "timeout_seconds must be"),
        ({"window_seconds": 0.0}, "window_seconds must be"),
        ({"window_seconds": 100.0, "overlap_seconds": 60.0}, "at most half"),
        ({"model": " "}, "must name a model"),
    ],
)
def test_numbers_that_no_video_could_be_looked_at_with_are_named(change, problem):
    found = find_tuning_problem(replace(ModelTuning(), **change))

    assert (found is None) is (problem is None)
    assert (problem or "") in (found or "")
