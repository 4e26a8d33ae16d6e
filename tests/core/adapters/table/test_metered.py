import pytest

from core.adapters.table.expressions import Attr, Key
from core.adapters.table.metered import MeteredTable
from core.adapters.table.table import (
    ConditionFailed,
    Delete,
    ItemKey,
    Put,
    Query,
    RefusedByTable,
    Update,
)
from core.domain.work.meters import Meters


@pytest.fixture
def meters():
    return Meters()


@pytest.fixture
def metered(table, meters):
    return MeteredTable(table, meters)


async def test_every_call_is_counted_with_the_units_of_its_items(metered, meters):
    await metered.put_if({"PK": "A", "SK": "1", "body": "x" * 1500})
    await metered.update_if(Update(key=ItemKey("A", "1"), set={"n": 1}))
    await metered.get(ItemKey("A", "1"), consistent=True)
    await metered.get(ItemKey("A", "2"))
    await metered.batch_get([ItemKey("A", "1"), ItemKey("A", "2")])
    await metered.query(Query(condition=Key("PK").eq("A"), limit=9))
    indexed = {"PK": "B", "SK": "1", "GSI1PK": "G", "GSI1SK": "1"}
    await metered.transact([Put(item=indexed), Delete(key=ItemKey("C", "1"))])
    await metered.batch_put([{"PK": "D", "SK": "1"}])
    await metered.batch_delete([ItemKey("D", "1")])
    await metered.delete_if(ItemKey("A", "1"))

    assert meters.read("truss_table_units_total", kind="write") == 2 + 2 + 6 + 1 + 1 + 2
    assert meters.read("truss_table_units_total", kind="read") == 1 + 0.5 + 2 * 0.5 + 0.5
    assert meters.read("truss_table_calls_total", operation="get") == 2
    assert meters.read("truss_table_seconds_total", operation="query") > 0


async def test_nothing_is_weighed_where_nobody_reads_units(table, meters):
    metered = MeteredTable(table, meters, weighs=False)
    await metered.put_if({"PK": "A", "SK": "1"})
    await metered.get(ItemKey("A", "1"))

    assert meters.read("truss_table_units_total", kind="write") == 0
    assert meters.read("truss_table_units_total", kind="read") == 0
    assert meters.read("truss_table_calls_total", operation="get") == 1


async def test_a_condition_that_does_not_hold_is_no_failure(metered, meters):
    with pytest.raises(ConditionFailed):
        await metered.put_if({"PK": "A", "SK": "1"}, Attr("PK").exists())
    with pytest.raises(RefusedByTable):
        await metered.put_if({"PK": "A"})

    assert meters.read("truss_table_calls_total", operation="put") == 2
    assert meters.read("truss_table_failures_total", operation="put") == 1
