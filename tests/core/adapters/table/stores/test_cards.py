from core.adapters.table.stores.cards import BallotTable, CardTable
from core.domain.review.ballot import make_ballot
from core.ports.review import BallotStore, CardStore
from tests.builders import CREATOR, make_clip, make_posted_card

_: type[CardStore] = CardTable
_ballots: type[BallotStore] = BallotTable


async def test_a_card_is_one_transaction_and_found_by_one_read(stores, table):
    await stores.cards.add_card(make_posted_card())
    assert table.calls == {"transact": 1}
    table.calls.clear()

    await stores.cards.find_card("30")

    assert table.calls == {"get": 1}


async def test_the_cards_of_a_clip_are_one_query_and_one_batch(stores, table):
    await stores.cards.add_card(make_posted_card())
    table.calls.clear()

    await stores.cards.list_cards(CREATOR, make_clip().id)

    assert table.calls == {"query": 1, "batch_get": 1}


async def test_a_ballot_is_one_write_and_one_read(stores, table):
    await stores.ballots.save_ballot(make_ballot(make_posted_card()))
    assert table.calls == {"put_if": 1}
    table.calls.clear()

    await stores.ballots.find_ballot(CREATOR, make_clip().id)

    assert table.calls == {"get": 1}
