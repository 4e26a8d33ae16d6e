"""Walking a list to its end, as any caller does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.ports.paging import Page

T = TypeVar("T")


async def read_all(read: Callable[[str | None], Awaitable[Page[T]]]) -> list[T]:
    """Follow the cursors of a list and return all its items."""
    things: list[T] = []
    cursor = None
    for _ in range(1000):
        page = await read(cursor)
        things += page.items
        if (cursor := page.cursor) is None:
            return things
    raise AssertionError("the list never ends")
