"""Linked accounts: which must be linked again, and what each did not allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.domain.accounts.account_scopes import describe_scopes, list_missing
from core.domain.accounts.platform_token import Account, AccountStatus
from core.domain.work.finding import Finding, Weight, shorten

CHECK: Final = "accounts"


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
        return _make(f"{name} no longer lets Truss in", again)
    if missing := list_missing(account.platform, account.scopes):
        return _make(f"{name} does not let Truss {describe_scopes(missing)}", again)
    if missing := list_missing(account.platform, account.scopes, needed_only=False):
        said = f"{name} does not let Truss {describe_scopes(missing)}"
        return _make(said, f"{again}, if you want that", Weight.ADVICE)
    return None


def _make(problem: str, mend: str, weight: Weight = Weight.FAULT) -> Finding:
    return Finding(check=CHECK, problem=problem, mend=mend, weight=weight)
