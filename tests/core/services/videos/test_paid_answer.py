import asyncio
from contextlib import aclosing

import pytest

from core.domain.videos.model_spend import TokenUse
from core.domain.videos.understanding import Trouble
from core.errors import QuotaReached
from core.ports.asking import AskPiece, AskRequest, Exchange
from core.services.videos.model_budget import OverBudget
from core.services.videos.paid_answer import PaidAnswer
from tests.builders import CREATOR
from tests.fakes.understanding import FakeSpends, make_budgeting

REQUEST = AskRequest(instructions="", exchanges=(Exchange(asked="?"),))
EXPECTED = TokenUse(prompt=1000, answer=100)
SAID = TokenUse(prompt=40, answer=2)


class Pieces:
    """A model that says these pieces, and costs a micro-dollar a token; None never comes."""

    name = "pieces"

    def __init__(self, *pieces):
        self.pieces = pieces
        self.is_closed = False

    def estimate_use(self, request):
        return EXPECTED

    def count_cost(self, use, on):
        return use.prompt + use.answer

    async def answer(self, request):
        try:
            for piece in self.pieces:
                if piece is None:
                    await asyncio.sleep(60)
                yield piece
        finally:
            self.is_closed = True


async def hear(answer, *, most=100):
    heard = []
    async with aclosing(answer.listen()) as pieces:
        async for piece in pieces:
            heard.append(piece.text)
            if len(heard) == most:
                break
    return heard


def ask(model, budget):
    return PaidAnswer(budget, model, CREATOR, REQUEST)


@pytest.mark.parametrize(
    ("pieces", "cost"),
    [
        ((AskPiece(text="a"), AskPiece(use=SAID)), 42),
        ((AskPiece(text="a"),), 1100),  # it said something, and not what it took
        ((AskPiece(trouble=Trouble.UNREACHABLE, reason="Away."),), 0),
        ((), 0),
    ],
)
async def test_what_a_model_says_that_it_took_is_booked(pieces, cost):
    budget = make_budgeting(FakeSpends())
    answer = ask(Pieces(*pieces), budget)

    await hear(answer)

    assert answer.cost_micro_dollars == cost
    assert (await budget.read_month(CREATOR)).cost_micro_dollars == cost


async def test_whoever_stops_listening_pays_for_what_was_sent():
    budget, model = make_budgeting(FakeSpends()), Pieces(AskPiece(text="a"), AskPiece(text="b"))
    answer = ask(model, budget)

    assert await hear(answer, most=1) == ["a"]

    assert model.is_closed
    assert answer.cost_micro_dollars == 1100


async def test_a_listener_that_is_called_off_pays_for_what_was_sent():
    budget, model = make_budgeting(FakeSpends()), Pieces(AskPiece(text="a"), None)
    answer = ask(model, budget)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await hear(answer)

    assert model.is_closed
    assert (await budget.read_month(CREATOR)).cost_micro_dollars == 1100


async def test_trouble_is_the_last_piece_and_a_day_that_is_over_is_remembered():
    budget = make_budgeting(FakeSpends())
    trouble = AskPiece(trouble=Trouble.QUOTA_DAY, reason="Tomorrow.")
    answer = ask(Pieces(AskPiece(text="a"), trouble, AskPiece(text="b")), budget)

    assert await hear(answer) == ["a", ""]

    assert answer.reason == "Tomorrow."
    with pytest.raises(QuotaReached, match="Tomorrow"):
        await hear(ask(Pieces(), budget))


async def test_nothing_is_sent_that_the_month_cannot_pay():
    model = Pieces(AskPiece(text="a"))
    answer = ask(model, make_budgeting(FakeSpends(), dollars=0.001))

    with pytest.raises(OverBudget):
        await hear(answer)

    assert not model.is_closed
    assert answer.cost_micro_dollars == 0
