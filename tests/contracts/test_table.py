"""What every engine of the table does, and what it refuses."""

from decimal import Decimal

import pytest

from core.adapters.table.expressions import Attr, Key
from core.adapters.table.table import (
    Check,
    ConditionFailed,
    Delete,
    Index,
    ItemKey,
    Put,
    Query,
    RefusedByTable,
    TransactionCancelled,
    Update,
)

FRESH = Attr("PK").not_exists()
RICH = {
    "text": "é 🎉 \x00 \n",
    "empty": "",
    "int": 10**20,
    "decimal": Decimal("-0.000123"),
    "yes": True,
    "no": False,
    "none": None,
    "list": [1, "a", [Decimal("0.5")], {}],
    "map": {"a b": {"#": [None]}},
}


def _item(number=1, pk="A", **given):
    return {"PK": pk, "SK": f"{number:03d}"} | given


def _key(number=1, pk="A"):
    return ItemKey(pk, f"{number:03d}")


async def _fill(table, count, **given):
    for number in range(count):
        await table.put_if(_item(number, n=number, **given))


async def _query(table, condition, **given):
    page = await table.query(Query(**({"condition": condition, "limit": 100} | given)))
    return page.items


async def test_an_item_comes_back_as_it_was_put(table):
    await table.put_if(_item(**RICH))

    assert await table.get(_key(), consistent=True) == _item(**RICH)
    assert await table.get(_key(2)) is None


async def test_a_put_replaces_the_whole_item(table):
    await table.put_if(_item(a=1, b=2))
    await table.put_if(_item(a=3))

    assert await table.get(_key(), consistent=True) == _item(a=3)


async def test_a_write_whose_condition_fails_changes_nothing_and_tells_what_is_stored(table):
    await table.put_if(_item(v=1), FRESH)

    with pytest.raises(ConditionFailed) as put:
        await table.put_if(_item(v=2), FRESH)
    with pytest.raises(ConditionFailed) as update:
        await table.update_if(Update(key=_key(), set={"v": 2}, condition=Attr("v").eq(9)))
    with pytest.raises(ConditionFailed) as delete:
        await table.delete_if(_key(), Attr("v").gt(1))
    with pytest.raises(ConditionFailed) as missing:
        await table.delete_if(_key(2), Attr("PK").exists())

    assert put.value.current == update.value.current == delete.value.current == _item(v=1)
    assert missing.value.current is None
    assert await table.get(_key(), consistent=True) == _item(v=1)


async def test_an_update_returns_the_item_afterwards(table):
    await table.put_if(_item(a=1, b=2, n=Decimal("0.5")))

    updated = await table.update_if(
        Update(key=_key(), set={"a": "x"}, remove=["b", "z"], add={"n": 1, "m": 2})
    )

    assert updated == _item(a="x", n=Decimal("1.5"), m=2)
    assert await table.get(_key(), consistent=True) == updated


async def test_an_update_makes_a_missing_item(table):
    assert await table.update_if(Update(key=_key(), add={"n": 3})) == _item(n=3)


async def test_nothing_is_added_to_a_text(table):
    await table.put_if(_item(n="5"))

    with pytest.raises(RefusedByTable):
        await table.update_if(Update(key=_key(), add={"n": 1}))


async def test_a_delete_returns_what_was_there(table):
    await table.put_if(_item(a=1))

    assert await table.delete_if(_key(), Attr("a").eq(1)) == _item(a=1)
    assert await table.delete_if(_key()) is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, ["000", "001", "002", "003", "004"]),
        (Key("SK").eq("002"), ["002"]),
        (Key("SK").lt("002"), ["000", "001"]),
        (Key("SK").lte("002"), ["000", "001", "002"]),
        (Key("SK").gt("002"), ["003", "004"]),
        (Key("SK").gte("002"), ["002", "003", "004"]),
        (Key("SK").between("001", "003"), ["001", "002", "003"]),
        (Key("SK").begins_with("00"), ["000", "001", "002", "003", "004"]),
        (Key("SK").begins_with("1"), []),
    ],
)
@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_a_range_is_paged_both_ways(table, condition, expected, forward, limit):
    await _fill(table, 5)
    await table.put_if(_item(2, pk="B"))
    partition = Key("PK").eq("A")
    found, cursor = [], None

    for _ in range(10):
        page = await table.query(
            Query(
                condition=partition & condition if condition else partition,
                limit=limit,
                forward=forward,
                cursor=cursor,
                consistent=True,
            )
        )
        found += [item["SK"] for item in page.items]
        assert len(page.items) <= limit
        if (cursor := page.cursor) is None:
            break

    assert found == (expected if forward else expected[::-1])


async def test_texts_sort_by_their_bytes(table):
    names = ["Z", "a", "~", "é", "\ue000", "🎉"]
    for name in reversed(names):
        await table.put_if({"PK": "A", "SK": name})

    assert [item["SK"] for item in await _query(table, Key("PK").eq("A"))] == names
    assert len(await _query(table, Key("PK").eq("A") & Key("SK").begins_with("🎉"))) == 1


