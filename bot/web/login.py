"""The sign-in: ask for a link, come by one, and leave."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.browsers import name_browser
from bot.web.face import SESSION, SITE
from bot.web.guard import read_form
from bot.web.pages import show_page
from bot.web.visitors import LOGIN_PAGE, forget_cookie, read_next, recognise, set_cookie
from core.background import spawn
from core.errors import InvalidInput

_ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
_TOKEN: Final = "{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105 - a part of addresses, no secret


def list_routes() -> list[Address]:
    """Every address of the sign-in."""
    return [
        get(LOGIN_PAGE, show_login, Access.PUBLIC),
        post(LOGIN_PAGE, ask_for_mail, Access.PUBLIC),
        get(f"{LOGIN_PAGE}/{_TOKEN}", show_link, Access.PUBLIC),
        post(f"{LOGIN_PAGE}/{_TOKEN}", use_link, Access.PUBLIC),
        post("/logout", sign_out, Access.SIGNED_IN),
    ]


async def show_login(request: web.Request) -> web.Response:
    """Say how to sign in; it is the only page that strangers see."""
    return show_page(
        request,
        "login.html",
        next=read_next(request.query.get("next", "")),
        has_mail=request.app[SITE].app.people.mail_links.is_set_up,
        is_asked=False,
    )


async def ask_for_mail(request: web.Request) -> web.Response:
    """Answer the same, and as fast, whether or not the address belongs to somebody here."""
    site = request.app[SITE]
    site.mails.take(request)
    form = await read_form(request)
    address = str(form.get("email", "")).strip()
    if not site.app.people.mail_links.is_set_up or not _ADDRESS.fullmatch(address):
        raise InvalidInput("That is no e-mail address, or no e-mail is set up here.")
    wanted = read_next(str(form.get("next", "")))
    sending = site.app.people.mail_links.send_link(address, next_page=wanted)
    spawn(sending, name="send a sign-in link")
    return show_page(request, "login.html", next=wanted, has_mail=True, is_asked=True)


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
