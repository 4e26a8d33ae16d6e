"""Review cards in the table, found by their message or by their clip."""

from __future__ import annotations

from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.people_items import (
    card_item,
    card_key,
    clips_card_item,
    read_card_item,
)
from core.adapters.table.items.values import is_live
from core.adapters.table.stores.writing import add_all, new, over, save_over
from core.adapters.table.table import Put, Query, Table
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import (
    ClipId,
    CreatorId,
)
from core.ports.work import Clock

_CARDS_MAX = 100


class CardTable:
    """Keeps cards for 90 days."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    async def find_card(self, message_id: str) -> PostedCard | None:
        item = await self._table.get(card_key(message_id), consistent=True)
        is_kept = item is not None and is_live(item, self._clock.now())
        return read_card_item(item) if item is not None and is_kept else None

    async def add_card(self, card: PostedCard) -> bool:
        actions = [new(card_item(card)), Put(item=clips_card_item(card))]
        return await add_all(self._table, actions)

    async def save_card(self, card: PostedCard) -> PostedCard:
        saved = replace(card, version=card.version + 1)
        put = over(card_item(saved), seen=card.version)
        await save_over(self._table, put, read=read_card_item, noun="card")
        return saved

    async def list_cards(self, creator_id: CreatorId, clip_id: ClipId) -> tuple[PostedCard, ...]:
        page = await self._table.query(
            Query(
                condition=Key("PK").eq(keys.creator_pk(creator_id))
                & Key("SK").begins_with(keys.clip_card_prefix(clip_id)),
                limit=_CARDS_MAX,
                consistent=True,
            )
        )
        if not page.items:
            return ()
        wanted = [card_key(item["messageId"]) for item in page.items]
        found = await self._table.batch_get(wanted, consistent=True)
        now = self._clock.now()
        return tuple(
            read_card_item(found[key])
            for key in wanted
            if key in found and is_live(found[key], now)
        )
