"""Watched stores: which of their methods a question calls, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from core.ports.stores import Stores

_READS = ("get_", "list_", "find_", "has_")
_LEDGER_CALLS = ("reserve", "book", "add_spend", "give_back")
LEDGER = frozenset(f"spends.{name}" for name in _LEDGER_CALLS)
"""What a question to a model writes: what it costs."""


@dataclass(slots=True)
class Watch:
    """Every call of every store: its name, and the creator it was for."""

    calls: list[tuple[str, str]] = field(default_factory=list)

    @property
    def writes(self) -> list[str]:
        """Return the calls that could change something, but for the ledger."""
        names = (name for name, _ in self.calls)
        return [
            name
            for name in names
            if not name.partition(".")[2].startswith(_READS) and name not in LEDGER
        ]

    def list_foreign(self, creator_id: str) -> list[tuple[str, str]]:
        """Return the calls for anybody else."""
        return [call for call in self.calls if call[1] not in {"", creator_id}]


def watch(stores: Stores, seen: Watch) -> Stores:
    """Return stores that note each call before they pass it on."""
    return Stores(
        **{one.name: _Watched(getattr(stores, one.name), one.name, seen) for one in fields(Stores)}
    )


class _Watched:
    def __init__(self, inside: Any, name: str, seen: Watch) -> None:
        self._inside, self._name, self._seen = inside, name, seen

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inside, name)
        if not iscoroutinefunction(found):
            return found

        @wraps(found)
        async def noted(*given: Any, **named: Any) -> Any:
            whose = getattr(given[0], "creator_id", given[0]) if given else ""
            self._seen.calls.append((f"{self._name}.{name}", str(whose)))
            return await found(*given, **named)

        return noted
