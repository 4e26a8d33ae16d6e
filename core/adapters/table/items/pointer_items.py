"""Pointer items: a creator's rows that name items in other partitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.adapters.table.items.people_items import card_key, guild_key, member_key
from core.adapters.table.items.twitch_items import twitch_key
from core.adapters.table.table import ItemKey

_TARGETS: dict[str, Callable[[Mapping[str, Any]], ItemKey]] = {
    "creator's guild": lambda item: guild_key(item["guildId"]),
    "member": lambda item: member_key(item["userId"], item["creatorId"]),
    "clip's card": lambda item: card_key(item["messageId"]),
    "creator's Twitch channel": lambda item: twitch_key(item["broadcasterId"]),
}


def find_target(item: Mapping[str, Any]) -> ItemKey | None:
    """Return the key a creator's row points to; None if it points to nothing."""
    target = _TARGETS.get(item["type"])
    return target(item) if target else None
