"""Tool specs: what a tool is called, what it takes, and whether a call gives it that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from core.errors import InvalidInput

TEXT_CHARACTERS_MAX: Final = 200
NUMBERS_MAX: Final = 100


class Kind(StrEnum):
    """What an argument can be."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    YES_NO = "boolean"
    NUMBERS = "array"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One argument of a tool; `choices` are all that it may be, if there are any."""

    name: str
    about: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """A tool as whoever calls it knows it."""

    name: str
    about: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A call of a tool; `call_id` and `signature` are the model's own, returned to it unread."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    call_id: str = ""
    signature: bytes = field(default=b"", repr=False)


def read_arguments(spec: ToolSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments as the tool takes them.

    Raises InvalidInput, naming what is missing, unknown or wrong.
    """
    known = {parameter.name: parameter for parameter in spec.parameters}
    if unknown := sorted(str(name)[:40] for name in given if name not in known):
        takes = ", ".join(known) or "nothing"
        raise InvalidInput(f"{spec.name} does not take {unknown[0]!r}; it takes {takes}.")
    read = {}
    for parameter in spec.parameters:
        value = given.get(parameter.name)
        if value is None or value == "":
            if parameter.is_required:
                raise InvalidInput(f"{spec.name} needs {parameter.name}: {parameter.about}.")
            continue
        read[parameter.name] = _read(spec, parameter, value)
    return read


def _read(spec: ToolSpec, parameter: Parameter, value: Any) -> Any:
    wrong = InvalidInput(f"{spec.name}: {parameter.name} is {parameter.about}.")
    match parameter.kind:
        case Kind.TEXT:
            return _read_text(parameter, value, wrong)
        case Kind.YES_NO:
            if not isinstance(value, bool):
                raise wrong
            return value
        case Kind.NUMBERS:
            if not isinstance(value, list | tuple) or len(value) > NUMBERS_MAX:
                raise wrong
            return [_read_number(one, wrong) for one in value]
        case Kind.WHOLE | Kind.NUMBER:
            number = _read_number(value, wrong)
            if parameter.kind is Kind.WHOLE and number != int(number):
                raise wrong
            return int(number) if parameter.kind is Kind.WHOLE else number


def _read_text(parameter: Parameter, value: Any, wrong: InvalidInput) -> str:
    if not isinstance(value, str) or len(value) > TEXT_CHARACTERS_MAX:
        raise wrong
    if parameter.choices and value not in parameter.choices:
        raise InvalidInput(f"{parameter.name} is one of {', '.join(parameter.choices)}.")
    return value


def _read_number(value: Any, wrong: InvalidInput) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e15:
        raise wrong
    return value
