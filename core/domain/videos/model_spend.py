"""Model spend: what a model costs, estimated and actual, and a month's budget.

Money is kept in whole micro-dollars (millionths of a US dollar), so that sums are exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from core.domain.work.ids import CreatorId

FRAME_TOKENS: Final = 70
"""Tokens per frame at low resolution (Gemini 3 and later)."""
AUDIO_TOKENS_A_SECOND: Final = 32
PROMPT_TOKENS: Final = 1_500
"""Instructions, schema and chat evidence."""
ANSWER_TOKENS_A_SECOND: Final = 4
"""Moments, chapters and what is said: half of what dense talk and many moments take."""
ANSWER_TOKENS_A_SILENT_SECOND: Final = 2
ANSWER_TOKENS_LEAST: Final = 800
"""Thinking and what every answer holds."""
PROMPT_TOKENS_MAX: Final = 1_048_576
ANSWER_TOKENS_MAX: Final = 65_536
"""The most that the service takes and gives; more is a slip."""
_ABSURD: Final = 25

LAPSES_AFTER: Final = timedelta(hours=6)
"""No request takes as long: whoever reserved for one has died."""
_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUse:
    """Tokens of one or more requests; `answer` includes the model's thinking."""

    prompt: int = 0
    answer: int = 0

    def plus(self, other: TokenUse) -> TokenUse:
        return TokenUse(prompt=self.prompt + other.prompt, answer=self.answer + other.answer)


NOTHING_USED: Final = TokenUse()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars per million tokens, which is micro-dollars per token."""

    prompt: float
    answer: float

    def count_cost(self, use: TokenUse) -> int:
        """Return micro-dollars, rounded up."""
        return math.ceil(round(self.prompt * use.prompt + self.answer * use.answer, 6))


# Paid tier as published on 2026-10-07: (prefix of the model's name, valid through, price).
_PRICES: Final[tuple[tuple[str, date, Price], ...]] = (
    ("gemini-3.8-flash", date(2026, 12, 31), Price(prompt=0.75, answer=3.75)),
    ("gemini-3.8-flash", date.max, Price(prompt=1.50, answer=7.50)),
    ("gemini-3.7-flash", date(2026, 12, 31), Price(prompt=0.75, answer=3.75)),
    ("gemini-3.7-flash", date.max, Price(prompt=1.50, answer=7.50)),
    ("gemini-3.5-flash-lite", date.max, Price(prompt=0.30, answer=2.50)),
    ("gemini-3.5-flash", date.max, Price(prompt=1.50, answer=9.00)),
    ("gemini-3.1-pro", date.max, Price(prompt=4.00, answer=18.00)),
    ("gemini-4-argon", date(2026, 11, 30), Price(prompt=2.00, answer=10.00)),
    ("gemini-4-argon", date.max, Price(prompt=4.00, answer=20.00)),
)
_DEAREST: Final = Price(prompt=4.00, answer=20.00)


def find_price(model: str, on: date) -> Price:
    """Return a model's price on a day; an unknown model costs as much as the dearest one."""
    name = model.removeprefix("models/")
    return next(
        (price for start, until, price in _PRICES if name.startswith(start) and on <= until),
        _DEAREST,
    )


def estimate_use(duration_seconds: float, *, frame_rate: float, has_audio: bool = True) -> TokenUse:
    """Return the tokens that a window of this length is expected to take."""
    seconds = max(0.0, duration_seconds)
    sound = AUDIO_TOKENS_A_SECOND if has_audio else 0
    media = seconds * (frame_rate * FRAME_TOKENS + sound)
    said = ANSWER_TOKENS_A_SECOND if has_audio else ANSWER_TOKENS_A_SILENT_SECOND
    answer = ANSWER_TOKENS_LEAST + seconds * said
    return TokenUse(prompt=PROMPT_TOKENS + math.ceil(media), answer=math.ceil(answer))


def trust_use(said: TokenUse | None, expected: TokenUse) -> TokenUse:
    """Return what a request took: what the service says, where that can be.

    Where it says nothing, or more tokens than any model takes or than such a window could, the
    expected tokens are counted instead: a ledger must not show nothing, and a slip of the service's
    must not use up a month.
    """
    if said is None:
        return expected
    if said == NOTHING_USED:
        return said
    return TokenUse(
        prompt=said.prompt
        if 0 < said.prompt <= min(PROMPT_TOKENS_MAX, _ABSURD * expected.prompt)
        else expected.prompt,
        answer=said.answer if 0 <= said.answer <= ANSWER_TOKENS_MAX else expected.answer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSpend:
    """What a creator's analyses used in one month (`yyyy-mm`).

    The cost holds what is reserved for requests that are still under way.
    """

    month: str
    requests: int = 0
    use: TokenUse = NOTHING_USED
    cost_micro_dollars: int = 0

    def plus(self, use: TokenUse, cost_micro_dollars: int) -> MonthSpend:
        """Return the month with one more request."""
        return MonthSpend(
            month=self.month,
            requests=self.requests + 1,
            use=self.use.plus(use),
            cost_micro_dollars=self.cost_micro_dollars + cost_micro_dollars,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What was taken from a month for a request that is under way, at the latest until then."""

    creator_id: CreatorId
    month: str
    name: str
    cost_micro_dollars: int
    until: datetime


def to_micro_dollars(dollars: float) -> int:
    return round(dollars * _MICRO)


def format_dollars(micro_dollars: int) -> str:
    """Return an amount for people, with as many decimals as it needs not to show as zero."""
    dollars = micro_dollars / _MICRO
    return f"${dollars:.2f}" if dollars >= 0.995 or not micro_dollars else f"${dollars:.4f}"


def describe_refusal(
    spend: MonthSpend, *, cost_micro_dollars: int, budget_micro_dollars: int
) -> str:
    """Return why a request was not sent that would have exceeded this month's budget."""
    return (
        f"This month's budget for the model is {format_dollars(budget_micro_dollars)}, of which "
        f"{format_dollars(spend.cost_micro_dollars)} is spent or reserved, and this part would "
        f"cost about {format_dollars(cost_micro_dollars)}, so it was judged without the model. "
        "Raise TRUSS_GEMINI__BUDGET_DOLLARS to use the model again."
    )
