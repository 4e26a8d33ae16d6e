"""Records: domain values as maps, and back; most kinds of things need nothing else.

Names become camelCase, floats exact decimals, times ISO-8601; None is left out if it is the
default. An attribute missing because an older program wrote the item gets its field's default, and
an unknown one is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from core.adapters.table.items.values import SCHEMA_VERSION, instant, number, present, read_instant
from core.adapters.table.table import Item, ItemKey

T = TypeVar("T")
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a dataclass: its name, its attribute, how it is read, and its default."""

    name: str
    attribute: str
    read: Reader
    is_optional: bool
    default: Any

    @property
    def is_left_out(self) -> bool:
        """Whether None is stored by storing nothing."""
        return self.default is MISSING or self.default is None


def make_item(kind: str, key: ItemKey, thing: object, **more: Any) -> Item:
    """Return an item: the record, its key, its type, and any further attributes."""
    own = {"PK": key.pk, "SK": key.sk, "type": kind, "schemaVersion": SCHEMA_VERSION}
    return to_record(thing) | own | present(more)


def to_record(thing: object) -> Item:
    """Return a dataclass as a map."""
    record: Item = {}
    for field in _fields(type(thing)):
        value = getattr(thing, field.name)
        if value is not None or not field.is_left_out:
            record[field.attribute] = _stored(value)
    return record


def from_record(kind: type[T], record: Mapping[str, Any]) -> T:
    """Return the dataclass from a map made by `to_record`."""
    given: dict[str, Any] = {}
    for field in _fields(kind):
        if field.attribute in record:
            given[field.name] = field.read(record[field.attribute])
        elif field.is_optional and field.default is MISSING:
            given[field.name] = None
    return kind(**given)


def reader(kind: type[T]) -> Callable[[Mapping[str, Any]], T]:
    """Return the function that reads items of one kind."""
    return partial(from_record, kind)


def _fields(kind: Any) -> tuple[_Field, ...]:
    if kind not in _KNOWN:
        _KNOWN[kind] = _read_fields(kind)
    return _KNOWN[kind]


_KNOWN: dict[Any, tuple[_Field, ...]] = {}


def _read_fields(kind: Any) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Field(
            name=field.name,
            attribute=_camel_case(field.name),
            read=_reader(hints[field.name]),
            is_optional=NoneType in get_args(hints[field.name]),
            default=field.default if field.default_factory is MISSING else field.default_factory,
        )
        for field in fields(kind)
    )


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _stored(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_stored(element) for element in value]
    for kind, store in _STORED.items():
        if isinstance(value, kind):
            return store(value)
    return to_record(value)


_STORED: dict[type, Callable[[Any], Any]] = {
    float: number,
    datetime: instant,
    date: date.isoformat,
    frozenset: lambda value: sorted(_stored(element) for element in value),
    Mapping: lambda value: {name: _stored(held) for name, held in value.items()},
}
_PLAIN: dict[Any, Reader] = {
    str: str,
    int: int,
    bool: bool,
    float: float,
    datetime: read_instant,
    date: date.fromisoformat,
}


def _reader(hint: Any) -> Reader:
    """Return how a stored value of a declared type is read; TypeError for an unsupported type."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _optional(hint)
    if origin is not None:
        return _collection(origin, get_args(hint))
    return partial(from_record, hint)


def _optional(hint: Any) -> Reader:
    (inner,) = (part for part in get_args(hint) if part is not NoneType)
    read = _reader(inner)
    return lambda value: None if value is None else read(value)


def _collection(origin: Any, parts: tuple[Any, ...]) -> Reader:
    if isinstance(origin, type) and issubclass(origin, Mapping):
        held = _reader(parts[1])
        return lambda value: {name: held(one) for name, one in value.items()}
    if origin is frozenset:
        element = _reader(parts[0])
        return lambda value: frozenset(map(element, value))
    if origin is not tuple:
        raise TypeError(f"a {origin} cannot be stored")
    if parts[1:] == (...,):
        element = _reader(parts[0])
        return lambda value: tuple(map(element, value))
    readers = [_reader(part) for part in parts]
    return lambda value: tuple(read(one) for read, one in zip(readers, value, strict=True))
