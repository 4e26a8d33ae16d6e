"""Counting: how often the services call their stores, by method."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any


class Counting:
    """Passes everything on to the wrapped object, and counts calls of its async methods.

    Several may share one `calls`; `prefix` then tells them apart.
    """

    def __init__(
        self, inside: object, *, calls: Counter[str] | None = None, prefix: str = ""
    ) -> None:
        self._inside = inside
        self._prefix = prefix
        self.calls: Counter[str] = Counter() if calls is None else calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inside, name)
        if not iscoroutinefunction(found):
            return found

        @wraps(found)
        async def counted(*given: Any, **named: Any) -> Any:
            self.calls[self._prefix + name] += 1
            return await found(*given, **named)

        return counted
