"""Stored values: exact decimals for floats, ISO-8601 in UTC for times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.adapters.table.limits import value_size
from core.adapters.table.table import Item

SCHEMA_VERSION = 1
CARD_BYTES_MAX = 400


def number(value: float | None) -> Decimal | None:
    """Return the decimal with the fewest digits that reads back as the same float."""
    if value is None:
        return None
    if not math.isfinite(value):
        raise ValueError("infinity and NaN cannot be stored")
    return Decimal(repr(float(value)))


def read_number(value: int | Decimal | None) -> float | None:
    return None if value is None else float(value)


def instant(at: datetime | None) -> str | None:
    """Return `2026-11-21T04:39:00.000000Z`; ValueError if `at` has no time zone."""
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {at}")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read_optional_instant(text: str | None) -> datetime | None:
    return None if text is None else read_instant(text)


def expiry(at: datetime, *, days: int) -> int:
    """Return the epoch second after which something kept for `days` may be deleted."""
    return int((at + timedelta(days=days)).timestamp())


def is_live(item: Mapping[str, Any], now: datetime) -> bool:
    """Return whether an item has not expired; DynamoDB deletes hours or days late."""
    return bool(item.get("ttl", math.inf) > now.timestamp())


def present(attributes: Mapping[str, Any]) -> Item:
    """Return the attributes that are not None."""
    return {name: value for name, value in attributes.items() if value is not None}


def fit_card(title: str, rest: Mapping[str, Any]) -> Item:
    """Return a card of at most 400 bytes: the title is cut, then long texts are left out."""
    card = present(rest)
    while value_size(card) > CARD_BYTES_MAX - 16:
        longest = max(card, key=lambda name: value_size(card[name]))
        del card[longest]
    room = CARD_BYTES_MAX - value_size(card) - len("title") - 1
    return {"title": title.encode()[:room].decode(errors="ignore"), **card}
