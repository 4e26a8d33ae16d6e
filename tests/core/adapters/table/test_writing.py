import pytest

from core.adapters.table.table import Delete, ItemKey
from core.adapters.table.writing import add_all, new, over, save_over
from core.errors import Conflict, NotFound

ITEM = {"PK": "A", "SK": "1", "version": 1}
OTHER = {"PK": "A", "SK": "2"}


def _read(item):
    return item["version"]


async def _save(table, *also, seen=1):
    put = over(ITEM | {"version": seen + 1}, seen=seen)
    await save_over(table, put, also, read=_read, noun="thing")


async def test_new_things_are_stored_together_or_not_at_all(table):
    assert await add_all(table, [new(ITEM)])
    assert not await add_all(table, [new(OTHER), new(ITEM)])

    assert await table.get(ItemKey("A", "2")) is None


@pytest.mark.parametrize("also", [(), (new(OTHER),)])
async def test_the_loser_is_told_what_is_stored_now(table, also):
    await table.put_if(ITEM | {"version": 7})

    with pytest.raises(Conflict) as conflict:
        await _save(table, *also)

    assert conflict.value.current == 7
    assert await table.get(ItemKey("A", "2")) is None


@pytest.mark.parametrize("also", [(), (new(OTHER),)])
async def test_a_thing_that_was_deleted_is_not_made_again(table, also):
    with pytest.raises(NotFound):
        await _save(table, *also)


async def test_what_follows_and_is_there_already_is_a_conflict_too(table):
    await table.put_if(ITEM)
    await table.put_if(OTHER)

    with pytest.raises(Conflict) as conflict:
        await _save(table, new(OTHER))

    assert conflict.value.current == 1


async def test_what_follows_is_done_in_the_same_transaction(table):
    await table.put_if(ITEM)
    await table.put_if(OTHER)

    await _save(table, Delete(key=ItemKey("A", "2")))

    assert (await table.get(ItemKey("A", "1")))["version"] == 2
    assert await table.get(ItemKey("A", "2")) is None
