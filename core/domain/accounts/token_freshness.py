"""Token freshness: whether a platform token can be used, and whose turn it is to refresh it."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.domain.accounts.platform_token import AccountStatus, PlatformToken

EARLY_SECONDS_MAX: Final = 600.0
EARLY_SHARE: Final = 0.2
JITTER_SHARE: Final = 0.25
USABLE_SECONDS: Final = 60.0
TURN_SECONDS: Final = 60.0


class Freshness(StrEnum):
    """What must happen before a token can be used."""

    READY = "ready"
    REFRESH = "refresh"
    WAIT = "wait"
    RECONNECT = "reconnect"


def judge_freshness(
    token: PlatformToken, *, now: datetime, refused: str | None = None
) -> Freshness:
    """Return what must happen now; `refused` is an access token the platform rejected."""
    if token.status is not AccountStatus.LINKED:
        return Freshness.RECONNECT
    is_refused = token.access_token == refused
    due_at = refresh_from(token)
    if not is_refused and (due_at is None or now < due_at):
        return Freshness.READY
    if token.refresh_token is None:
        usable = not is_refused and is_usable(token, now=now)
        return Freshness.READY if usable else Freshness.RECONNECT
    if token.refreshing_until is not None and now < token.refreshing_until:
        return Freshness.WAIT
    return Freshness.REFRESH


def is_usable(token: PlatformToken, *, now: datetime) -> bool:
    """Return whether the access token is valid for at least another minute."""
    return token.expires_at is None or now + timedelta(seconds=USABLE_SECONDS) < token.expires_at


def refresh_from(token: PlatformToken) -> datetime | None:
    """Return when to refresh a token: before it expires, by a margin.

    The margin is 20 % of the token's lifetime and at most ten minutes, plus up to a quarter more
    depending on the account, so that accounts linked together are not refreshed together.
    """
    if token.expires_at is None:
        return None
    life = (token.expires_at - (token.issued_at or token.updated_at)).total_seconds()
    margin = min(EARLY_SECONDS_MAX, EARLY_SHARE * max(0.0, life))
    spread = zlib.crc32(f"{token.account_id}{token.expires_at}".encode()) / 2**32
    return token.expires_at - timedelta(seconds=margin * (1 + JITTER_SHARE * spread))


def take_turn(token: PlatformToken, *, now: datetime) -> PlatformToken:
    """Return it reserved for whoever saves it: for a minute, nobody else refreshes it."""
    return replace(token, refreshing_until=now + timedelta(seconds=TURN_SECONDS), updated_at=now)


def give_turn_back(token: PlatformToken, *, now: datetime) -> PlatformToken:
    """Return it free to be refreshed by whoever needs it next."""
    return replace(token, refreshing_until=None, updated_at=now)
