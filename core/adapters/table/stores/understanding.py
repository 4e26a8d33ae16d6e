"""Analyses, windows and transcripts in the table and in storage, and what they cost."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from core.adapters.table import keys
from core.adapters.table.bodies import Bodies
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.items.records import from_record, to_record
from core.adapters.table.items.understanding_items import (
    analysis_item,
    analysis_key,
    reservation_item,
    reservation_key,
    reservation_update,
    spend_key,
    spend_update,
    transcript_item,
    transcript_key,
    window_item,
    window_key,
)
from core.adapters.table.items.values import is_live
from core.adapters.table.table import (
    Action,
    ConditionFailed,
    Delete,
    Item,
    Put,
    Query,
    Table,
    TransactionCancelled,
)
from core.domain.clips.asset_analysis import AssetAnalysis, WindowResult
from core.domain.videos.heard_words import Stretch
from core.domain.videos.model_spend import MonthSpend, Reservation, TokenUse
from core.domain.videos.spoken_word import Word
from core.domain.work.ids import AssetId, CreatorId
from core.ports.work import Clock

_LAPSED_MAX: Final = 100


class AnalysisTable:
    """Keeps the newest analysis of each asset beside its chapters."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find_analysis(self, creator_id: CreatorId, asset_id: AssetId) -> AssetAnalysis | None:
        item = await self._table.get(analysis_key(creator_id, asset_id), consistent=True)
        return from_record(AssetAnalysis, item) if item else None

    async def put_analysis(self, analysis: AssetAnalysis) -> None:
        await self._table.put_if(analysis_item(analysis))


class WindowTable:
    """Keeps window results for 30 days, one per fingerprint."""

    def __init__(self, table: Table, bodies: Bodies, clock: Clock) -> None:
        self._table = table
        self._bodies = bodies
        self._clock = clock

    async def find_window(
        self, creator_id: CreatorId, asset_id: AssetId, number: int
    ) -> WindowResult | None:
        item = await self._table.get(window_key(creator_id, asset_id, number), consistent=True)
        if item is None or not is_live(item, self._clock.now()):
            return None
        body = await self._bodies.find(item["objectKey"])
        return from_record(WindowResult, body) if body else None

    async def put_window(
        self, creator_id: CreatorId, asset_id: AssetId, result: WindowResult
    ) -> bool:
        now = self._clock.now()
        key = window_key(creator_id, asset_id, result.window.number)
        older = await self._table.get(key, consistent=True)
        if older and older["fingerprint"] == result.fingerprint and is_live(older, now):
            return False
        object_key = _window_object(creator_id, asset_id, result)
        await self._bodies.put(object_key, to_record(result))
        is_another = Attr("fingerprint").ne(result.fingerprint)
        is_over = Attr("ttl").lte(int(now.timestamp()))
        item = window_item(key, result, object_key=object_key, at=now)
        try:
            await self._table.put_if(item, is_another | is_over)
        except ConditionFailed:
            return False
        await self._drop_body(older, object_key)
        return True

    async def _drop_body(self, older: Item | None, object_key: str) -> None:
        if older and older["objectKey"] != object_key:
            await self._bodies.delete(older["objectKey"])


def _window_object(creator_id: CreatorId, asset_id: AssetId, result: WindowResult) -> str:
    """Return the key of a body; equal fingerprints share it, so that none is orphaned."""
    name = hashlib.sha256(result.fingerprint.encode()).hexdigest()[:16]
    number = f"{result.window.number:04d}"
    return f"creators/{creator_id}/assets/{asset_id}/windows/{number}-{name}.json.gz"


