from decimal import Decimal

import pytest

from core.adapters.table.conditions import check_condition, check_cursor, holds, parse_key_condition
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.table import Index, RefusedByTable

ITEM = {"PK": "A", "SK": "1", "n": 5, "s": "bee", "yes": True, "none": None, "list": [1]}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Attr("n").exists(), True),
        (Attr("x").exists(), False),
        (Attr("x").not_exists(), True),
        (Attr("none").exists(), True),
        (Attr("n").eq(5), True),
        (Attr("n").eq(Decimal("5.0")), True),
        (Attr("n").eq("5"), False),
        (Attr("yes").eq(True), True),
        (Attr("yes").eq(1), False),  # a boolean is no number
        (Attr("n").eq(True), False),
        (Attr("none").eq(None), True),
        (Attr("x").eq(None), False),
        (Attr("n").ne(6), True),
        (Attr("n").ne("5"), True),
        (Attr("n").ne(5), False),
        (Attr("x").ne(5), True),  # what is missing differs from everything
        (Attr("n").lt(6), True),
        (Attr("n").lte(5), True),
        (Attr("n").gt(5), False),
        (Attr("n").gte(5), True),
        (Attr("n").lt("6"), False),  # never across types
        (Attr("x").lt(6), False),
        (Attr("s").gt("b"), True),
        (Attr("n").between(5, 6), True),
        (Attr("s").between("a", "b"), False),
        (Attr("list").eq("1"), False),
        (Attr("n").eq(5) & Attr("s").eq("bee"), True),
        (Attr("n").eq(5) & Attr("s").eq("x"), False),
        (Attr("n").eq(4) | Attr("s").eq("bee"), True),
        (~Attr("n").eq(5), False),
    ],
)
def test_conditions_hold_as_they_do_in_dynamodb(condition, expected):
    check_condition(condition)
    assert holds(condition, ITEM) is expected


def test_a_missing_item_has_no_attributes():
    assert holds(Attr("PK").not_exists(), None)
    assert not holds(Attr("version").eq(1), None)
    assert holds(None, None)


@pytest.mark.parametrize(
    "condition",
    [
        Attr("a.b").eq(1),
        Attr("a[0]").exists(),
        Attr("").exists(),
        Key("PK").eq("A"),
        Attr("a").eq(1.5),
        Attr("a").eq([1]),
        Attr("a").eq(b"x"),
        Attr("a").lt(None),
        Attr("a").lt(True),
        Attr("a").begins_with("b"),
        Attr("a").between(1, "b"),
        Attr("a").between(2, 1),
        Attr("a").exists() & Attr("a").begins_with("b"),
        ~Attr("a").begins_with("b"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_condition_outside_the_subset_is_refused(condition):
    with pytest.raises(RefusedByTable):
        check_condition(condition)


@pytest.mark.parametrize(
    ("condition", "inside", "outside"),
    [
        (None, ["a", "z"], []),
        (Key("SK").eq("b"), ["b"], ["a", "ba"]),
        (Key("SK").lt("b"), ["a", "az"], ["b"]),
        (Key("SK").lte("b"), ["b"], ["ba"]),
        (Key("SK").gt("b"), ["ba"], ["b"]),
        (Key("SK").gte("b"), ["b"], ["az"]),
        (Key("SK").between("b", "c"), ["b", "bz", "c"], ["a", "ca"]),
        (Key("SK").begins_with("b"), ["b", "bz"], ["a", "c"]),
    ],
)
def test_a_key_condition_is_taken_apart(condition, inside, outside):
    partition = Key("PK").eq("A")

    found = parse_key_condition(partition & condition if condition else partition, None)

    assert found.partition == "A"
    assert all(found.holds(key) for key in inside)
    assert not any(found.holds(key) for key in outside)


@pytest.mark.parametrize(
    "condition",
    [
        Key("SK").eq("1"),
        Key("PK").begins_with("A"),
        Key("PK").eq(""),
        Key("PK").eq(1),
        Attr("PK").eq("A"),
        Key("PK").eq("A") & Key("PK").eq("A"),
        Key("PK").eq("A") & Attr("SK").eq("1"),
        Key("PK").eq("A") & Key("SK").eq(""),
        Key("PK").eq("A") & Key("SK").between("b", "a"),
        Key("PK").eq("A") | Key("SK").eq("1"),
        Key("GSI1PK").eq("A"),
        Key("PK").eq("A") & Key("SK").gt("1") & Key("SK").lt("2"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_key_condition_outside_the_subset_is_refused(condition):
    with pytest.raises(RefusedByTable):
        parse_key_condition(condition, None)


@pytest.mark.parametrize(
    ("index", "cursor", "refused"),
    [
        (None, None, False),
        (None, {"PK": "A", "SK": "b1"}, False),
        (None, {"PK": "B", "SK": "b1"}, True),  # another partition
        (None, {"PK": "A", "SK": "c"}, True),  # outside the range
        (None, {"PK": "A"}, True),
        (None, {"PK": "A", "SK": ""}, True),
        (None, {"PK": "A", "SK": "b1", "GSI1PK": "A", "GSI1SK": "b"}, True),
        (Index.GSI1, {"PK": "x", "SK": "y", "GSI1PK": "A", "GSI1SK": "b"}, False),
        (Index.GSI1, {"PK": "x", "SK": "y", "GSI2PK": "A", "GSI2SK": "b"}, True),
    ],
)
def test_a_cursor_belongs_to_its_query(index, cursor, refused):
    names = ("GSI1PK", "GSI1SK") if index else ("PK", "SK")
    key_range = parse_key_condition(Key(names[0]).eq("A") & Key(names[1]).begins_with("b"), index)

    if refused:
        with pytest.raises(RefusedByTable):
            check_cursor(cursor, key_range, index)
    else:
        check_cursor(cursor, key_range, index)
