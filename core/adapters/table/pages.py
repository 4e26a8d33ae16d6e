"""Pages: how stores read lists, with one query per page and cursors signed for creator and list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.adapters.table.cursors import CursorSigner
from core.adapters.table.expressions import Condition, Key
from core.adapters.table.keys import LAST, creator_pk, time_part
from core.adapters.table.limits import BATCH_GET_MAX
from core.adapters.table.table import (
    Cursor,
    Index,
    Item,
    Query,
    QueryPage,
    Table,
    cursor_of,
    key_of,
)
from core.domain.work.ids import CreatorId
from core.ports.paging import Page

T = TypeVar("T")
LIMIT_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that people page through: its owner, its name, and the query behind it."""

    creator_id: CreatorId
    name: str
    condition: Condition
    index: Index | None = None
    forward: bool = True

    @property
    def scope(self) -> str:
        """The scope a cursor of this list is valid for."""
        return f"{creator_pk(self.creator_id)}\x00{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueListing:
    """What is due in one shard, soonest first: its name, its partition and the latest moment."""

    name: str
    partition: str
    until: datetime

    @property
    def condition(self) -> Condition:
        return Key("PK").eq(self.partition) & Key("SK").lte(time_part(self.until) + LAST)


async def read_due_page(
    table: Table,
    signer: CursorSigner,
    listing: DueListing,
    read: Callable[[Item], T],
    *,
    cursor: str | None,
    limit: int,
) -> Page[T]:
    """Read one page of rows that name the moment at which they are due; none of them is old."""
    page = await table.query(
        Query(
            condition=listing.condition,
            limit=bounded(limit, LIMIT_MAX),
            cursor=signer.open(listing.name, cursor),
            consistent=True,
        )
    )
    sealed = signer.seal(listing.name, page.cursor) if page.cursor else None
    return Page(tuple(map(read, page.items)), sealed)


class Pager:
    """Reads pages from the table."""

    def __init__(self, table: Table, signer: CursorSigner) -> None:
        self._table = table
        self._signer = signer

    async def read_page(
        self,
        listing: Listing,
        read: Callable[[Item], T | None],
        *,
        cursor: str | None,
        limit: int,
    ) -> Page[T]:
        """Read one page of whole items; those for which `read` returns None are left out."""
        items, following = await self._read(listing, cursor, bounded(limit, LIMIT_MAX))
        found = (read(item) for item in items)
        return Page(tuple(thing for thing in found if thing is not None), following)

    async def read_index_page(
        self,
        listing: Listing,
        read: Callable[[Item], T | None],
        *,
        cursor: str | None,
        limit: int,
    ) -> Page[T]:
        """Read one page in the order of an index, then the whole items in one batch.

        An index may lag behind: `read` returns None for an item that has left the list since.
        """
        entries, following = await self._read(listing, cursor, bounded(limit, BATCH_GET_MAX))
        wanted = [key_of(entry) for entry in entries]
        whole = await self._table.batch_get(wanted) if wanted else {}
        found = (read(whole[key]) for key in wanted if key in whole)
        return Page(tuple(thing for thing in found if thing is not None), following)

    async def _read(
        self, listing: Listing, cursor: str | None, limit: int
    ) -> tuple[tuple[Item, ...], str | None]:
        """Read one item more than asked for, which tells whether another page follows."""
        page = await self._table.query(
            Query(
                condition=listing.condition,
                index=listing.index,
                forward=listing.forward,
                limit=limit + 1,
                cursor=self._signer.open(listing.scope, cursor),
            )
        )
        following = _following(page, limit, listing.index)
        sealed = None if following is None else self._signer.seal(listing.scope, following)
        return page.items[:limit], sealed


def bounded(limit: int, most: int) -> int:
    """Return the limit clamped to 1 to `most`."""
    return max(1, min(limit, most))


def _following(page: QueryPage, limit: int, index: Index | None) -> Cursor | None:
    if len(page.items) > limit:
        return cursor_of(page.items[limit - 1], index)
    # A page cut off at one megabyte is shorter than its limit, yet has a cursor.
    return page.cursor
