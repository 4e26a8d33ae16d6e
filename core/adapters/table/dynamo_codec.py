"""DynamoDB codec: values in its wire format, and requests built from actions and queries."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.adapters.table.expressions import Attr, Condition, Key, Operator
from core.adapters.table.limits import DIGITS_MAX, canonical_number
from core.adapters.table.table import (
    WRITE_MARK,
    Action,
    Check,
    Delete,
    Item,
    ItemKey,
    Put,
    Query,
    Update,
)

Request = dict[str, Any]


def encode_value(value: Any) -> Request:
    """Return a canonical value in DynamoDB's wire format."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case None:
            return {"NULL": True}
        case int() | Decimal():
            return {"N": _number_text(value)}
        case dict():
            return {"M": encode_item(value)}
        case _:
            return {"L": [encode_value(element) for element in value]}


def _number_text(value: int | Decimal) -> str:
    """Return a number as DynamoDB gives it back, so that a call sent again is the very same."""
    if isinstance(value, int) and abs(value) < 10**DIGITS_MAX:
        return str(value)
    return f"{Decimal(value).normalize():f}"


def encode_item(item: Mapping[str, Any]) -> Request:
    return {name: encode_value(value) for name, value in item.items()}


def decode_value(wire: Mapping[str, Any]) -> Any:
    """Return a value in canonical form."""
    ((kind, value),) = wire.items()
    match kind:
        case "N":
            return canonical_number(Decimal(value))
        case "NULL":
            return None
        case "M":
            return decode_item(value)
        case "L":
            return [decode_value(element) for element in value]
        case _:
            return value


def decode_item(wire: Mapping[str, Any]) -> Item:
    """Return what stores know of an item: all but the mark of the write that put it there."""
    return {name: decode_value(value) for name, value in wire.items() if name != WRITE_MARK}


def encode_key(key: ItemKey) -> Request:
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}


def write_request(action: Action) -> tuple[str, Request]:
    """Return the action's name in a transaction, and its request without the table's name."""
    match action:
        case Put():
            return "Put", {"Item": encode_item(action.item)} | _condition(action.condition)
        case Delete():
            return "Delete", {"Key": encode_key(action.key)} | _condition(action.condition)
        case Check():
            return "ConditionCheck", {"Key": encode_key(action.key)} | _condition(action.condition)
        case Update():
            return "Update", _update_request(action)


def mark(request: Request, token: str) -> None:
    """Let the item of a put carry the token of its write."""
    request["Item"][WRITE_MARK] = {"S": token}


def is_marked(wire: Mapping[str, Any] | None, token: str) -> bool:
    """Say whether a stored item was put there by the write with this token."""
    return wire is not None and wire.get(WRITE_MARK) == {"S": token}


def _condition(condition: Condition | None) -> Request:
    if condition is None:
        return {}
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    return {
        "ConditionExpression": _write_condition(condition, names, values),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        **_placeholders(names, values),
    }


def _write_condition(condition: Condition, names: dict[str, str], values: dict[str, Any]) -> str:
    """Return the condition in DynamoDB's language; placeholders are added to both dicts."""
    terms = [_write_term(value, names, values) for value in condition.values]
    sign = condition.operator
    match sign:
        case Operator.AND | Operator.OR:
            return f"({terms[0]} {sign} {terms[1]})"
        case Operator.NOT:
            return f"(NOT {terms[0]})"
        case Operator.BETWEEN:
            return f"{terms[0]} BETWEEN {terms[1]} AND {terms[2]}"
        case Operator.EXISTS | Operator.NOT_EXISTS | Operator.BEGINS_WITH:
            return f"{sign}({', '.join(terms)})"
        case _:
            return f"{terms[0]} {sign} {terms[1]}"


def _write_term(term: object, names: dict[str, str], values: dict[str, Any]) -> str:
    if isinstance(term, Condition):
        return _write_condition(term, names, values)
    if isinstance(term, Attr | Key):
        mark = f"#n{len(names)}"
        names[mark] = term.name
    else:
        mark = f":v{len(values)}"
        values[mark] = term
    return mark


def _placeholders(names: Mapping[str, str], values: Mapping[str, Any]) -> Request:
    request: Request = {}
    if names:
        request["ExpressionAttributeNames"] = dict(names)
    if values:
        request["ExpressionAttributeValues"] = encode_item(values)
    return request


def _update_request(update: Update) -> Request:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    clauses = []
    for verb, sign, changes in (("SET", " = ", update.set), ("ADD", " ", update.add)):
        terms = []
        for place, (name, value) in enumerate(changes.items()):
            mark = f"{verb.lower()}{place}"
            names[f"#{mark}"], values[f":{mark}"] = name, value
            terms.append(f"#{mark}{sign}:{mark}")
        clauses += [f"{verb} {', '.join(terms)}"] if terms else []
    names |= {f"#remove{place}": name for place, name in enumerate(update.remove)}
    if update.remove:
        marks = ", ".join(f"#remove{place}" for place in range(len(update.remove)))
        clauses.append(f"REMOVE {marks}")
    request = {"Key": encode_key(update.key), "UpdateExpression": " ".join(clauses)}
    return _merge(request | _placeholders(names, values), _condition(update.condition))


def _merge(request: Request, condition: Request) -> Request:
    """Join two requests; both may name attributes, under different placeholders."""
    joined = request | condition
    for name in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        if name in request and name in condition:
            joined[name] = request[name] | condition[name]
    return joined


def query_request(query: Query) -> Request:
    """Return the request of a checked query, without the table's name."""
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    request: Request = {
        "KeyConditionExpression": _write_condition(query.condition, names, values),
        "Limit": query.limit,
        "ScanIndexForward": query.forward,
        "ConsistentRead": query.consistent,
        **_placeholders(names, values),
    }
    if query.index:
        request["IndexName"] = query.index.value
    if query.cursor:
        request["ExclusiveStartKey"] = encode_item(query.cursor)
    return request
