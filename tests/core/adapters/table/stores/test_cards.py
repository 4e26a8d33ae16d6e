from core.adapters.table.stores.cards import CardTable
from core.ports.review import CardStore
from tests.builders import CREATOR, make_clip, make_posted_card

_: type[CardStore] = CardTable


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
