"""Saving again: changing what is stored although others change it at the same time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Final, TypeVar

from core.errors import Conflict

T = TypeVar("T")

TRIES: Final = 5


async def change_stored(
    load: Callable[[], Awaitable[T]],
    change: Callable[[T], T | Awaitable[T]],
    save: Callable[[T], Awaitable[T]],
    *,
    seen: T | None = None,
    tries: int = TRIES,
) -> T:
    """Save what `change` makes of what is stored; where somebody was faster, start over from that.

    `seen` saves the first load. A `change` that returns its argument saves nothing. Returns what is
    stored then; raises the last Conflict when all tries have failed.
    """
    for tries_left in reversed(range(tries)):
        stored = await load() if seen is None else seen
        made = change(stored)
        changed: T = await made if isawaitable(made) else made
        if changed == stored:
            return stored
        try:
            return await save(changed)
        except Conflict:
            if not tries_left:
                raise
            seen = None
    raise ValueError("At least one try is needed.")
