"""Every write is done once, though its answer is lost and it is sent again, on each engine."""

from contextlib import suppress

import pytest

from core.adapters.table.expressions import Attr
from core.adapters.table.table import (
    Check,
    ConditionFailed,
    Delete,
    ItemKey,
    Put,
    TransactionCancelled,
    Update,
)
from tests.contracts.lossy import open_lossy, sent_again

__all__ = ["open_lossy", "sent_again"]
pytestmark = pytest.mark.usefixtures("sent_again")

FRESH = Attr("PK").not_exists()
KEY = ItemKey("A", "1")
ADDED = Update(key=KEY, set={"type": "count"}, add={"n": 1})


@pytest.fixture
async def lossy(open_lossy):
    opened = await open_lossy()
    opened.losses.loses_every_other = True
    return opened


def _item(**given):
    return {"PK": KEY.pk, "SK": KEY.sk} | given


async def test_a_new_item_is_not_in_its_own_way(lossy):
    await lossy.table.put_if(_item(n=1), FRESH)

    assert await lossy.other.get(KEY, consistent=True) == _item(n=1)
    with pytest.raises(ConditionFailed) as failed:
        await lossy.table.put_if(_item(n=2), FRESH)
    assert failed.value.current == _item(n=1)


async def test_an_item_over_a_version_is_not_in_its_own_way(lossy):
    await lossy.other.put_if(_item(version=1))

    await lossy.table.put_if(_item(version=2), Attr("version").eq(1))

    with pytest.raises(ConditionFailed):
        await lossy.table.put_if(_item(version=2), Attr("version").eq(1))
    assert await lossy.other.get(KEY, consistent=True) == _item(version=2)


async def test_who_lost_to_another_is_told_though_both_wrote_the_same(lossy):
    """Equal contents prove nothing: of two who take a turn at one moment, one has it."""
    await lossy.other.put_if(_item(version=1))
    await lossy.other.put_if(_item(version=2), Attr("version").eq(1))

    with pytest.raises(ConditionFailed):
        await lossy.table.put_if(_item(version=2), Attr("version").eq(1))


async def test_what_another_adds_to_a_new_item_does_not_put_it_in_its_own_way(lossy):
    lossy.losses.meanwhile = lambda: lossy.other.update_if(ADDED)

    await lossy.table.put_if(_item(n=5), FRESH)

    assert (await lossy.other.get(KEY, consistent=True))["n"] == 6


async def test_what_is_added_is_added_once(lossy):
    assert (await lossy.table.update_if(ADDED))["n"] == 1
    assert (await lossy.table.update_if(ADDED))["n"] == 2


async def test_what_is_added_is_added_once_though_another_adds_before_it_is_sent_again(lossy):
    lossy.losses.meanwhile = lambda: lossy.other.update_if(ADDED)

    await lossy.table.update_if(ADDED)

    assert (await lossy.other.get(KEY, consistent=True))["n"] == 2


async def test_a_bound_holds_though_answers_are_lost(lossy):
    bounded = Update(key=KEY, add={"n": 1}, condition=FRESH | Attr("n").lt(2))

    await lossy.table.update_if(bounded)
    await lossy.table.update_if(bounded)
    with pytest.raises(ConditionFailed) as failed:
        await lossy.table.update_if(bounded)

    assert failed.value.current == _item(n=2)


async def test_what_is_deleted_is_given_to_who_deleted_it(lossy):
    await lossy.other.put_if(_item(n=1))

    assert await lossy.table.delete_if(KEY, Attr("n").eq(1)) == _item(n=1)
    assert await lossy.table.delete_if(KEY) is None
    with pytest.raises(ConditionFailed):
        await lossy.table.delete_if(KEY, Attr("n").eq(1))


async def test_what_is_deleted_is_given_to_nobody_else_meanwhile(lossy):
    await lossy.other.put_if(_item(n=1))
    found = []

    async def delete():
        found.append(await lossy.other.delete_if(KEY))

    lossy.losses.meanwhile = delete
    found.append(await lossy.table.delete_if(KEY))

    assert sorted(found, key=bool) == [None, _item(n=1)]


async def test_a_transaction_is_done_once(lossy):
    second = ItemKey("A", "2")
    await lossy.other.put_if({"PK": "A", "SK": "3"})
    actions = [
        Put(item=_item(n=1), condition=FRESH),
        Update(key=second, add={"n": 1}),
        Delete(key=ItemKey("A", "3"), condition=Attr("PK").exists()),
        Check(key=ItemKey("A", "4"), condition=FRESH),
    ]

    await lossy.table.transact(actions)

    with pytest.raises(TransactionCancelled) as cancelled:
        await lossy.table.transact(actions)
    assert set(cancelled.value.failed) == {0, 2}
    assert (await lossy.other.get(second, consistent=True))["n"] == 1


async def test_batches_are_written_and_read_though_answers_are_lost(lossy):
    items = [{"PK": "A", "SK": f"{number:02d}"} for number in range(25)]
    keys = [ItemKey("A", item["SK"]) for item in items]

    await lossy.table.batch_put(items)
    assert len(await lossy.table.batch_get(keys, consistent=True)) == 25
    await lossy.table.batch_delete(keys[:24])

    assert await lossy.read_all() == items[24:]


async def test_a_write_over_ours_loses_nothing(lossy):
    """Whoever wrote over it had seen it. DynamoDB's writer may hear of a conflict; no one errs."""
    await lossy.other.put_if(_item(version=1))
    later = _item(version=3)
    lossy.losses.meanwhile = lambda: lossy.other.put_if(later, Attr("version").eq(2))

    with suppress(ConditionFailed):
        await lossy.table.put_if(_item(version=2), Attr("version").eq(1))

    assert await lossy.other.get(KEY, consistent=True) == later
