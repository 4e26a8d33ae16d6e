from datetime import date

import pytest

from core.domain.videos.model_spend import (
    NOTHING_USED,
    MonthSpend,
    Price,
    TokenUse,
    describe_refusal,
    estimate_use,
    find_price,
    format_dollars,
    to_micro_dollars,
    trust_use,
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
    ("seconds", "frame_rate", "has_audio", "prompt", "answer"),
    [
        (480, 1.0, True, 1500 + 48960, 2720),  # 480 * (70 + 32) = 48960; 800 + 480 * 4 = 2720
        (480, 1.0, False, 1500 + 33600, 1760),  # 480 * 70 = 33600; 800 + 480 * 2
        (480, 2.0, True, 1500 + 82560, 2720),  # 480 * (140 + 32) = 82560
        (30, 1.0, True, 1500 + 3060, 920),  # 30 * 102 = 3060; 800 + 120
        (0, 1.0, True, 1500, 800),
    ],
)
def test_a_window_is_estimated_by_its_seconds(seconds, frame_rate, has_audio, prompt, answer):
    use = estimate_use(seconds, frame_rate=frame_rate, has_audio=has_audio)

    assert use == TokenUse(prompt=prompt, answer=answer)


EXPECTED = TokenUse(prompt=50_000, answer=3_000)


@pytest.mark.parametrize(
    ("said", "booked"),
    [
        (TokenUse(prompt=61_342, answer=2_346), (61_342, 2_346)),
        (TokenUse(prompt=9, answer=0), (9, 0)),
        (NOTHING_USED, (0, 0)),  # what was never answered
        (None, (50_000, 3_000)),
        (TokenUse(prompt=10**12, answer=10**12), (50_000, 3_000)),
        (TokenUse(prompt=1_048_577, answer=65_537), (50_000, 3_000)),
        (TokenUse(prompt=-5, answer=-5), (50_000, 3_000)),
        (TokenUse(prompt=10**12, answer=5), (50_000, 5)),
    ],
)
def test_where_usage_is_missing_or_absurd_the_estimate_is_booked(said, booked):
    assert trust_use(said, EXPECTED) == TokenUse(prompt=booked[0], answer=booked[1])


def test_a_short_window_cannot_take_what_fills_the_model():
    short = TokenUse(prompt=4_560, answer=920)

    assert trust_use(TokenUse(prompt=1_000_000, answer=5), short).prompt == 4_560


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


def test_a_refusal_says_what_is_spent_what_it_would_cost_and_what_to_do():
    spend = MonthSpend(month="2026-11", cost_micro_dollars=900_000)

    said = describe_refusal(spend, cost_micro_dollars=54_804, budget_micro_dollars=5_000_000)

    assert "$0.90" in said
    assert "$0.0548" in said
    assert "TRUSS_GEMINI__BUDGET_DOLLARS" in said
