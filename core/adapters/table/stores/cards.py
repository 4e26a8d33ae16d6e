"""Review cards in the table, found by their message or by their clip."""

from __future__ import annotations

from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Key
from core.adapters.table.items.clip_items import read_clip_item
from core.adapters.table.items.people_items import (
    ballot_item,
    ballot_key,
    card_item,
    card_key,
    clips_card_item,
    guild_key,
    member_key,
    read_card_item,
    read_guild_item,
    read_member_item,
)
from core.adapters.table.items.records import from_record
from core.adapters.table.items.values import is_live
from core.adapters.table.rows import Rows
from core.adapters.table.table import Item, ItemKey, Put, Query, Table
from core.adapters.table.writing import add_all, new, over, save_over
from core.domain.review.ballot import Ballot, make_ballot
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import ClipId, CreatorId
from core.errors import NotFound
from core.ports.review import CardContext
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

    async def find_card_context(self, message_id: str, *, user_id: str) -> CardContext | None:
        card = await self.find_card(message_id)
        if card is None:
            return None
        clip = ItemKey(keys.clip_pk(card.creator_id, card.clip_id), keys.clip_sk(card.clip_id))
        ballot = ballot_key(card.creator_id, card.clip_id)
        guild, member = guild_key(card.guild_id), member_key(user_id, card.creator_id)
        found = await self._table.batch_get([clip, ballot, guild, member], consistent=True)
        if clip not in found:
            raise NotFound("There is no such clip; choose another one.")
        return CardContext(
            card=card,
            clip=read_clip_item(found[clip]),
            ballot=self._read_ballot(card, found.get(ballot)),
            binding=read_guild_item(found[guild]) if guild in found else None,
            member=read_member_item(found[member]) if member in found else None,
        )

    def _read_ballot(self, card: PostedCard, item: Item | None) -> Ballot:
        if item is None or not is_live(item, self._clock.now()):
            return make_ballot(card)
        return from_record(Ballot, item)

    async def add_card(self, card: PostedCard) -> bool:
        actions = [new(card_item(card)), Put(item=clips_card_item(card))]
        return await add_all(self._table, actions)

    async def save_card(self, card: PostedCard) -> PostedCard:
        saved = replace(card, version=card.version + 1)
        put = over(card_item(saved), seen=card.version)
        await save_over(self._table, put, read=read_card_item, noun="card")
        return saved

    async def list_cards(
        self, creator_id: CreatorId, clip_id: ClipId, *, may_lag: bool = False
    ) -> tuple[PostedCard, ...]:
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
        found = await self._table.batch_get(wanted, consistent=not may_lag)
        if unseen := [key for key in wanted if key not in found] if may_lag else []:
            found |= await self._table.batch_get(unseen, consistent=True)
        now = self._clock.now()
        return tuple(
            read_card_item(found[key])
            for key in wanted
            if key in found and is_live(found[key], now)
        )


class BallotTable:
    """Keeps what was said on a clip's cards, for 90 days after the last change."""

    def __init__(self, table: Table, clock: Clock) -> None:
        def make(ballot: Ballot) -> Item:
            return ballot_item(ballot, said_at=clock.now())

        self._rows = Rows(table=table, clock=clock, kind=Ballot, item=make, noun="ballot")

    async def find_ballot(
        self, creator_id: CreatorId, clip_id: ClipId, *, at_least: int | None = None
    ) -> Ballot | None:
        key = ballot_key(creator_id, clip_id)
        if at_least is not None:
            item = await self._rows.table.get(key)
            if item is not None and item["version"] >= at_least:
                return self._rows.read(item)
            if item is None and not at_least:
                return None
        return await self._rows.find(key)

    async def save_ballot(self, ballot: Ballot) -> Ballot:
        return await self._rows.save(ballot)
