"""Linked accounts: which must be linked again, and what each did not allow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from core.domain.accounts.account_scopes import describe_scopes, list_missing
from core.domain.accounts.platform_token import Account, AccountStatus
from core.domain.work.finding import Finding, advise, fault, shorten
from core.errors import TrussError

CHECK: Final = "accounts"


async def look_at_linked(
    list_accounts: Callable[[], Awaitable[Sequence[Account]]],
) -> list[Finding] | None:
    """Look at the accounts that are stored; a table that does not answer is told elsewhere."""
    with suppress(TrussError):
        return look_at_accounts(await list_accounts())
    return None


def look_at_accounts(accounts: Sequence[Account]) -> list[Finding] | None:
    """Return what is wrong with the accounts of a creator; None where none is linked."""
    if not accounts:
        return None
    return [found for account in accounts if (found := _look(account)) is not None]


def _look(account: Account) -> Finding | None:
    name = f"{account.platform.label} ({shorten(account.name)})"
    command = f"/account link platform:{account.platform.label}"
    again = f"link it again on the page Accounts or by {command}, and leave every box ticked"
    if account.status is AccountStatus.RECONNECT_REQUIRED:
        return fault(CHECK, f"{name} no longer lets Truss in", again)
    if missing := list_missing(account.platform, account.scopes):
        return fault(CHECK, f"{name} does not let Truss {describe_scopes(missing)}", again)
    if missing := list_missing(account.platform, account.scopes, needed_only=False):
        said = f"{name} does not let Truss {describe_scopes(missing)}"
        return advise(CHECK, said, f"{again}, if you want that")
    return None
