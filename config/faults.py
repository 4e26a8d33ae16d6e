"""Faults of settings: what a value cannot be, in sentences of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from annotated_types import Ge, Le
from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo

from config.env_file import CHECK
from core.domain.work.finding import Finding, shorten

_WHOLE: Final = frozenset({"int_parsing", "int_type", "int_from_float", "int_parsing_size"})
_NUMBER: Final = frozenset({"float_parsing", "float_type", "finite_number"})
_RANGE: Final = frozenset({"greater_than_equal", "less_than_equal", "greater_than", "less_than"})
_PATTERNS: Final = {
    "creator_id": "write at most 64 letters, digits, - or _",
    "whisper_language": "write two or three small letters, as in en, or leave it empty",
    "table": "write 3 to 255 letters, digits, dots, - or _",
    "queue_prefix": "write at most 60 letters, digits, - or _",
    "log_level": "write debug, info, warning or error",
    "owner_email": "write an address such as you@example.org",
}


def list_faults(error: ValidationError, fields: Mapping[str, FieldInfo]) -> list[Finding]:
    """Return a finding for each variable that cannot be used, with the first thing wrong in it."""
    found: dict[str, Finding] = {}
    for problem in error.errors():
        first, *inner = problem["loc"] or ("?",)
        field = fields.get(str(first))
        nested = field is not None and field.default_factory is not None and inner
        name = f"TRUSS_{first}__{inner[0]}".upper() if nested else f"TRUSS_{first}".upper()
        is_group = problem["type"].startswith("dataclass") and not inner
        fault = describe_group(name) if is_group else _describe(name, str(first), problem, field)
        found.setdefault(name, fault)
    return list(found.values())


def describe_group(name: str) -> Finding:
    """Return the finding for a group of settings that was set as one."""
    return Finding(
        check=CHECK,
        problem=f"{name} is a group of settings, each of which is set by itself",
        mend=f"remove it, and set those of its kind, as in {name}__...=",
    )


def _describe(name: str, field_name: str, problem: Any, field: FieldInfo | None) -> Finding:
    kind = problem["type"]
    if kind == "value_error":
        return _split(name, str(problem["ctx"]["error"]))
    shown = _show(problem.get("input"), field)
    if kind in _WHOLE:
        return _make(f"{name}{shown} is not a whole number", f"write one{_range(field)}")
    if kind in _NUMBER:
        return _make(f"{name}{shown} is not a number that can be used", f"write one{_range(field)}")
    if kind in _RANGE:
        return _make(f"{name}{shown} is out of range", f"write a number{_range(field)}")
    if kind.startswith("bool"):
        return _make(f"{name}{shown} is neither true nor false", "write true or false")
    if kind.startswith("ip_"):
        return _make(
            f"{name}{shown} is not a network",
            "write addresses such as 127.0.0.1 or 10.0.0.0/8, with commas",
        )
    mend = _PATTERNS.get(field_name, "write what config/.env.example shows for it")
    return _make(f"{name}{shown} cannot be used", mend)


def _split(name: str, said: str) -> Finding:
    """Return the finding for what a check of ours said: `problem; mend`, or what is right."""
    problem, _, mend = said.partition("; ")
    if mend:
        return _make(f"{name} {problem}", mend)
    return _make(f"{name}: {said}", "correct that, or remove it")


def _make(problem: str, mend: str) -> Finding:
    return Finding(check=CHECK, problem=problem, mend=mend)


def _show(given: object, field: FieldInfo | None) -> str:
    is_secret = field is not None and isinstance(field.get_default(), SecretStr)
    if is_secret or not isinstance(given, str | int | float):
        return ""
    return f"={shorten(str(given))}"


def _range(field: FieldInfo | None) -> str:
    metadata = field.metadata if field is not None else []
    least = next((each.ge for each in metadata if isinstance(each, Ge)), None)
    most = next((each.le for each in metadata if isinstance(each, Le)), None)
    if least is not None and most is not None:
        return f" from {least} to {most}"
    return "" if least is None else f" of {least} or more"
