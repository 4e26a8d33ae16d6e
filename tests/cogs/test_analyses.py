from dataclasses import replace

import pytest

from cogs.analyses import describe_estimate
from core.domain.clips.asset_analysis import Estimate
from core.domain.videos.model_spend import TokenUse


def estimate(*, windows=3, cost=140_000, left=5_000_000):
    return Estimate(
        windows=windows, use=TokenUse(), cost_micro_dollars=cost, left_micro_dollars=left
    )


@pytest.mark.parametrize(
    ("given", "parts", "rest"),
    [
        ({}, "$0.1400 for 3 parts; $5.00 of this month's budget is left", ""),
        ({"windows": 1}, "for 1 part;", ""),
        ({"cost": 5_000_000}, "$5.00 for 3 parts; $5.00 of this month's budget is left", ""),
        ({"left": 100}, "$0.0001 of this month's budget is left", "local signals judge the rest"),
        ({"left": 0}, "$0.00 of this month's budget is left", "TRUSS_GEMINI__BUDGET_DOLLARS"),
    ],
)
def test_an_estimate_says_what_it_takes_and_what_does_not_last(given, parts, rest):
    sentence = describe_estimate(estimate(**given), model="a model")

    assert parts in sentence
    assert rest in sentence
    assert ("does not cover" in sentence) is bool(rest)


def test_without_a_model_the_sentence_says_what_decides_and_how_to_get_one():
    sentence = describe_estimate(estimate(), model=None)

    assert "sound, cuts and chat decide" in sentence
    assert "TRUSS_GEMINI_API_KEY" in sentence
    assert "$" not in sentence


def test_asking_again_costs_nothing_and_says_so():
    kept = replace(estimate(windows=0, cost=0), windows_kept=3)

    assert "asking again costs nothing" in describe_estimate(kept, model="a model")
