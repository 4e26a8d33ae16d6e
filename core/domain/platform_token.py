"""Platform tokens: what a creator's account on a platform lets us do, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.domain.ids import CreatorId
from core.domain.platform import Platform
from core.errors import Conflict


class AccountStatus(StrEnum):
    """Whether an account can be used."""

    LINKED = "linked"
    RECONNECT_REQUIRED = "reconnect_required"
    UNLINKED = "unlinked"


ACCOUNT_MOVES: dict[AccountStatus, frozenset[AccountStatus]] = {
    AccountStatus.LINKED: frozenset({AccountStatus.RECONNECT_REQUIRED, AccountStatus.UNLINKED}),
    AccountStatus.RECONNECT_REQUIRED: frozenset({AccountStatus.LINKED, AccountStatus.UNLINKED}),
    AccountStatus.UNLINKED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformToken:
    """The credentials of one account of a creator on one platform.

    `expires_at` is the access token's, `refresh_expires_at` the refresh token's, where the
    platform says so.
    """

    creator_id: CreatorId
    platform: Platform
    account_id: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    account_name: str = ""
    scopes: frozenset[str] = frozenset()
    expires_at: datetime | None = None
    refresh_expires_at: datetime | None = None
    status: AccountStatus = AccountStatus.LINKED
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def move_to(self, status: AccountStatus, *, at: datetime) -> PlatformToken:
        """Return it in its new status; Conflict where the table of moves forbids it."""
        if status not in ACCOUNT_MOVES[self.status]:
            raise Conflict(
                f"The account is {self.status.replace('_', ' ')} and cannot become "
                f"{status.replace('_', ' ')}.",
                current=self,
            )
        return replace(self, status=status, updated_at=at)
