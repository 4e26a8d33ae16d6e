"""Conditions: the declared subset of boto3's conditions, checked and evaluated.

On attributes: `exists`, `not_exists`, `eq`, `ne`, `lt`, `lte`, `gt`, `gte`, `between`, joined by
`&`, `|` and `~`. Attributes are top-level; operands are text and numbers, for `eq` and `ne` also
booleans and None. On keys: `Key(partition).eq`, alone or with one of `eq`, `lt`, `lte`, `gt`,
`gte`, `between`, `begins_with` on the sort key. Anything else is refused.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from boto3.dynamodb.conditions import (
    And,
    Attr,
    AttributeExists,
    AttributeNotExists,
    BeginsWith,
    Between,
    ConditionBase,
    Equals,
    GreaterThan,
    GreaterThanEquals,
    Key,
    LessThan,
    LessThanEquals,
    Not,
    NotEquals,
    Or,
)

from core.adapters.table.table import Cursor, Index, RefusedByTable, cursor_names, key_names

_ORDER: dict[type[ConditionBase], Callable[[Any, Any], bool]] = {
    LessThan: operator.lt,
    LessThanEquals: operator.le,
    GreaterThan: operator.gt,
    GreaterThanEquals: operator.ge,
}
_KEY_OPERATORS = {
    Equals: "=",
    LessThan: "<",
    LessThanEquals: "<=",
    GreaterThan: ">",
    GreaterThanEquals: ">=",
    Between: "between",
    BeginsWith: "begins_with",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRange:
    """A parsed key condition: the partition, and what is asked of the sort key."""

    partition: str
    operator: str | None = None
    values: tuple[str, ...] = ()

    def holds(self, sort_key: str) -> bool:
        """Return whether a sort key lies in the range."""
        match self.operator:
            case None:
                return True
            case "between":
                return self.values[0] <= sort_key <= self.values[1]
            case "begins_with":
                return sort_key.startswith(self.values[0])
            case sign:
                return _COMPARE[sign](sort_key, self.values[0])


_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def check_condition(condition: ConditionBase) -> None:
    """Raise RefusedByTable for a condition outside the subset."""
    values = condition.get_expression()["values"]
    match condition:
        case And() | Or() | Not():
            for part in values:
                check_condition(part)
        case AttributeExists() | AttributeNotExists():
            _attribute_name(values[0])
        case Equals() | NotEquals():
            _attribute_name(values[0])
            _check_operand(values[1], ordered=False)
        case LessThan() | LessThanEquals() | GreaterThan() | GreaterThanEquals():
            _attribute_name(values[0])
            _check_operand(values[1], ordered=True)
        case Between():
            _attribute_name(values[0])
            _check_bounds(values[1:])
        case _:
            raise _refusal(condition)


def holds(condition: ConditionBase | None, item: Mapping[str, Any] | None) -> bool:
    """Evaluate a checked condition on an item; a missing item has no attributes."""
    if condition is None:
        return True
    values = condition.get_expression()["values"]
    match condition:
        case And():
            return holds(values[0], item) and holds(values[1], item)
        case Or():
            return holds(values[0], item) or holds(values[1], item)
        case Not():
            return not holds(values[0], item)
        case _:
            name = values[0].name
            stored = () if item is None or name not in item else (item[name],)
            return _holds_of_attribute(condition, stored, values[1:])


def _holds_of_attribute(
    condition: ConditionBase, stored: tuple[Any, ...], operands: Sequence[Any]
) -> bool:
    if isinstance(condition, AttributeExists):
        return bool(stored)
    if isinstance(condition, AttributeNotExists):
        return not stored
    if isinstance(condition, NotEquals):
        return not stored or not _equal(stored[0], operands[0])
    if not stored or _kind(stored[0]) != _kind(operands[0]):
        return False
    if isinstance(condition, Equals):
        return _equal(stored[0], operands[0])
    if isinstance(condition, Between):
        return bool(operands[0] <= stored[0] <= operands[1])
    return _ORDER[type(condition)](stored[0], operands[0])


def parse_key_condition(condition: ConditionBase, index: Index | None) -> KeyRange:
    """Parse a key condition; RefusedByTable for one outside the subset."""
    partition_name, sort_name = key_names(index)
    joined = isinstance(condition, And)
    parts: Sequence[Any] = condition.get_expression()["values"] if joined else [condition]
    partition = parts[0].get_expression()["values"] if type(parts[0]) is Equals else ()
    if not partition or not _is_key(partition[0], partition_name):
        raise RefusedByTable(f"A query starts with Key({partition_name!r}).eq(...).")
    _check_key_text(partition[1])
    if len(parts) == 1:
        return KeyRange(partition=partition[1])
    sort_operator = _KEY_OPERATORS.get(type(parts[1]))
    values = parts[1].get_expression()["values"]
    if sort_operator is None or not _is_key(values[0], sort_name):
        raise _refusal(parts[1])
    for value in values[1:]:
        _check_key_text(value)
    if sort_operator == "between" and values[1] > values[2]:
        raise RefusedByTable("The lower bound of BETWEEN lies above its upper bound.")
    return KeyRange(partition=partition[1], operator=sort_operator, values=tuple(values[1:]))


def check_cursor(cursor: Cursor | None, key_range: KeyRange, index: Index | None) -> None:
    """Raise RefusedByTable for a cursor from another query."""
    if cursor is None:
        return
    if set(cursor) != set(cursor_names(index)):
        raise RefusedByTable("The cursor belongs to another index.")
    for value in cursor.values():
        _check_key_text(value)
    partition_name, sort_name = key_names(index)
    if cursor[partition_name] != key_range.partition or not key_range.holds(cursor[sort_name]):
        raise RefusedByTable("The cursor belongs to another query.")


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "bool"
        case int() | Decimal():
            return "number"
        case _:
            return type(value).__name__


def _equal(stored: Any, operand: Any) -> bool:
    return _kind(stored) == _kind(operand) and bool(stored == operand)


def _attribute_name(attribute: object) -> str:
    if type(attribute) is not Attr or not attribute.name or set(attribute.name) & set(".[]"):
        raise RefusedByTable("A condition names a top-level attribute: Attr('name').")
    return attribute.name


def _check_operand(value: object, *, ordered: bool) -> None:
    if isinstance(value, str) or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return
    if ordered or not (value is None or isinstance(value, bool)):
        raise RefusedByTable(f"A condition cannot compare with a {type(value).__name__}.")


def _check_bounds(bounds: Sequence[Any]) -> None:
    for bound in bounds:
        _check_operand(bound, ordered=True)
    if _kind(bounds[0]) != _kind(bounds[1]) or bounds[0] > bounds[1]:
        raise RefusedByTable("BETWEEN takes a lower and an upper bound of one type.")


def _is_key(attribute: object, name: str) -> bool:
    return type(attribute) is Key and attribute.name == name


def _check_key_text(value: object) -> None:
    if not isinstance(value, str) or not value:
        raise RefusedByTable("A key is a string that is not empty.")


def _refusal(condition: object) -> RefusedByTable:
    return RefusedByTable(f"The condition {type(condition).__name__} is outside the subset.")
