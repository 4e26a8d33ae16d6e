"""Paging: long lists come page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `cursor` fetches the next one, and is None on the last."""

    items: tuple[T, ...]
    cursor: str | None = None


async def collect(list_page: Callable[[str | None], Awaitable[Page[T]]]) -> list[T]:
    """Return the items of all pages; only for lists that are known to be bounded."""
    page = await list_page(None)
    items = list(page.items)
    while page.cursor:
        page = await list_page(page.cursor)
        items.extend(page.items)
    return items
