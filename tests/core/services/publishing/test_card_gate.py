import asyncio

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import Saying, make_ballot
from core.domain.review.review_card import Verdict
from core.services.publishing.card_gate import CardGate
from tests.builders import make_posted_card, make_publication
from tests.fakes.people import FakeBallots, FakeCards

CARD = make_posted_card()
WAITING = make_publication(status=PublicationStatus.SCHEDULED)


@pytest.fixture
async def gate():
    """A gate that is watched, of a clip that was approved by reaction."""
    cards, ballots = FakeCards(), FakeBallots()
    await cards.add_card(CARD)
    said = Saying(message_id=CARD.message_id, person_id="discord:20", verdict=Verdict.APPROVE)
    await ballots.save_ballot(make_ballot(CARD).hear(said))
    gate = CardGate(cards=cards, ballots=ballots)
    gate.watch()
    return gate


async def test_without_a_face_that_hears_reactions_everything_passes():
    assert await CardGate(cards=FakeCards(), ballots=FakeBallots()).lets_out(WAITING)


async def test_where_another_process_may_hear_reactions_what_they_approved_is_left_to_it():
    """The timers' owner let it out, though the process in Discord did not know it yet."""
    cards, ballots = FakeCards(), FakeBallots()
    await cards.add_card(CARD)
    gate = CardGate(cards=cards, ballots=ballots, is_shared=True)

    assert await gate.lets_out(WAITING)
    said = Saying(message_id=CARD.message_id, person_id="discord:20", verdict=Verdict.APPROVE)
    await ballots.save_ballot(make_ballot(CARD).hear(said))
    assert not await gate.lets_out(WAITING)
    assert await gate.lets_out(make_publication(status=PublicationStatus.PUBLISHED))


async def test_what_no_reaction_has_approved_passes_while_nobody_is_connected():
    """Nobody can take back on a card what was approved on the page."""
    cards = FakeCards()
    await cards.add_card(CARD)
    gate = CardGate(cards=cards, ballots=FakeBallots())
    gate.watch()

    assert await gate.lets_out(WAITING)


async def test_a_card_passes_once_it_was_compared_in_this_session(gate):
    assert not await gate.lets_out(WAITING)
    gate.connect(["10"])
    assert not await gate.lets_out(WAITING)

    gate.note_compared(CARD.message_id)

    assert await gate.lets_out(WAITING)
    gate.connect(["10"])
    assert not await gate.lets_out(WAITING)


async def test_a_session_that_is_resumed_knows_what_it_knew(gate):
    gate.connect(["10"])
    gate.note_compared(CARD.message_id)

    gate.disconnect()

    assert not await gate.lets_out(WAITING)
    gate.resume()
    assert await gate.lets_out(WAITING)


async def test_what_is_being_looked_into_waits_and_so_does_what_failed(gate):
    gate.connect(["10"])
    gate.note_compared(CARD.message_id)

    with gate.hold(CARD.message_id):
        assert not await gate.lets_out(WAITING)
    assert await gate.lets_out(WAITING)
    gate.note_unknown(CARD.message_id)

    assert not await gate.lets_out(WAITING)


async def test_a_server_that_was_left_holds_nothing_back(gate):
    gate.connect(["11"])
    assert await gate.lets_out(WAITING)

    gate.add_guild("10")

    assert not await gate.lets_out(WAITING)


async def test_connections_come_and_go_apart(gate):
    gate.watch(connections=2)
    gate.connect(["10"], connection=1)
    gate.note_compared(CARD.message_id, connection=1)
    assert await gate.lets_out(WAITING)

    gate.connect(["11"], connection=0)
    gate.disconnect(0)
    assert await gate.lets_out(WAITING)

    gate.disconnect(1)
    gate.resume(0)
    assert not await gate.lets_out(WAITING)
    gate.connect(["10"], connection=1)
    assert not await gate.lets_out(WAITING)


async def test_only_all_connections_know_that_a_server_was_left(gate):
    gate.watch(connections=2)
    gate.connect(["11"], connection=0)
    assert not await gate.lets_out(WAITING)

    gate.connect(["12"], connection=1)

    assert await gate.lets_out(WAITING)
    gate.disconnect()
    assert not await gate.lets_out(WAITING)


async def test_a_card_that_is_waited_for_is_asked_for(gate):
    gate.connect(["10"])
    wanted = asyncio.ensure_future(gate.wait_wanted())

    await gate.lets_out(WAITING)

    assert await asyncio.wait_for(wanted, 30) == (CARD,)


async def test_what_is_at_the_platform_already_is_not_held_back(gate):
    assert await gate.lets_out(make_publication(status=PublicationStatus.PROCESSING))
