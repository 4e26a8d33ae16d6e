"""Chat spikes in the table, each with the clip and the job that follow from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.adapters.table import keys
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.clip_items import clip_item
from core.adapters.table.items.spike_items import SPIKE_KEPT_DAYS, read_spike_item, spike_item
from core.adapters.table.items.values import is_live
from core.adapters.table.pages import Listing, Pager
from core.adapters.table.stores.jobs import add_job_actions
from core.adapters.table.table import (
    Action,
    ConditionFailed,
    Item,
    ItemKey,
    Query,
    Table,
    Update,
)
from core.adapters.table.writing import add_all, new
from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip
from core.domain.streams.stream import Stream
from core.domain.work.ids import CreatorId, StreamId
from core.domain.work.job import Job
from core.ports.paging import Page
from core.ports.work import Clock

LATE_SECONDS = 3600.0  # a spike may be detected this long after its stream's last picture
_NEAR_MAX = 100


class SpikeTable:
    """Keeps chat spikes for so many days."""

    def __init__(
        self, table: Table, pager: Pager, clock: Clock, *, days: int = SPIKE_KEPT_DAYS
    ) -> None:
        self._days = days
        self._table = table
        self._pager = pager
        self._clock = clock

    async def add_spike(
        self,
        stream: Stream,
        spike: ChatSpike,
        *,
        clip: Clip | None = None,
        job: Job | None = None,
    ) -> bool:
        item = spike_item(stream, spike, at=self._clock.now(), days=self._days)
        actions: list[Action] = [new(item)]
        if clip is not None:
            actions.append(new(clip_item(clip)))
        if job is not None:
            actions += add_job_actions(job)
        return await add_all(self._table, actions)

    async def replace_spike(self, stream: Stream, spike: ChatSpike) -> bool:
        item = spike_item(stream, spike, at=self._clock.now())
        update = Update(
            key=ItemKey(item["PK"], item["SK"]),
            set={"spike": item["spike"], "updatedAt": item["updatedAt"]},
            condition=Attr("PK").exists(),
        )
        try:
            await self._table.update_if(update)
        except ConditionFailed:
            return False
        return True

    async def find_spike(
        self, creator_id: CreatorId, stream_id: StreamId, *, detected_at: datetime
    ) -> ChatSpike | None:
        key = ItemKey(keys.creator_pk(creator_id), keys.spike_sk(detected_at, stream_id))
        item = await self._table.get(key, consistent=True)
        return read_spike_item(item) if item and is_live(item, self._clock.now()) else None

    async def list_near(
        self, stream: Stream, *, first_seconds: float, last_seconds: float
    ) -> tuple[ChatSpike, ...]:
        first_at, last_at = (
            stream.started_at + timedelta(seconds=max(0.0, seconds))
            for seconds in (first_seconds, last_seconds)
        )
        first, last = keys.spike_range(first_at, last_at)
        condition = Key("PK").eq(keys.creator_pk(stream.creator_id))
        condition = condition & Key("SK").between(first, last)
        page = await self._table.query(Query(condition=condition, limit=_NEAR_MAX, consistent=True))
        now = self._clock.now()
        return tuple(
            read_spike_item(item)
            for item in page.items
            if item["streamId"] == stream.id and is_live(item, now)
        )

    async def list_spikes(
        self, stream: Stream, *, cursor: str | None = None, limit: int = 100
    ) -> Page[ChatSpike]:
        last_at = None
        if stream.duration_seconds is not None:
            last_at = stream.started_at + timedelta(seconds=stream.duration_seconds + LATE_SECONDS)
        first, last = keys.spike_range(stream.started_at, last_at)
        listing = Listing(
            creator_id=stream.creator_id,
            name=f"spikes#{stream.id}",
            condition=Key("PK").eq(keys.creator_pk(stream.creator_id))
            & Key("SK").between(first, last),
        )
        now = self._clock.now()

        def read(item: Item) -> ChatSpike | None:
            # Another stream of this creator may run at the same time.
            wanted = item["streamId"] == stream.id and is_live(item, now)
            return read_spike_item(item) if wanted else None

        return await self._pager.read_page(listing, read, cursor=cursor, limit=limit)
