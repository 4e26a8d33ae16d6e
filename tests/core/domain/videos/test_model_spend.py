from datetime import date

import pytest

from core.domain.videos.model_spend import (
    MonthSpend,
    Price,
    TokenUse,
    estimate_use,
    find_price,
    format_dollars,
    refuse_cost,
    to_micro_dollars,
)


@pytest.mark.parametrize(
    ("model", "on", "price"),
    [
        ("gemini-3.8-flash", date(2026, 12, 31), (0.75, 3.75)),
        ("gemini-3.8-flash", date(2027, 1, 1), (1.50, 7.50)),
        ("models/gemini-3.5-flash-lite", date(2026, 11, 21), (0.30, 2.50)),
        ("gemini-3.5-flash", date(2026, 11, 21), (1.50, 9.00)),
        ("gemini-9-unheard-of", date(2026, 11, 21), (4.00, 20.00)),
    ],
)
def test_a_model_has_the_price_of_the_day(model, on, price):
    """One that is not known is taken for the dearest: a budget must not be a hope."""
    assert find_price(model, on) == Price(prompt=price[0], answer=price[1])


def test_cost_is_in_whole_micro_dollars_rounded_up():
    # 0.75 * 61342 + 3.75 * 2346 = 46006.5 + 8797.5 = 54804
    assert Price(prompt=0.75, answer=3.75).count_cost(TokenUse(prompt=61342, answer=2346)) == 54804
    assert Price(prompt=0.30, answer=2.50).count_cost(TokenUse(prompt=1)) == 1


@pytest.mark.parametrize(
    ("seconds", "frame_rate", "prompt", "answer"),
    [
        (480, 1.0, 2500 + 48960, 9600),  # 480 * (70 + 32) = 48960; 480 * 20 = 9600
        (480, 2.0, 2500 + 82560, 9600),  # 480 * (140 + 32) = 82560
        (30, 1.0, 2500 + 3060, 3000),  # 30 * 102 = 3060; at least 3000
        (0, 1.0, 2500, 3000),
    ],
)
def test_a_window_is_estimated_by_its_seconds(seconds, frame_rate, prompt, answer):
    assert estimate_use(seconds, frame_rate=frame_rate) == TokenUse(prompt=prompt, answer=answer)


def test_a_month_adds_up():
    month = MonthSpend(month="2026-11").plus(TokenUse(prompt=5, answer=1), 40)
    month = month.plus(TokenUse(prompt=5, answer=1), 2)

    assert month == MonthSpend(
        month="2026-11", requests=2, use=TokenUse(prompt=10, answer=2), cost_micro_dollars=42
    )


@pytest.mark.parametrize(
    ("dollars", "text"), [(0, "$0.00"), (0.0548, "$0.0548"), (1.5, "$1.50"), (0.999, "$1.00")]
)
def test_amounts_are_written_so_that_they_can_be_seen(dollars, text):
    assert format_dollars(to_micro_dollars(dollars)) == text


def test_what_fits_the_budget_is_allowed_to_the_last_cent():
    spend = MonthSpend(month="2026-11", cost_micro_dollars=900)

    assert refuse_cost(spend, cost_micro_dollars=100, budget_micro_dollars=1000) == ""
    assert "without the model" in refuse_cost(
        spend, cost_micro_dollars=101, budget_micro_dollars=1000
    )
