import asyncio

import pytest

from core.services.publishing.card_gate import CardGate
from core.services.review.early_reactions import EarlyReactions
from tests.builders import make_posted_card
from tests.fakes.people import FakeBallots, FakeCards

CARD = make_posted_card()


@pytest.fixture
def gate():
    return CardGate(cards=FakeCards(), ballots=FakeBallots())


async def list_wanted(gate):
    try:
        async with asyncio.timeout(0):
            return list(await gate.wait_wanted())
    except TimeoutError:
        return []


async def test_a_card_whose_message_was_reacted_to_is_looked_at_once(gate):
    early = EarlyReactions(gate=gate)
    early.note(CARD.message_id)

    early.pick_up(CARD, may_be_older=False)
    assert await list_wanted(gate) == [CARD]

    early.pick_up(CARD, may_be_older=False)
    assert await list_wanted(gate) == []


@pytest.mark.parametrize(("may_be_older", "wanted"), [(True, [CARD]), (False, [])])
async def test_a_message_that_nobody_was_seen_to_react_to_counts_if_it_may_be_older(
    gate, may_be_older, wanted
):
    EarlyReactions(gate=gate).pick_up(CARD, may_be_older=may_be_older)

    assert await list_wanted(gate) == wanted


async def test_reactions_to_what_never_becomes_a_card_are_forgotten_oldest_first(gate):
    early = EarlyReactions(gate=gate)
    early.note(CARD.message_id)
    for number in range(9_999):
        early.note(f"a{number}")
    early.pick_up(CARD, may_be_older=False)
    assert await list_wanted(gate) == [CARD]

    early.note(CARD.message_id)
    for number in range(10_000):
        early.note(f"b{number}")
    early.pick_up(CARD, may_be_older=False)
    assert await list_wanted(gate) == []
