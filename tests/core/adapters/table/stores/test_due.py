from core.adapters.table.items.due_items import due_key, due_of, lock_key
from core.adapters.table.stores.due import DueTable
from core.ports.publishing import PublicationClaims
from core.ports.work import DueStore
from tests.builders import NOON, make_clip, make_publication, make_spike, make_stream

_due: type[DueStore] = DueTable
_claims: type[PublicationClaims] = DueTable


async def _add(stores):
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip())
    await stores.clips.save_clip(make_clip(), publications=[make_publication()])


async def test_a_claim_is_one_read_and_one_transaction(stores, table):
    await _add(stores)
    table.calls.clear()

    await stores.due.claim_publication(due_of(make_publication()), at=NOON)

    assert table.calls == {"get": 1, "transact": 1}
    lock = await table.get(lock_key(make_publication()))
    assert lock["publicationId"] == make_publication().id


async def test_a_lock_that_has_expired_holds_nobody_up(stores, table, clock):
    """DynamoDB deletes hours or days late."""
    await _add(stores)
    key = lock_key(make_publication())
    older = {"PK": key.pk, "SK": key.sk, "publicationId": "an older one"}
    await table.put_if(older | {"ttl": int(NOON.timestamp())})

    assert await stores.due.claim_publication(due_of(make_publication()), at=NOON) is not None


async def test_a_due_row_of_nothing_is_dropped(stores, table):
    due = due_of(make_publication())
    await stores.due.add_due(due)

    assert await stores.due.claim_publication(due, at=NOON) is None
    assert await table.get(due_key(due)) is None
