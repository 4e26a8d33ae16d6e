"""The sign-in: ask for a link, come by one, and leave."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.browsers import name_browser
from bot.web.face import SESSION, SITE
from bot.web.guard import read_form
from bot.web.pages import show_page
from bot.web.visitors import LOGIN_PAGE, forget_cookie, read_next, recognise, set_cookie

_TOKEN: Final = "{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105 - a part of addresses, no secret


def list_routes() -> list[Address]:
    """Every address of the sign-in."""
    return [
        get(LOGIN_PAGE, show_login, Access.PUBLIC),
        get(f"{LOGIN_PAGE}/{_TOKEN}", show_link, Access.PUBLIC),
        post(f"{LOGIN_PAGE}/{_TOKEN}", use_link, Access.PUBLIC),
        post("/logout", sign_out, Access.SIGNED_IN),
    ]


async def show_login(request: web.Request) -> web.Response:
    """Say how to sign in; it is the only page that strangers see."""
    return show_page(request, "login.html", next=read_next(request.query.get("next", "")))


async def show_link(request: web.Request) -> web.Response:
    """Show a button; nothing is used up or looked up yet, as programs look at links too."""
    wanted = read_next(request.query.get("next", ""))
    return show_page(request, "login_link.html", action=request.path, next=wanted)


async def use_link(request: web.Request) -> web.Response:
    """Use the link up and let the browser be its person from now on."""
    site = request.app[SITE]
    wanted = read_next(str((await read_form(request)).get("next", "")))
    await recognise(request)
    with site.guesses.guess(request):
        visit = await site.app.people.sign_in.use_login_link(
            request.match_info["token"],
            before=request.get(SESSION),
            browser=name_browser(request.headers.get("User-Agent", "")),
        )
    response = web.HTTPSeeOther(wanted)
    set_cookie(request, response, visit)
    raise response


async def sign_out(request: web.Request) -> web.Response:
    await request.app[SITE].app.people.sessions.sign_out(request[SESSION])
    response = web.HTTPSeeOther(LOGIN_PAGE)
    forget_cookie(request, response)
    raise response
