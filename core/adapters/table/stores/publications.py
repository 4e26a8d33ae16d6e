"""Publications in the table; a clip's approval adds them (clips.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.due_items import due_item, due_key, due_of
from core.adapters.table.items.publication_items import (
    clips_publication_item,
    publication_item,
    publication_key,
    read_coming,
    read_publication_item,
)
from core.adapters.table.limits import BATCH_WRITE_MAX
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.stores.clip_publications import ClipPublications
from core.adapters.table.stores.jobs import add_job_actions
from core.adapters.table.table import Action, Delete, Index, Item, Put, Query, Table
from core.adapters.table.writing import new, over, save_over
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.job import Job
from core.errors import NotFound
from core.ports.paging import Page

_COMING_PAGE = 200
_LEFT_WAITING = frozenset({PublicationStatus.CLAIMED, PublicationStatus.CANCELLED})


async def add_rows_by_clip(table: Table, publications: Sequence[Publication]) -> None:
    """Add the rows that find publications by their clip, before the publications themselves.

    A row that leads to no publication is passed over; a publication without its row would be lost
    to whoever takes its approval back. Where the publication is refused, its row stays: it may be
    that of one with the same id, which was there already.
    """
    rows = [clips_publication_item(publication) for publication in publications]
    for start in range(0, len(rows), BATCH_WRITE_MAX):
        await table.batch_put(rows[start : start + BATCH_WRITE_MAX])


def add_publication_actions(publication: Publication) -> list[Action]:
    """Return what adds a publication: its record, and its due row where it waits."""
    return [new(publication_item(publication)), *_due_actions(publication)]


def save_publication_actions(publication: Publication) -> tuple[Put, *tuple[Action, ...]]:
    """Return what saves a publication over the version it has, with its due row."""
    saved = replace(publication, version=publication.version + 1)
    put = over(publication_item(saved), seen=publication.version)
    return put, *_due_actions(saved)


def _due_actions(publication: Publication) -> list[Action]:
    """Return what becomes of the due row: one that waits has it, one that waits no more has none.

    A row for a time that no longer holds is dropped by whoever comes to claim it.
    """
    due = due_of(publication)
    if publication.is_waiting:
        return [Put(item=due_item(due))]
    return [Delete(key=due_key(due))] if publication.status in _LEFT_WAITING else []


class PublicationTable:
    """Keeps publications, newest first."""

    def __init__(self, table: Table, pager: Pager) -> None:
        self._table = table
        self._pager = pager
        self._clip_publications = ClipPublications(table)

    async def get_publication(
        self, creator_id: CreatorId, publication_id: PublicationId
    ) -> Publication:
        item = await self._table.get(publication_key(creator_id, publication_id), consistent=True)
        if item is None:
            raise NotFound("There is no such publication; choose another one.")
        return read_publication_item(item)

    async def save_publication(
        self, publication: Publication, *, jobs: Sequence[Job] = ()
    ) -> Publication:
        saved = replace(publication, version=publication.version + 1)
        put, *also = save_publication_actions(publication)
        also += [action for job in jobs for action in add_job_actions(job)]
        await save_over(self._table, put, also, read=read_publication_item, noun="publication")
        return saved

    async def note_progress(self, publication: Publication) -> Publication:
        return await self.save_publication(publication)

    async def list_publications(
        self, creator_id: CreatorId, *, cursor: str | None = None, limit: int = 100
    ) -> Page[Publication]:
        listing = Listing(
            creator_id=creator_id,
            name="publications",
            condition=Key("PK").eq(keys.creator_pk(creator_id))
            & Key("SK").begins_with(keys.PUBLICATION_PREFIX),
            forward=False,
        )
        return await self._pager.read_page(
            listing, read_publication_item, cursor=cursor, limit=limit
        )

    async def list_publications_by_status(
        self,
        creator_id: CreatorId,
        status: PublicationStatus,
        *,
        is_soonest_first: bool = False,
        cursor: str | None = None,
        limit: int = 20,
    ) -> Page[Publication]:
        listing = Listing(
            creator_id=creator_id,
            name=f"publications#{status.value}#{is_soonest_first}",
            condition=Key("GSI2PK").eq(keys.status_gsi2pk(creator_id, "PUB", status.value)),
            index=Index.GSI2,
            forward=is_soonest_first,
        )

        def read(item: Item) -> Publication | None:
            return read_publication_item(item) if item["status"] == status else None

        return await self._pager.read_index_page(listing, read, cursor=cursor, limit=limit)

    async def list_coming(self, creator_id: CreatorId, *, after: datetime) -> tuple[Planned, ...]:
        scheduled = keys.status_gsi2pk(creator_id, "PUB", PublicationStatus.SCHEDULED.value)
        condition = Key("GSI2PK").eq(scheduled) & Key("GSI2SK").gte(keys.time_part(after))
        found: list[Planned] = []
        cursor = None
        while True:
            page = await self._table.query(
                Query(condition=condition, index=Index.GSI2, limit=_COMING_PAGE, cursor=cursor)
            )
            found += [read_coming(entry) for entry in page.items]
            if (cursor := page.cursor) is None:
                return tuple(found)

    async def list_publications_of_clip(
        self, creator_id: CreatorId, clip_id: ClipId
    ) -> tuple[Publication, ...]:
        return await self._clip_publications.list_publications(creator_id, clip_id)

    async def find_publications(
        self, creator_id: CreatorId, publication_ids: Sequence[PublicationId]
    ) -> tuple[Publication, ...]:
        return await self._clip_publications.find_publications(creator_id, publication_ids)
