from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType

import pytest

from core.adapters.table.expressions import Attr, Key
from core.adapters.table.limits import (
    ITEM_BYTES_MAX,
    canonical_number,
    check_batch,
    check_item,
    check_query,
    check_transaction,
    check_value,
    updated_item,
    value_size,
)
from core.adapters.table.table import (
    Check,
    Delete,
    Index,
    ItemKey,
    Put,
    Query,
    RefusedByTable,
    Update,
)

KEY = ItemKey("A", "1")


def _item(**given):
    return {"PK": "A", "SK": "1"} | given


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 2),  # UTF-8
        (True, 1),
        (None, 1),
        (0, 1),  # no digits
        (7, 2),  # 1 + ceil(1 / 2)
        (1200, 2),  # trailing zeros do not count: 1 + ceil(2 / 2)
        (-12345, 5),  # 1 + ceil(5 / 2) + 1 for the sign
        (Decimal("0.125"), 3),  # 1 + ceil(3 / 2)
        ([], 3),
        (["abc", 7], 10),  # 3 + (1 + 3) + (1 + 2)
        ({"a": "bc"}, 7),  # 3 + 1 + 1 + 2
    ],
)
def test_sizes_follow_the_published_formula(value, size):
    assert value_size(value) == size


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (1, 1),
        (Decimal("1.50"), Decimal("1.5")),
        (Decimal("2.0"), 2),
        (Decimal("1E+3"), 1000),
        (Decimal("-0.0"), 0),
        (10**125, 10**125),
        (Decimal("1E-130"), Decimal("1E-130")),
    ],
)
def test_numbers_have_one_form(given, stored):
    assert canonical_number(given) == stored
    assert type(canonical_number(given)) is type(stored)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        [1.0],
        {"a": {"b": 0.1}},
        Decimal("NaN"),
        Decimal("Infinity"),
        10**126,
        Decimal("1E-131"),
        int("1" * 39),
        Decimal("0." + "1" * 39),
        b"bytes",
        {1, 2},
        object(),
        {"": 1},
        {"a\x00b": 1},
        {1: 1},
        "\ud800",
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_no_item_may_hold_is_refused(value):
    with pytest.raises(RefusedByTable):
        check_value(value)


def test_nesting_ends_at_32_levels():
    nested: object = 1
    for _ in range(32):
        nested = [nested]
    assert check_value(nested) == nested

    with pytest.raises(RefusedByTable, match="nest"):
        check_value([nested, [nested]])


class _Colour(StrEnum):
    RED = "red"


class _Level(IntEnum):
    HIGH = 3


def test_the_mark_of_a_write_is_the_tables_own():
    with pytest.raises(RefusedByTable, match="own"):
        check_item(_item(writeMark="x"))


def test_derived_types_are_stored_as_what_they_are_derived_from():
    given = {"a": _Colour.RED, "b": _Level.HIGH, "c": MappingProxyType({"d": 1})}

    stored = check_value(given)

    assert stored == {"a": "red", "b": 3, "c": {"d": 1}}
    assert [type(value) for value in stored.values()] == [str, int, dict]


def test_tuples_become_lists():
    assert check_item(_item(a=(1, ("b",)))) == _item(a=[1, ["b"]])


@pytest.mark.parametrize(("bytes_over", "refused"), [(0, False), (1, True)])
def test_an_item_may_be_400_kb_and_not_a_byte_more(bytes_over, refused):
    # PK + A + SK + 1 + "body" = 10 bytes beside the body.
    item = _item(body="x" * (ITEM_BYTES_MAX - 10 + bytes_over))

    if refused:
        with pytest.raises(RefusedByTable, match="limit"):
            check_item(item)
    else:
        assert check_item(item) == item


@pytest.mark.parametrize(
    "item",
    [
        {"PK": "A"},
        {"SK": "1"},
        {"PK": "", "SK": "1"},
        {"PK": "A", "SK": ""},
        {"PK": 1, "SK": "1"},
        {"PK": "A" * 2049, "SK": "1"},
        {"PK": "A", "SK": "1" * 1025},
        {"PK": "A", "SK": "1", "GSI1PK": ""},
        {"PK": "A", "SK": "1", "GSI2SK": 5},
    ],
    ids=lambda item: str(item)[:40],
)
def test_keys_are_strings_of_a_bounded_length(item):
    with pytest.raises(RefusedByTable):
        check_item(item)


@pytest.mark.parametrize("count", [0, 26])
def test_a_batch_holds_1_to_25_items(count):
    with pytest.raises(RefusedByTable):
        check_batch([ItemKey("A", str(n)) for n in range(count)], at_most=25)


def test_a_batch_names_an_item_once():
    with pytest.raises(RefusedByTable, match="twice"):
        check_batch([KEY, KEY], at_most=25)


@pytest.mark.parametrize("count", [0, 101])
def test_a_transaction_holds_1_to_100_actions(count):
    with pytest.raises(RefusedByTable):
        check_transaction([Delete(key=ItemKey("A", str(n))) for n in range(count)])


def test_a_transaction_names_an_item_once():
    check = Check(key=KEY, condition=Attr("PK").exists())
    with pytest.raises(RefusedByTable, match="twice"):
        check_transaction([Put(item=_item()), check])


@pytest.mark.parametrize(
    "update",
    [
        Update(key=KEY),
        Update(key=KEY, set={"PK": "B"}),
        Update(key=KEY, remove=["SK"]),
        Update(key=KEY, set={"a": 1}, remove=["a"]),
        Update(key=KEY, set={"a": 1}, add={"a": 1}),
        Update(key=KEY, set={"a": 1.5}),
        Update(key=KEY, set={"GSI1PK": ""}),
        Update(key=KEY, add={"a": "1"}),
        Update(key=KEY, add={"a": True}),
        Update(key=KEY, add={"a": 0.5}),
        Update(key=ItemKey("", "1"), set={"a": 1}),
    ],
    ids=str,
)
def test_an_update_that_dynamodb_would_refuse_is_refused(update):
    with pytest.raises(RefusedByTable):
        check_transaction([update])


def test_an_update_sets_removes_and_adds():
    update = Update(key=KEY, set={"a": "x"}, remove=["b", "c"], add={"n": 2, "m": Decimal("0.5")})

    assert updated_item(update, _item(b=1, n=5)) == _item(a="x", n=7, m=Decimal("0.5"))


def test_an_update_makes_a_missing_item():
    assert updated_item(Update(key=KEY, add={"n": 1}), None) == _item(n=1)


@pytest.mark.parametrize("stored", ["5", True, [1], None])
def test_nothing_is_added_to_what_is_no_number(stored):
    with pytest.raises(RefusedByTable):
        updated_item(Update(key=KEY, add={"n": 1}), _item(n=stored))


@pytest.mark.parametrize(
    "given", [{"limit": 0}, {"limit": 1001}, {"consistent": True, "index": Index.GSI1}]
)
def test_a_query_out_of_bounds_is_refused(given):
    with pytest.raises(RefusedByTable):
        check_query(Query(**({"condition": Key("PK").eq("A"), "limit": 1} | given)))
