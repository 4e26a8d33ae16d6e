"""The accounts page: listing, linking and unlinking accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.pages import show_page
from cogs.plain_text import clean_text
from core.background import spawn
from core.domain.accounts.account_scopes import describe_scopes, list_missing
from core.domain.accounts.platform_token import Account, AccountStatus
from core.domain.work.platform import Platform
from core.errors import InvalidInput, TrussError
from core.services.accounts.account_linking import AccountLinking


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account as the page shows it; `note` names the permissions it lacks."""

    platform: str
    label: str
    account_id: str
    name: str
    is_lost: bool
    note: str


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [
        get("/accounts", show_accounts, Access.MODERATOR),
        post("/accounts/link", offer_link, Access.EDITOR),
        post("/accounts/unlink", unlink, Access.EDITOR),
    ]


async def show_accounts(request: web.Request) -> web.Response:
    face = request[FACE]
    accounts = await face.app.accounts.linking.list_accounts(face.actor)
    rows = [describe_account(account) for account in accounts]
    return show_page(
        request, "accounts.html", rows=rows, platforms=face.app.accounts.linking.platforms
    )


async def offer_link(request: web.Request) -> web.Response:
    """Say where to go on; after a device code, link in the background whoever types it."""
    face, platform = request[FACE], _read_platform(await read_form(request))
    offer = await face.app.accounts.linking.start(face.actor, platform)
    if offer.device_code:
        spawn(_wait(face.app.accounts.linking, offer.device_code), name="wait for a device code")
    return show_page(request, "account_offer.html", label=platform.label, offer=offer)


async def unlink(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    account_id = str(form.get("account_id", ""))[:200]
    await face.app.accounts.linking.unlink(face.actor, _read_platform(form), account_id)
    raise web.HTTPSeeOther("/accounts")


async def _wait(account_linking: AccountLinking, device_code: str) -> None:
    """Link the account once the code is typed; an unused code is not an error."""
    try:
        await account_linking.wait_for_device(device_code)
    except TrussError:
        return


def describe_account(account: Account) -> AccountRow:
    """Return the row of an account."""
    lacking = list_missing(account.platform, account.scopes, needed_only=False)
    return AccountRow(
        platform=account.platform.value,
        label=account.platform.label,
        account_id=account.account_id,
        name=clean_text(account.name, 100) or account.account_id,
        is_lost=account.status is AccountStatus.RECONNECT_REQUIRED,
        note=f"without the right to {describe_scopes(lacking)}" if lacking else "",
    )


def _read_platform(form: Any) -> Platform:
    try:
        return Platform(str(form.get("platform", "")))
    except ValueError:
        raise InvalidInput("Choose a platform from the list.") from None
