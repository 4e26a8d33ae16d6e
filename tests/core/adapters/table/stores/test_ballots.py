from core.adapters.table.stores.ballots import BallotTable
from core.domain.review.ballot import make_ballot
from core.ports.review import BallotStore
from tests.builders import CREATOR, make_clip, make_posted_card

_: type[BallotStore] = BallotTable


async def test_a_ballot_is_one_write_and_one_read(stores, table):
    await stores.ballots.save_ballot(make_ballot(make_posted_card()))
    assert table.calls == {"put_if": 1}
    table.calls.clear()

    await stores.ballots.find_ballot(CREATOR, make_clip().id)

    assert table.calls == {"get": 1}
