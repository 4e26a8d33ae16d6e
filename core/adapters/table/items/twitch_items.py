"""Twitch channels as items: who each belongs to, and what was learned for it."""

from __future__ import annotations

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.table import Item, ItemKey
from core.domain.streams.twitch_channel import ChannelTuning, TwitchBinding
from core.domain.work.ids import CreatorId


def twitch_key(broadcaster_id: str) -> ItemKey:
    return ItemKey(keys.twitch_pk(broadcaster_id), keys.BINDING)


def twitch_item(binding: TwitchBinding) -> Item:
    return make_item("twitch", twitch_key(binding.broadcaster_id), binding)


def creators_twitch_item(binding: TwitchBinding) -> Item:
    """Return the row by which a creator's channels are found."""
    return {
        "PK": keys.creator_pk(binding.creator_id),
        "SK": keys.twitch_pk(binding.broadcaster_id),
        "type": "creator's Twitch channel",
        "schemaVersion": SCHEMA_VERSION,
        "broadcasterId": binding.broadcaster_id,
    }


def mark_key() -> ItemKey:
    """Return the row whose version changes whenever any channel is bound, changed or released."""
    return ItemKey("DIR#TWITCH", "MARK")


def tuning_key(creator_id: CreatorId, broadcaster_id: str) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.tuning_sk(broadcaster_id))


def tuning_item(tuning: ChannelTuning) -> Item:
    key = tuning_key(tuning.creator_id, tuning.broadcaster_id)
    return make_item("tuning", key, tuning)
