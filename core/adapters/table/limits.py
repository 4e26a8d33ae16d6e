"""Limits: what DynamoDB refuses, refused in one place for both engines.

Source: the "Quotas" and "Item sizes and formats" pages of the DynamoDB developer guide. In
addition, sets and binary values are refused (nothing here needs them), and names with control
characters, which the SQLite engine uses as its own marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Subnormal
from functools import lru_cache
from typing import Any

from core.adapters.table.table import (
    WRITE_MARK,
    Action,
    Index,
    Item,
    ItemKey,
    Put,
    Query,
    RefusedByTable,
    Update,
    key_names,
)

MARK_BYTES = 32  # what the mark of a write takes, with its name
ITEM_BYTES_MAX = 400 * 1024 - MARK_BYTES
PARTITION_KEY_BYTES_MAX = 2048
SORT_KEY_BYTES_MAX = 1024
NESTING_MAX = 32
BATCH_WRITE_MAX = 25
BATCH_GET_MAX = 100
TRANSACTION_MAX = 100
PAGE_LIMIT_MAX = 1000
DIGITS_MAX = 38
_NUMBER = Context(
    prec=DIGITS_MAX, Emin=-130, Emax=125, traps=[Inexact, Overflow, Subnormal, InvalidOperation]
)
_SUM = Context(prec=400)
_KEY_BYTES_MAX = {
    "PK": PARTITION_KEY_BYTES_MAX,
    "SK": SORT_KEY_BYTES_MAX,
    **{key_names(index)[0]: PARTITION_KEY_BYTES_MAX for index in Index},
    **{key_names(index)[1]: SORT_KEY_BYTES_MAX for index in Index},
}


def check_key(key: ItemKey) -> None:
    """Raise RefusedByTable unless both parts are strings of an allowed length."""
    _check_key_value("PK", key.pk)
    _check_key_value("SK", key.sk)


def check_item(item: Mapping[str, Any]) -> Item:
    """Return the item in canonical form: lists, and whole numbers as int."""
    for name, value in item.items():
        if name in _KEY_BYTES_MAX:
            _check_key_value(name, value)
    if "PK" not in item or "SK" not in item:
        raise RefusedByTable("An item needs the keys PK and SK.")
    checked: Item = check_value(item)
    size = sum(_text_size(name) + value_size(value) for name, value in checked.items())
    if size > ITEM_BYTES_MAX:
        raise RefusedByTable(f"An item of {size} bytes is over the limit of {ITEM_BYTES_MAX}.")
    return checked


def check_value(value: Any, depth: int = 0) -> Any:
    """Return a value in canonical form; RefusedByTable for a type that no item may hold."""
    kind = type(value)
    if kind is str:
        _text_size(value)
        return value
    if kind is bool or value is None:
        return value
    if kind is int or kind is Decimal:
        return canonical_number(value)
    if depth > NESTING_MAX:
        raise RefusedByTable(f"An item may not nest deeper than {NESTING_MAX} levels.")
    if kind is dict:
        below = depth + 1
        return {_checked_name(name): check_value(held, below) for name, held in value.items()}
    if kind is list or kind is tuple:
        return [check_value(element, depth + 1) for element in value]
    return check_value(_plain(value), depth)


def _plain(value: Any) -> Any:
    """Return a value of a derived type, such as an enum member, as its base type."""
    match value:
        case str():
            return str.__str__(value)
        case int():
            return int(value)
        case Mapping():
            return dict(value)
        case float():
            raise RefusedByTable("A float cannot be stored: use a Decimal.")
        case _:
            raise RefusedByTable(f"A {type(value).__name__} cannot be stored.")


def canonical_number(value: int | Decimal) -> int | Decimal:
    """Return an int if the number is whole, else a Decimal without trailing zeros."""
    if isinstance(value, int) and -(10**DIGITS_MAX) < value < 10**DIGITS_MAX:
        return value
    number = Decimal(value)
    if not number.is_finite():
        raise RefusedByTable("Infinity and NaN cannot be stored.")
    try:
        number = number.normalize(_NUMBER)
    except Inexact as error:
        raise RefusedByTable(f"A number may have at most {DIGITS_MAX} digits.") from error
    except (Overflow, Subnormal) as error:
        raise RefusedByTable("A number lies between 1E-130 and 9.99E+125.") from error
    return int(number) if number == number.to_integral_value() else number


def value_size(value: Any) -> int:
    """Return the bytes a canonical value takes, by DynamoDB's formula."""
    kind = type(value)
    if kind is str:
        return _text_size(value)
    if kind is bool or value is None:
        return 1
    if kind is dict:
        return 3 + sum(1 + _text_size(name) + value_size(held) for name, held in value.items())
    if kind is list:
        return 3 + sum(1 + value_size(element) for element in value)
    return _number_size(value)


