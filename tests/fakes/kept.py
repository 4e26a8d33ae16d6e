"""Items in memory as stores keep them: added once, saved over the version seen, expiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from core.errors import Conflict, NotFound
from tests.fakes.stores import Key, Memory

T = TypeVar("T")


class Kept(Generic[T]):
    """Items of one kind by key, which begins with the creator."""

    def __init__(
        self,
        memory: Memory,
        key: Callable[[T], Key],
        *,
        days: float | None = None,
        expires_at: Callable[[T], datetime] | None = None,
    ) -> None:
        self._clock = memory.clock
        self._key = key
        self._days = days
        self._expires_at = expires_at
        self._things: dict[Key, tuple[datetime | None, T]] = {}
        memory.others.append(self._things)

    def find(self, *key: str) -> T | None:
        until, thing = self._things.get(key, (None, None))
        return thing if until is None or until > self._clock.now() else None

    def get(self, *key: str) -> T:
        found = self.find(*key)
        if found is None:
            raise NotFound("It is not stored.")
        return found

    def put(self, thing: T) -> None:
        until = self._expires_at(thing) if self._expires_at else None
        if self._days is not None:
            until = self._clock.now() + timedelta(days=self._days)
        self._things[self._key(thing)] = (until, thing)

    def add(self, thing: T) -> bool:
        if self._key(thing) in self._things:
            return False
        self.put(thing)
        return True

    def save(self, thing: T) -> T:
        versioned: Any = thing
        current: Any = self.find(*self._key(thing))
        if current is None and versioned.version > 0:
            raise NotFound("It is not stored.")
        if current is not None and current.version != versioned.version:
            raise Conflict("It was changed by someone else.", current=current)
        saved: T = replace(versioned, version=versioned.version + 1)
        self.put(saved)
        return saved

    def take(self, *key: str) -> T | None:
        """Remove an item and return it, if it exists and has not expired."""
        found = self.find(*key)
        self._things.pop(key, None)
        return found

    def list(self, *prefix: str) -> list[T]:
        now = self._clock.now()
        return [
            thing
            for key, (until, thing) in self._things.items()
            if key[: len(prefix)] == prefix and (until is None or until > now)
        ]
