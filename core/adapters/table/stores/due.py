"""Due rows in the table, and the transaction that gives a publication to one worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.cursors import CursorSigner
from core.adapters.table.expressions import Attr
from core.adapters.table.items.due_items import (
    due_item,
    due_key,
    is_set_as,
    lock_item,
    read_due_item,
)
from core.adapters.table.items.publication_items import publication_item, read_publication_item
from core.adapters.table.pages import DueListing, read_due_page
from core.adapters.table.stores.jobs import add_job_actions
from core.adapters.table.table import (
    Action,
    Check,
    ConditionFailed,
    Delete,
    ItemKey,
    Put,
    Table,
    TransactionCancelled,
)
from core.adapters.table.writing import add_all, over
from core.domain.publishing.publication import Publication
from core.domain.work.due import Due
from core.domain.work.ids import PublicationId
from core.domain.work.job import Job
from core.errors import Conflict
from core.ports.paging import Page

_EXISTS = Attr("PK").exists()


class DueTable:
    """Keeps due rows, spread by creator, and lets exactly one worker claim what is due."""

    def __init__(self, table: Table, signer: CursorSigner) -> None:
        self._table = table
        self._signer = signer

    @property
    def shards(self) -> int:
        return keys.DUE_SHARDS

    async def list_due(
        self, shard: int, *, until: datetime, cursor: str | None = None, limit: int = 50
    ) -> Page[Due]:
        partition = keys.due_shard_pk(shard)
        listing = DueListing(name=f"due\x00{shard}", partition=partition, until=until)
        return await read_due_page(
            self._table, self._signer, listing, read_due_item, cursor=cursor, limit=limit
        )

    async def add_due(self, due: Due) -> None:
        await self._table.put_if(due_item(due))

    async def delete_due(self, due: Due) -> bool:
        try:
            return await self._table.delete_if(due_key(due), is_set_as(due)) is not None
        except ConditionFailed:
            return False

    async def claim_publication(
        self, due: Due, *, at: datetime, make_job: Callable[[Publication], Job] | None = None
    ) -> Publication | None:
        key = ItemKey(keys.creator_pk(due.creator_id), keys.publication_sk(PublicationId(due.id)))
        item = await self._table.get(key, consistent=True)
        if item is None:
            await self._table.batch_delete([due_key(due)])
            return None
        publication = read_publication_item(item)
        if not publication.is_waiting or publication.wakes_at != due.at:
            await self._drop_stale(due, key, publication)
            return None
        if due.at > at:
            return None
        claimed = replace(publication.claim(at=at), version=publication.version + 1)
        job = make_job(claimed) if make_job else None
        claimed = replace(claimed, job_id=job.id if job else None)
        return await self._claim(due, publication, claimed, add_job_actions(job) if job else [])

    async def _drop_stale(self, due: Due, key: ItemKey, publication: Publication) -> None:
        """Delete a due row that no longer matches its publication, unless it changes meanwhile."""
        unchanged = Check(key=key, condition=Attr("version").eq(publication.version))
        await add_all(self._table, [Delete(key=due_key(due)), unchanged])

    async def _claim(
        self, due: Due, publication: Publication, claimed: Publication, jobs: list[Action]
    ) -> Publication | None:
        actions: list[Action] = [
            over(publication_item(claimed), seen=publication.version),
            Delete(key=due_key(due), condition=_EXISTS),
            _take_lock(claimed, claimed.updated_at),
            *jobs,
        ]
        try:
            await self._table.transact(actions)
        except TransactionCancelled as error:
            if set(error.failed) == {2}:
                raise Conflict(
                    "This clip was already published to that account: cancel one of the two.",
                    current=publication,
                ) from error
            return None
        return claimed


def _take_lock(publication: Publication, at: datetime) -> Put:
    """Return the put of the lock, which must be free, this publication's own, or expired."""
    mine = Attr("publicationId").eq(publication.id)
    over_now = Attr("ttl").lte(int(at.timestamp()))
    free = Attr("PK").not_exists()
    return Put(item=lock_item(publication, at=at), condition=free | mine | over_now)
