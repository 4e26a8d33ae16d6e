"""Platform tokens: what a creator's account on a platform lets us do, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
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
class Account:
    """What people see of an account: no secrets."""

    platform: Platform
    account_id: str
    name: str
    status: AccountStatus
    scopes: frozenset[str]
    linked_by: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOwner:
    """Who owns an account: the platform's id for it, and its public name."""

    account_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a platform returns for a code or a refresh token.

    A `refresh_token` of None means that ours stays valid; `scopes` of None, that the platform did
    not name them.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    scopes: frozenset[str] | None = None
    expires_seconds: float | None = None
    refresh_expires_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformToken:
    """The credentials of one account of a creator on one platform.

    `expires_at` is the access token's, issued at `issued_at`; `refresh_expires_at` is the refresh
    token's, if the platform tells. Until `refreshing_until` somebody is refreshing it and others
    wait. `linked_by` is the person who linked the account (`discord:123`).
    """

    creator_id: CreatorId
    platform: Platform
    account_id: str
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    account_name: str = ""
    scopes: frozenset[str] = frozenset()
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    refreshing_until: datetime | None = None
    linked_by: str = ""
    refresh_expires_at: datetime | None = None
    status: AccountStatus = AccountStatus.LINKED
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def account(self) -> Account:
        """Return what people may see of it."""
        return Account(
            platform=self.platform,
            account_id=self.account_id,
            name=self.account_name,
            status=self.status,
            scopes=self.scopes,
            linked_by=self.linked_by,
            linked_at=self.created_at,
        )

    def move_to(self, status: AccountStatus, *, at: datetime) -> PlatformToken:
        """Return it in its new status; Conflict if the table of moves forbids it."""
        if status not in ACCOUNT_MOVES[self.status]:
            raise Conflict(
                f"The account is {self.status.replace('_', ' ')} and cannot become "
                f"{status.replace('_', ' ')}.",
                current=self,
            )
        return replace(self, status=status, updated_at=at)

    def receive(self, grant: Grant, *, at: datetime) -> PlatformToken:
        """Return it with the new grant, and with nobody refreshing it any more."""
        return replace(
            self,
            status=AccountStatus.LINKED,
            access_token=grant.access_token,
            refresh_token=grant.refresh_token or self.refresh_token,
            scopes=self.scopes if grant.scopes is None else grant.scopes,
            issued_at=at,
            expires_at=_after(at, grant.expires_seconds),
            refresh_expires_at=_after(at, grant.refresh_expires_seconds)
            or (None if grant.refresh_token else self.refresh_expires_at),
            refreshing_until=None,
            updated_at=at,
        )


def _after(at: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else at + timedelta(seconds=seconds)