def check_batch(keys: Sequence[ItemKey], *, at_most: int) -> None:
    """Raise RefusedByTable if a batch is empty, too long, or names an item twice."""
    if not 1 <= len(keys) <= at_most:
        raise RefusedByTable(f"A batch holds 1 to {at_most} items, not {len(keys)}.")
    _check_distinct(keys, "batch")


def check_transaction(actions: Sequence[Action]) -> list[Action]:
    """Return the actions in canonical form; RefusedByTable as for a batch, of at most 100."""
    if not 1 <= len(actions) <= TRANSACTION_MAX:
        raise RefusedByTable(f"A transaction holds 1 to {TRANSACTION_MAX} actions.")
    checked = [check_action(action) for action in actions]
    _check_distinct([action.key for action in checked], "transaction")
    return checked


def check_action(action: Action) -> Action:
    """Return an action in canonical form."""
    if isinstance(action, Put):
        return Put(item=check_item(action.item), condition=action.condition)
    check_key(action.key)
    return _check_update(action) if isinstance(action, Update) else action


def check_query(query: Query) -> None:
    """Raise RefusedByTable for a limit out of bounds, or strong consistency on an index."""
    if not 1 <= query.limit <= PAGE_LIMIT_MAX:
        raise RefusedByTable(f"The limit of a page is 1 to {PAGE_LIMIT_MAX}.")
    if query.consistent and query.index:
        raise RefusedByTable("An index cannot be read consistently.")


def updated_item(update: Update, old: Item | None) -> Item:
    """Return the item an update makes of `old`; RefusedByTable if it may not."""
    item: Item = dict(old) if old else {"PK": update.key.pk, "SK": update.key.sk}
    for name, amount in update.add.items():
        before = item.get(name, 0)
        if isinstance(before, bool) or not isinstance(before, int | Decimal):
            raise RefusedByTable(f"ADD needs a number, and {name!r} holds none.")
        item[name] = canonical_number(_SUM.add(Decimal(before), Decimal(amount)))
    item.update(update.set)
    for name in update.remove:
        item.pop(name, None)
    return check_item(item)


def _check_update(update: Update) -> Update:
    names = [*update.set, *update.remove, *update.add]
    if not names:
        raise RefusedByTable("An update names at least one attribute.")
    if len(set(names)) != len(names):
        raise RefusedByTable("An update names each attribute once.")
    for name in names:
        if _checked_name(name) in ("PK", "SK"):
            raise RefusedByTable("An update cannot change the keys PK and SK.")
    _check_update_values(update)
    return Update(
        key=update.key,
        set=check_value(update.set),
        remove=tuple(update.remove),
        add=check_value(update.add),
        condition=update.condition,
    )


def _check_update_values(update: Update) -> None:
    for name, value in update.set.items():
        if name in _KEY_BYTES_MAX:
            _check_key_value(name, value)
    for amount in update.add.values():
        if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
            raise RefusedByTable("ADD takes an int or a Decimal.")


def _check_distinct(keys: Sequence[ItemKey], where: str) -> None:
    for key in keys:
        check_key(key)
    if len(set(keys)) != len(keys):
        raise RefusedByTable(f"One {where} cannot name an item twice.")


def _check_key_value(name: str, value: Any) -> None:
    if not isinstance(value, str) or not value:
        raise RefusedByTable(f"The key {name} must be a string that is not empty.")
    if _text_size(value) > _KEY_BYTES_MAX[name]:
        raise RefusedByTable(f"The key {name} is longer than {_KEY_BYTES_MAX[name]} bytes.")


@lru_cache(maxsize=4096)
def _checked_name(name: Any) -> str:
    """Return the name of an attribute; cached, because the same few recur."""
    if not isinstance(name, str) or not name:
        raise RefusedByTable("The name of an attribute must be a string that is not empty.")
    if name == WRITE_MARK:
        raise RefusedByTable(f"The attribute {WRITE_MARK} is the table's own.")
    if not name.isprintable():
        raise RefusedByTable("The name of an attribute may not hold control characters.")
    return name


def _text_size(text: str) -> int:
    if text.isascii():
        return len(text)
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise RefusedByTable("A text holds half of a surrogate pair.") from error


def _number_size(number: int | Decimal) -> int:
    if isinstance(number, int):
        digits = len(str(abs(number)).rstrip("0"))
    else:
        digits = len(number.as_tuple().digits)
    return 1 + (digits + 1) // 2 + (1 if number < 0 else 0)
