"""OAuth pages: from a link to the platform, and back from there."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import SITE
from bot.web.pages import show_page
from core.domain.work.platform import Platform
from core.errors import NotFound
from core.services.accounts.account_linking import LINK_SECONDS, Arrival, Departure

_TOKEN: Final = "{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105 - a part of addresses, no secret
_PLATFORM: Final = "{platform:[a-z]{1,20}}"


def list_routes() -> list[Address]:
    """Every address that people meet while they link an account."""
    return [
        get(f"/accounts/link/{_PLATFORM}/{_TOKEN}", show_link, Access.PUBLIC),
        post(f"/accounts/link/{_PLATFORM}/{_TOKEN}", use_link, Access.PUBLIC),
        get(f"/oauth/{_PLATFORM}/callback", arrive, Access.PUBLIC),
    ]


async def show_link(request: web.Request) -> web.Response:
    """Show what will happen, without using up the link: link previews open it too."""
    platform = _read_platform(request)
    return show_page(request, "account_link.html", label=platform.label, action=request.path)


async def use_link(request: web.Request) -> web.Response:
    """Use up the link and send the browser to the platform."""
    platform = _read_platform(request)
    account_linking = request.app[SITE].app.accounts.linking
    with request.app[SITE].guesses.guess(request):
        departure = await account_linking.depart(platform, request.match_info["token"])
    return _send_off(request, platform, departure)


async def arrive(request: web.Request) -> web.Response:
    """Link the account of whoever comes back from the platform."""
    platform = _read_platform(request)
    given = request.query
    arrival = Arrival(
        state=given.get("state", ""),
        code=given.get("code", ""),
        error=given.get("error", ""),
        browser_secret=request.cookies.get(_cookie(platform), ""),
    )
    account = await request.app[SITE].app.accounts.linking.arrive(platform, arrival)
    response = show_page(
        request, "account_linked.html", label=platform.label, name=account.name, account=account
    )
    response.del_cookie(_cookie(platform), path="/oauth/")
    return response


def _send_off(request: web.Request, platform: Platform, departure: Departure) -> web.Response:
    """Let the browser go on by itself: a redirect of a form would break the page's own policy."""
    response = show_page(
        request, "account_departure.html", label=platform.label, address=departure.address
    )
    response.set_cookie(
        _cookie(platform),
        departure.browser_secret,
        max_age=int(LINK_SECONDS),
        path="/oauth/",
        httponly=True,
        samesite="Lax",
        secure=request.app[SITE].is_public_secure,
    )
    return response


def _cookie(platform: Platform) -> str:
    return f"truss_link_{platform.value}"


def _read_platform(request: web.Request) -> Platform:
    try:
        return Platform(request.match_info["platform"])
    except ValueError:
        raise NotFound("There is no such platform; type /account link again.") from None
