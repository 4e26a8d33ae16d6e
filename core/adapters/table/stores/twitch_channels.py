"""Twitch channels in the table: each is one creator's, and those watched are in the directory."""

from __future__ import annotations

from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.expressions import Attr
from core.adapters.table.items.creator_items import twitch_directory_item, twitch_directory_key
from core.adapters.table.items.twitch_items import (
    creators_twitch_item,
    mark_key,
    tuning_item,
    tuning_key,
    twitch_item,
    twitch_key,
)
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.limits import BATCH_GET_MAX
from core.adapters.table.rows import Rows, beginning
from core.adapters.table.table import Action, Delete, Item, Put, Query, Table, Update, key_of
from core.adapters.table.writing import add_all, save_over
from core.domain.streams.twitch_channel import ChannelTuning, TwitchBinding
from core.domain.work.ids import CreatorId
from core.ports.work import Clock


class TwitchBindingTable:
    """Keeps which creator each channel belongs to."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._rows = Rows(
            table=table, clock=clock, kind=TwitchBinding, item=twitch_item, noun="Twitch channel"
        )

    async def find_binding(self, broadcaster_id: str) -> TwitchBinding | None:
        return await self._rows.find(twitch_key(broadcaster_id))

    async def read_mark(self) -> int:
        item = await self._table.get(mark_key(), consistent=True)
        return int(item["version"]) if item else 0

    async def add_binding(self, binding: TwitchBinding) -> bool:
        pointer = Put(item=creators_twitch_item(binding))
        return await self._rows.add(binding, [pointer, _in_directory(binding), mark_channels()])

    async def list_bindings(self, creator_id: CreatorId) -> tuple[TwitchBinding, ...]:
        pk = keys.creator_pk(creator_id)
        page = await self._table.query(
            Query(condition=beginning(pk, keys.TWITCH_PREFIX), limit=BATCH_GET_MAX)
        )
        wanted = [twitch_key(item["broadcasterId"]) for item in page.items]
        found = await self._table.batch_get(wanted, consistent=True) if wanted else {}
        bindings = (self._rows.read(found[key]) for key in wanted if key in found)
        return tuple(one for one in bindings if one and one.creator_id == creator_id)

    async def save_binding(self, binding: TwitchBinding) -> TwitchBinding:
        saved = replace(binding, version=binding.version + 1)
        mine = Attr("version").eq(binding.version) & Attr("creatorId").eq(binding.creator_id)
        put = Put(item=twitch_item(saved), condition=mine)
        also = [_in_directory(saved), mark_channels()]

        def read_own(item: Item) -> TwitchBinding | None:
            return self._rows.read(item) if item["creatorId"] == binding.creator_id else None

        await save_over(self._table, put, also, read=read_own, noun=self._rows.noun)
        return saved

    async def delete_binding(self, binding: TwitchBinding) -> bool:
        actions: list[Action] = [
            Delete(
                key=twitch_key(binding.broadcaster_id),
                condition=Attr("creatorId").eq(binding.creator_id),
            ),
            Delete(key=key_of(creators_twitch_item(binding))),
            Delete(key=twitch_directory_key(binding.broadcaster_id)),
            mark_channels(),
        ]
        return await add_all(self._table, actions)


def mark_channels() -> Update:
    """Return what tells everybody that some channel was bound, changed or released."""
    told = {"type": "mark of Twitch channels", "schemaVersion": SCHEMA_VERSION}
    return Update(key=mark_key(), set=told, add={"version": 1})


def _in_directory(binding: TwitchBinding) -> Action:
    if binding.is_watched:
        return Put(item=twitch_directory_item(binding.broadcaster_id, binding.creator_id))
    return Delete(key=twitch_directory_key(binding.broadcaster_id))


class TuningTable:
    """Keeps the values learned for each channel."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._rows = Rows(
            table=table, clock=clock, kind=ChannelTuning, item=tuning_item, noun="tuning"
        )

    async def get_tuning(self, creator_id: CreatorId, broadcaster_id: str) -> ChannelTuning:
        found = await self._rows.find(tuning_key(creator_id, broadcaster_id))
        return found or ChannelTuning(
            creator_id=creator_id, broadcaster_id=broadcaster_id, values={}
        )

    async def list_tunings(self, creator_id: CreatorId) -> tuple[ChannelTuning, ...]:
        condition = beginning(keys.creator_pk(creator_id), keys.TUNING_PREFIX)
        page = await self._table.query(Query(condition=condition, limit=BATCH_GET_MAX))
        tunings = (self._rows.read(item) for item in page.items)
        return tuple(tuning for tuning in tunings if tuning)

    async def save_tuning(self, tuning: ChannelTuning) -> ChannelTuning:
        return await self._rows.save(tuning)
