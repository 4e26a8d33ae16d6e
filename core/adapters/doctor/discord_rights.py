"""Rights in Discord, as Discord counts them: roles together, then what a channel changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

NEEDED: Final = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Attach Files": 1 << 15,
    "Add Reactions": 1 << 6,
    "Read Message History": 1 << 16,
}
THREADS: Final = {
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""Needed where a server wants its cards in a thread."""
INVITED_WITH: Final = sum(NEEDED.values()) | sum(THREADS.values())
_ADMINISTRATOR: Final = 1 << 3
_EVERYTHING: Final = (1 << 53) - 1


def count_rights(
    guild: Mapping[str, Any], channel: Mapping[str, Any], user_id: str, role_ids: Iterable[str]
) -> int:
    """Return the rights of a member in a channel, as a number of bits."""
    guild_id = str(guild.get("id"))
    if str(guild.get("owner_id")) == user_id:
        return _EVERYTHING
    held = {guild_id, *role_ids}
    rights = 0
    for role in guild.get("roles", []):
        if str(role.get("id")) in held:
            rights |= _number(role.get("permissions"))
    if rights & _ADMINISTRATOR:
        return _EVERYTHING
    changes = {str(each.get("id")): each for each in channel.get("permission_overwrites", [])}
    for group in ({guild_id}, held - {guild_id}, {user_id}):
        found = [changes[name] for name in group if name in changes]
        for each in found:
            rights &= ~_number(each.get("deny"))
        for each in found:
            rights |= _number(each.get("allow"))
    return rights


def list_missing(rights: int, needed: Mapping[str, int]) -> list[str]:
    """Return the names of the rights that are missing, as Discord's settings write them."""
    if not rights & NEEDED["View Channel"]:
        return ["View Channel"]
    return [name for name, bit in needed.items() if not rights & bit]


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0
