from dataclasses import replace

import pytest

from core.errors import PlaceRefused
from core.services.review.card_closing import CardClosing
from tests.builders import make_posted_card
from tests.fakes.people import FakeBoard, FakeCards, Message
from tests.fakes.time_and_ids import FakeClock

OLD = make_posted_card()
NEW = make_posted_card(message_id="31", cut="another")


class RefusingBoard(FakeBoard):
    """A board in whose channels older messages may not be touched."""

    async def close_card(self, card, *, newer):
        raise PlaceRefused("The channel is closed.")


@pytest.fixture
async def cards():
    cards = FakeCards()
    for card in (OLD, NEW):
        await cards.add_card(card)
    return cards


def make_board(board=None):
    board = board or FakeBoard()
    board.messages["30"] = Message(guild_id="10", nonce="n", videos=(), shown=[])
    return board


async def test_an_older_cut_says_where_the_newer_one_is(cards):
    board = make_board()

    await CardClosing(clock=FakeClock(), cards=cards, board=board).close(OLD, newer=NEW)

    assert board.messages["30"].newer_message_id == "31"
    assert (await cards.find_card("30")).is_closed


async def test_a_message_that_may_not_be_touched_is_closed_all_the_same(cards):
    closing = CardClosing(clock=FakeClock(), cards=cards, board=make_board(RefusingBoard()))

    await closing.close(OLD, newer=NEW)

    assert (await cards.find_card("30")).is_closed


@pytest.mark.parametrize("is_closed", [True, False])
async def test_only_a_card_that_somebody_closed_is_closed_again(cards, is_closed):
    board = make_board()
    await cards.save_card(replace(OLD, is_closed=is_closed))

    await CardClosing(clock=FakeClock(), cards=cards, board=board).close_again(OLD)

    assert board.messages["30"].newer_message_id == ("31" if is_closed else None)
