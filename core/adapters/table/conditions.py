"""Conditions: the declared subset of DynamoDB's conditions, checked and evaluated.

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

from core.adapters.table.expressions import Attr, Condition, Key, Operator
from core.adapters.table.table import Cursor, Index, RefusedByTable, cursor_names, key_names

_ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.LESS: operator.lt,
    Operator.LESS_OR_EQUAL: operator.le,
    Operator.GREATER: operator.gt,
    Operator.GREATER_OR_EQUAL: operator.ge,
}
_KEY_OPERATORS = frozenset({Operator.EQUALS, Operator.BETWEEN, Operator.BEGINS_WITH, *_ORDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRange:
    """A parsed key condition: the partition, and what is asked of the sort key."""

    partition: str
    operator: Operator | None = None
    values: tuple[str, ...] = ()

    def holds(self, sort_key: str) -> bool:
        """Return whether a sort key lies in the range."""
        match self.operator:
            case None:
                return True
            case Operator.BETWEEN:
                return self.values[0] <= sort_key <= self.values[1]
            case Operator.BEGINS_WITH:
                return sort_key.startswith(self.values[0])
            case Operator.EQUALS:
                return sort_key == self.values[0]
            case sign:
                return _ORDER[sign](sort_key, self.values[0])


def check_condition(condition: Condition) -> None:
    """Raise RefusedByTable for a condition outside the subset."""
    values = condition.values
    match condition.operator:
        case Operator.AND | Operator.OR | Operator.NOT:
            for part in values:
                check_condition(part)
        case Operator.EXISTS | Operator.NOT_EXISTS:
            _attribute_name(values[0])
        case Operator.EQUALS | Operator.DIFFERS:
            _attribute_name(values[0])
            _check_operand(values[1], ordered=False)
        case Operator.BETWEEN:
            _attribute_name(values[0])
            _check_bounds(values[1:])
        case Operator.BEGINS_WITH:
            raise _refusal(condition)
        case _:
            _attribute_name(values[0])
            _check_operand(values[1], ordered=True)


def holds(condition: Condition | None, item: Mapping[str, Any] | None) -> bool:
    """Evaluate a checked condition on an item; a missing item has no attributes."""
    if condition is None:
        return True
    values = condition.values
    match condition.operator:
        case Operator.AND:
            return holds(values[0], item) and holds(values[1], item)
        case Operator.OR:
            return holds(values[0], item) or holds(values[1], item)
        case Operator.NOT:
            return not holds(values[0], item)
        case asked:
            name = values[0].name
            stored = () if item is None or name not in item else (item[name],)
            return _holds_of_attribute(asked, stored, values[1:])


def _holds_of_attribute(asked: Operator, stored: tuple[Any, ...], operands: Sequence[Any]) -> bool:
    if asked is Operator.EXISTS:
        return bool(stored)
    if asked is Operator.NOT_EXISTS:
        return not stored
    if asked is Operator.DIFFERS:
        return not stored or not _equal(stored[0], operands[0])
    if not stored or _kind(stored[0]) != _kind(operands[0]):
        return False
    if asked is Operator.EQUALS:
        return _equal(stored[0], operands[0])
    if asked is Operator.BETWEEN:
        return bool(operands[0] <= stored[0] <= operands[1])
    return _ORDER[asked](stored[0], operands[0])


def parse_key_condition(condition: Condition, index: Index | None) -> KeyRange:
    """Parse a key condition; RefusedByTable for one outside the subset."""
    partition_name, sort_name = key_names(index)
    is_joined = condition.operator is Operator.AND
    parts: Sequence[Condition] = condition.values if is_joined else [condition]
    partition = parts[0].values if parts[0].operator is Operator.EQUALS else ()
    if not partition or not _is_key(partition[0], partition_name):
        raise RefusedByTable(f"A query starts with Key({partition_name!r}).eq(...).")
    _check_key_text(partition[1])
    if len(parts) == 1:
        return KeyRange(partition=partition[1])
    asked, values = parts[1].operator, parts[1].values
    if asked not in _KEY_OPERATORS or not _is_key(values[0], sort_name):
        raise _refusal(parts[1])
    for value in values[1:]:
        _check_key_text(value)
    if asked is Operator.BETWEEN and values[1] > values[2]:
        raise RefusedByTable("The lower bound of BETWEEN lies above its upper bound.")
    return KeyRange(partition=partition[1], operator=asked, values=values[1:])


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


def _refusal(condition: Condition) -> RefusedByTable:
    return RefusedByTable(f"The condition {condition.operator} is outside the subset.")
