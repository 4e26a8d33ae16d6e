"""Settings: read from the environment and `.env`, and what is wrong with how they are written."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

from pydantic import SecretStr, ValidationError

from config.env_file import (
    CHECK,
    describe_unknown,
    find_line_advice,
    find_line_faults,
    read_env_text,
)
from config.faults import list_faults
from config.fields import Settings
from core.domain.work.finding import Finding
from core.errors import InvalidInput

__all__ = [
    "Settings",
    "SettingsRefused",
    "find_env_advice",
    "find_env_faults",
    "find_value_faults",
    "is_in_environment",
    "known_names",
    "list_unknown",
    "list_unread",
    "load_settings",
    "read_settings",
    "secret_values",
]


def load_settings(**given: object) -> Settings:
    """Read the environment and `.env`; arguments override both.

    Raises SettingsRefused, with a sentence for each thing that cannot be used.
    """
    faults = find_env_faults()
    settings, more = read_settings(**given)
    if faults + more:
        raise SettingsRefused(faults + more)
    return settings


class SettingsRefused(InvalidInput):
    """Settings cannot be used; the message has a sentence a line, one for each fault."""

    def __init__(self, faults: list[Finding]) -> None:
        super().__init__("\n".join(fault.sentence for fault in faults))
        self.faults = faults


def read_settings(**given: object) -> tuple[Settings, list[Finding]]:
    """Return what can be used of the settings, and a finding for each that cannot.

    What cannot be used has its default, so that the rest can be looked at all the same.
    """
    faults: list[Finding] = []
    for _ in range(len(Settings.model_fields)):
        try:
            return _build(given), faults
        except ValidationError as error:
            faults += list_faults(error, Settings.model_fields)
            names = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        for name in names:
            given = {
                **given,
                name: Settings.model_fields[name].get_default(call_default_factory=True),
            }
    return Settings.model_construct(), faults


def _build(given: Mapping[str, object]) -> Settings:
    logging.getLogger("dotenv").setLevel(logging.ERROR)  # we tell each line ourselves
    try:
        read_env_text()
    except InvalidInput:
        given = {**given, "_env_file": None}
    return Settings(**given)  # type: ignore[arg-type] # pydantic checks them


def find_env_faults() -> list[Finding]:
    """Return what is wrong with `.env` beside its values."""
    try:
        return list(find_line_faults(read_env_text(), known_names()))
    except InvalidInput as error:
        problem, _, mend = str(error).removesuffix(".").partition("; ")
        return [Finding(check=CHECK, problem=problem, mend=mend)]


def find_value_faults(name: str, value: str) -> list[Finding]:
    """Return what is wrong with one value of one variable, whatever the others are."""
    field = name.removeprefix("TRUSS_").lower()
    _, faults = read_settings(**{field: value})
    return [fault for fault in faults if fault.problem.startswith(name)]


def find_env_advice() -> list[Finding]:
    """Return what `.env` and the environment say that Truss does not read as it seems."""
    found = [describe_unknown(name, known_names()) for name in list_unread()]
    with suppress(InvalidInput):
        found += find_line_advice(read_env_text(), known_names())
    return found


@cache
def known_names() -> frozenset[str]:
    """Return every variable that a setting reads."""
    known = set()
    for name, field in Settings.model_fields.items():
        nested = getattr(field.get_default(call_default_factory=True), "__dataclass_fields__", {})
        known |= {f"TRUSS_{name}".upper(), *(f"TRUSS_{name}__{inner}".upper() for inner in nested)}
    return frozenset(known)


def list_unknown(names: Iterable[str]) -> list[str]:
    """Return the `TRUSS_` variables among `names` that no setting reads: probably typos."""
    return sorted(
        n for n in names if n.upper().startswith("TRUSS_") and n.upper() not in known_names()
    )


def list_unread() -> list[str]:
    """Return the variables of this process that look like settings but are not."""
    exempt = ("TRUSS_TEST_", "TRUSS_BENCH_")
    return [name for name in list_unknown(_list_environment()) if not name.startswith(exempt)]


def is_in_environment(name: str) -> bool:
    """Say whether this process was started with a variable, which counts more than `.env`."""
    given = os.environ.items()  # noqa: TID251 - as below
    return any(value and key.upper() == name for key, value in given)


def _list_environment() -> Iterable[str]:
    return os.environ  # noqa: TID251 - reading the environment is what settings are for


def secret_values(settings: Settings) -> frozenset[str]:
    """Return the secrets that must never reach a log."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return frozenset(
        value.get_secret_value()
        for value in values
        if isinstance(value, SecretStr) and value.get_secret_value()
    )