@pytest.mark.parametrize("forward", [True, False])
async def test_an_index_gives_its_keys_type_and_card_alone(table, forward):
    keys = {"GSI1PK": "x", "GSI1SK": "1", "type": "clip", "card": {"title": "t"}}
    await table.put_if(_item(1, **keys, body="left out", GSI2PK="y", GSI2SK="z"))
    await table.put_if(_item(2, body="in no index"))
    await table.put_if(_item(3, GSI1PK="x", body="half an index key is none"))
    await table.put_if(_item(4, GSI1PK="x", GSI1SK="2"))

    found = await _query(table, Key("GSI1PK").eq("x"), index=Index.GSI1, forward=forward)

    expected = [_item(1, **keys), _item(4, GSI1PK="x", GSI1SK="2")]
    assert list(found) == (expected if forward else expected[::-1])
    assert len(await _query(table, Key("GSI2PK").eq("y"), index=Index.GSI2)) == 1


async def test_an_index_follows_its_item(table):
    await table.put_if(_item(GSI2PK="draft", GSI2SK="1"))
    await table.update_if(Update(key=_key(), set={"GSI2PK": "done"}))
    assert len(await _query(table, Key("GSI2PK").eq("draft"), index=Index.GSI2)) == 0
    assert len(await _query(table, Key("GSI2PK").eq("done"), index=Index.GSI2)) == 1

    await table.update_if(Update(key=_key(), remove=["GSI2SK"]))
    assert len(await _query(table, Key("GSI2PK").eq("done"), index=Index.GSI2)) == 0
    assert await table.get(_key(), consistent=True) == _item(GSI2PK="done")


async def test_a_page_of_an_index_with_equal_keys_skips_nothing(table):
    await _fill(table, 5, GSI1PK="x", GSI1SK="same")
    found, cursor = [], None
    for _ in range(10):
        page = await table.query(
            Query(condition=Key("GSI1PK").eq("x"), index=Index.GSI1, limit=2, cursor=cursor)
        )
        found += [item["SK"] for item in page.items]
        if (cursor := page.cursor) is None:
            break

    assert sorted(found) == ["000", "001", "002", "003", "004"]


async def test_a_transaction_does_all_of_its_actions(table):
    await table.put_if(_item(1, a=1))
    await table.put_if(_item(2, a=1))
    await table.put_if(_item(3, a=1))

    await table.transact(
        [
            Put(item=_item(0, a=0), condition=FRESH),
            Update(key=_key(1), add={"a": 1}, condition=Attr("a").eq(1)),
            Delete(key=_key(2), condition=Attr("a").eq(1)),
            Check(key=_key(3), condition=Attr("a").eq(1)),
        ]
    )

    assert list(await _query(table, Key("PK").eq("A"), consistent=True)) == [
        _item(0, a=0),
        _item(1, a=2),
        _item(3, a=1),
    ]


async def test_a_transaction_whose_condition_fails_does_none(table):
    await table.put_if(_item(1, a=1))

    with pytest.raises(TransactionCancelled) as cancelled:
        await table.transact(
            [
                Put(item=_item(2)),
                Update(key=_key(1), add={"a": 1}, condition=Attr("a").eq(9)),
                Check(key=_key(3), condition=Attr("PK").exists()),
            ]
        )

    assert cancelled.value.failed == {1: _item(1, a=1), 2: None}
    assert list(await _query(table, Key("PK").eq("A"), consistent=True)) == [_item(1, a=1)]


async def test_batches_write_read_and_delete(table):
    await table.batch_put([_item(n, n=n) for n in range(25)])
    keys = [_key(n) for n in range(30)]

    found = await table.batch_get(keys, consistent=True)
    await table.batch_delete(keys[:25])

    assert found == {_key(n): _item(n, n=n) for n in range(25)}
    assert await _query(table, Key("PK").eq("A"), consistent=True) == ()


async def test_what_dynamodb_refuses_is_refused(table):
    """What works on one machine must not fail on the day that it grows."""
    calls = [
        table.put_if(_item(a=1.5)),
        table.put_if(_item(a="x" * 410_000)),
        table.put_if({"PK": "A", "SK": ""}),
        table.put_if({"PK": "A"}),
        table.put_if(_item(), Attr("a").begins_with("b")),
        table.get(ItemKey("", "1")),
        table.delete_if(ItemKey("A", "")),
        table.update_if(Update(key=_key(), set={"SK": "2"})),
        table.transact([]),
        table.transact([Delete(key=_key(n)) for n in range(101)]),
        table.transact([Delete(key=_key()), Put(item=_item())]),
        table.transact([Put(item=_item(), condition=Attr("a[0]").gt(1))]),
        table.batch_put([_item(n) for n in range(26)]),
        table.batch_put([_item(), _item()]),
        table.batch_delete([_key(), _key()]),
        table.batch_get([_key(n) for n in range(101)]),
        table.query(Query(condition=Key("PK").eq("A"), limit=0)),
        table.query(
            Query(condition=Key("GSI1PK").eq("A"), limit=1, index=Index.GSI1, consistent=True)
        ),
        table.query(Query(condition=Key("PK").eq("A"), limit=1, cursor={"PK": "B", "SK": "001"})),
    ]

    for call in calls:
        with pytest.raises(RefusedByTable):
            await call

    assert await _query(table, Key("PK").eq("A")) == ()
