"""Guilds: Discord servers, each bound to the one creator it serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.work.ids import CreatorId
from core.errors import InvalidInput

APPROVALS_MAX: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildBinding:
    """Which creator a server serves, where its cards go, and which role may decide.

    A clip is approved once `approvals_needed` people with the right to decide have approved it.
    """

    guild_id: str
    creator_id: CreatorId
    review_channel_id: str
    moderator_role_id: str
    created_at: datetime
    updated_at: datetime
    approvals_needed: int = 1
    version: int = 1


def find_approvals_needed(bindings: Iterable[GuildBinding]) -> int:
    """Return how many must approve a creator's clip: the strictest server's number."""
    return max((binding.approvals_needed for binding in bindings), default=1)


def check_approvals(needed: int) -> None:
    """Raise InvalidInput for a number of approvals that no clip could wait for."""
    if not 1 <= needed <= APPROVALS_MAX:
        raise InvalidInput(f"A clip can wait for 1 to {APPROVALS_MAX} approvals.")