class TranscriptTable:
    """Keeps the words of assets."""

    def __init__(self, table: Table, bodies: Bodies, clock: Clock) -> None:
        self._table = table
        self._bodies = bodies
        self._clock = clock

    async def find_words(
        self, creator_id: CreatorId, asset_id: AssetId, *, is_heard_by_model: bool
    ) -> tuple[Word, ...]:
        key = transcript_key(creator_id, asset_id, _source(is_heard_by_model))
        item = await self._table.get(key, consistent=True)
        body = await self._bodies.find(item["objectKey"]) if item else None
        return tuple(from_record(Word, record) for record in body or ())

    async def put_words(
        self,
        creator_id: CreatorId,
        asset_id: AssetId,
        words: Sequence[Word],
        *,
        is_heard_by_model: bool,
    ) -> None:
        await self._put(creator_id, asset_id, _source(is_heard_by_model), words, count=len(words))

    async def find_stretches(
        self, creator_id: CreatorId, asset_id: AssetId, source: str
    ) -> tuple[Stretch, ...]:
        key = transcript_key(creator_id, asset_id, source)
        item = await self._table.get(key, consistent=True)
        body = await self._bodies.find(item["objectKey"]) if item else None
        return tuple(from_record(Stretch, record) for record in body or ())

    async def put_stretches(
        self, creator_id: CreatorId, asset_id: AssetId, source: str, stretches: Sequence[Stretch]
    ) -> None:
        count = sum(len(stretch.words) for stretch in stretches)
        await self._put(creator_id, asset_id, source, stretches, count=count)

    async def _put(
        self,
        creator_id: CreatorId,
        asset_id: AssetId,
        source: str,
        things: Sequence[object],
        *,
        count: int,
    ) -> None:
        object_key = f"creators/{creator_id}/assets/{asset_id}/words-{source}.json.gz"
        await self._bodies.put(object_key, [to_record(thing) for thing in things])
        key = transcript_key(creator_id, asset_id, source)
        await self._table.put_if(
            transcript_item(key, words=count, object_key=object_key, at=self._clock.now())
        )


def _source(is_heard_by_model: bool) -> str:
    return "model" if is_heard_by_model else "file"


class SpendTable:
    """Keeps a month's cost of analyses, reservations included, in one row that is added to."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def get_spend(self, creator_id: CreatorId, month: str) -> MonthSpend:
        item = await self._table.get(spend_key(creator_id, month), consistent=True)
        return _read_spend(item) if item else MonthSpend(month=month)

    async def reserve(self, reservation: Reservation, *, most: int) -> bool:
        cost_micro_dollars = reservation.cost_micro_dollars
        if cost_micro_dollars > most:
            return False
        cost = Attr("costMicroDollars")
        fits = cost.not_exists() | cost.lte(most - cost_micro_dollars)
        update = reservation_update(reservation, cost_micro_dollars, at=self._clock.now())
        return await self._try(
            Put(item=reservation_item(reservation)), replace(update, condition=fits)
        )

    async def give_back(self, reservation: Reservation) -> bool:
        less = -reservation.cost_micro_dollars
        update = reservation_update(reservation, less, at=self._clock.now())
        return await self._try(_let_go(reservation), update)

    async def book(self, reservation: Reservation, use: TokenUse, cost_micro_dollars: int) -> bool:
        more = cost_micro_dollars - reservation.cost_micro_dollars
        now, month = self._clock.now(), reservation.month
        update = spend_update(reservation.creator_id, month, use, more, at=now)
        return await self._try(_let_go(reservation), update)

    async def _try(self, *actions: Action) -> bool:
        try:
            await self._table.transact(actions)
        except TransactionCancelled:
            return False
        return True

    async def list_lapsed(
        self, creator_id: CreatorId, month: str, *, by: datetime
    ) -> tuple[Reservation, ...]:
        prefix = keys.reservation_prefix(month)
        last = prefix + keys.time_part(by) + keys.LAST
        condition = Key("PK").eq(keys.creator_pk(creator_id)) & Key("SK").between(prefix, last)
        query = Query(condition=condition, limit=_LAPSED_MAX, consistent=True)
        page = await self._table.query(query)
        return tuple(from_record(Reservation, item) for item in page.items)

    async def add_spend(
        self, creator_id: CreatorId, month: str, use: TokenUse, cost_micro_dollars: int
    ) -> MonthSpend:
        update = spend_update(creator_id, month, use, cost_micro_dollars, at=self._clock.now())
        return _read_spend(await self._table.update_if(update))


def _let_go(reservation: Reservation) -> Delete:
    return Delete(key=reservation_key(reservation), condition=Attr("PK").exists())


def _read_spend(item: Item) -> MonthSpend:
    return MonthSpend(
        month=item["month"],
        requests=item["requests"],
        use=TokenUse(prompt=item["promptTokens"], answer=item["answerTokens"]),
        cost_micro_dollars=item["costMicroDollars"],
    )
