from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NewType

import pytest

from core.adapters.table.items.records import from_record, make_item, reader, to_record
from core.adapters.table.limits import check_item
from core.adapters.table.table import ItemKey
from tests.builders import NOON

Name = NewType("Name", str)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    at_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    thing_id: Name
    inner: Inner
    maybe: Inner | None
    colour: Colour = Colour.RED
    on: date = date(2026, 3, 1)
    at: object = None
    names: frozenset[str] = frozenset()
    pairs: tuple[tuple[str, int], ...] = ()
    many: tuple[Inner, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    limit: int | None = 5
    is_on: bool = False


FULL = Outer(
    thing_id=Name("x"),
    inner=Inner(at_seconds=0.1 + 0.2),
    maybe=Inner(at_seconds=3.0),
    names=frozenset({"b", "a"}),
    pairs=(("pog", 9), ("omg", 4)),
    many=(Inner(at_seconds=1.0), Inner(at_seconds=1e-7)),
    shares={"a": 0.5},
    limit=None,
    is_on=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    at: object


def test_a_thing_comes_back_as_it_was():
    assert from_record(Outer, to_record(FULL)) == FULL


def test_attributes_are_written_as_the_table_wants_them():
    record = to_record(FULL)

    assert record["thingId"] == "x"
    assert record["inner"] == {"atSeconds": Decimal("0.30000000000000004")}
    assert record["names"] == ["a", "b"]
    assert record["on"] == "2026-03-01"
    assert record["limit"] is None  # None is not its default, so it is said
    assert "at" not in record
    check_item(record | {"PK": "A", "SK": "1"})


def test_times_keep_their_microseconds():
    moment = NOON + timedelta(microseconds=7)

    assert to_record(Moment(at=moment)) == {"at": "2026-03-01T12:00:00.000007Z"}


def test_what_an_older_program_did_not_write_gets_its_default():
    older = {"thingId": "x", "inner": {"atSeconds": 1}}

    found = from_record(Outer, older)

    assert found == Outer(thing_id=Name("x"), inner=Inner(at_seconds=1.0), maybe=None)
    assert isinstance(found.inner.at_seconds, float)


def test_what_a_newer_program_wrote_is_passed_over():
    newer = to_record(FULL) | {"mood": "good"}

    assert reader(Outer)(newer) == FULL


def test_an_item_has_its_key_type_and_what_else_is_given():
    item = make_item("inner", ItemKey("A", "1"), Inner(at_seconds=1.0), ttl=5, card=None)

    assert item == {
        "PK": "A",
        "SK": "1",
        "type": "inner",
        "schemaVersion": 1,
        "atSeconds": Decimal("1.0"),
        "ttl": 5,
    }


def test_a_kind_of_collection_that_is_not_known_is_refused():
    @dataclass(frozen=True, kw_only=True)
    class Odd:
        numbers: Sequence[int]

    with pytest.raises(TypeError, match="cannot be stored"):
        from_record(Odd, {"numbers": [1]})
