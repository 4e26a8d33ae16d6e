"""The pages of whoever is signed in: their browsers, their e-mail address, and their creators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.browsers import UNKNOWN
from bot.web.face import FACE, SESSION, SITE
from bot.web.guard import read_form
from bot.web.pages import show_page
from bot.web.visitors import LOGIN_PAGE, forget_cookie
from core.domain.people.sign_in import WebSession
from core.domain.work.ids import CreatorId
from core.errors import Forbidden
from core.services.people.api_tokens import API
from core.services.people.sign_in import EMAIL_PATH, UPLOAD

_TOKEN: Final = "{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105 - a part of addresses, no secret
_NO_ROLE: Final = "You have no role at this creator any more; choose another creator first."


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session as its person sees it."""

    digest: str
    browser: str
    creator_id: str
    since: datetime
    seen: datetime
    is_this: bool
    is_upload: bool
    is_api: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorRow:
    """A creator that can be chosen."""

    creator_id: str
    role: str
    is_chosen: bool


def list_routes() -> list[Address]:
    """Every address of these pages."""
    return [
        get("/sessions", show_sessions, Access.SIGNED_IN),
        post("/sessions/revoke", revoke_session, Access.SIGNED_IN),
        post("/sessions/tokens", make_token, Access.SIGNED_IN),
        post("/sessions/email", ask_for_email, Access.SIGNED_IN),
        post("/sessions/email/forget", forget_email, Access.SIGNED_IN),
        get(f"{EMAIL_PATH}{_TOKEN}", show_email_link, Access.SIGNED_IN),
        post(f"{EMAIL_PATH}{_TOKEN}", use_email_link, Access.SIGNED_IN),
        get("/creators", show_creators, Access.SIGNED_IN),
        post("/creators", choose_creator, Access.SIGNED_IN),
    ]


async def show_sessions(request: web.Request) -> web.Response:
    return await _show_sessions(request)


async def _show_sessions(request: web.Request, *, asked: str = "", token: str = "") -> web.Response:
    own, people = request[SESSION], request.app[SITE].app.people
    found = await people.sessions.list_sessions(own)
    return show_page(
        request,
        "sessions.html",
        rows=[describe_session(session, own) for session in found],
        may_have_email=people.email_addresses.may_have_one(own),
        email=await people.email_addresses.find(own),
        asked=asked,
        token=token,
    )


async def revoke_session(request: web.Request) -> web.Response:
    """End a session; whoever ends their own has signed out."""
    own, digest = request[SESSION], str((await read_form(request)).get("session", ""))[:64]
    await request.app[SITE].app.people.sessions.revoke(own, digest)
    response = web.HTTPSeeOther(LOGIN_PAGE if digest == own.digest else "/sessions")
    if digest == own.digest:
        forget_cookie(request, response)
    raise response


async def make_token(request: web.Request) -> web.Response:
    """Show a new token for the person's own programs, this once."""
    if FACE not in request:
        raise Forbidden(_NO_ROLE)
    name = str((await read_form(request)).get("name", ""))
    token = await request.app[SITE].app.people.api_tokens.make_token(request[SESSION], name)
    return await _show_sessions(request, token=token)


async def ask_for_email(request: web.Request) -> web.Response:
    """Send a link to the address that a person gives as theirs."""
    site, face = request.app[SITE], request.get(FACE)
    if face is None:
        raise Forbidden(_NO_ROLE)
    site.mails.take(request)
    address = str((await read_form(request)).get("email", ""))
    await site.app.people.email_addresses.request(face.actor, address)
    return await _show_sessions(request, asked=address.strip())


async def forget_email(request: web.Request) -> web.Response:
    await request.app[SITE].app.people.email_addresses.forget(request[SESSION])
    raise web.HTTPSeeOther("/sessions")


async def show_email_link(request: web.Request) -> web.Response:
    """Show a button; nothing is used up yet, as programs look at links too."""
    return show_page(request, "email_link.html", action=request.path)


async def use_email_link(request: web.Request) -> web.Response:
    site = request.app[SITE]
    with site.guesses.guess(request):
        await site.app.people.email_addresses.confirm(request[SESSION], request.match_info["token"])
    raise web.HTTPSeeOther("/sessions")


async def show_creators(request: web.Request) -> web.Response:
    own = request[SESSION]
    found = await request.app[SITE].app.people.sessions.list_creators(own)
    rows = [
        CreatorRow(
            creator_id=actor.creator_id,
            role=actor.role.value,
            is_chosen=actor.creator_id == own.creator_id,
        )
        for actor in found
    ]
    return show_page(request, "creators.html", rows=rows)


async def choose_creator(request: web.Request) -> web.Response:
    creator_id = CreatorId(str((await read_form(request)).get("creator_id", ""))[:128])
    await request.app[SITE].app.people.sessions.choose_creator(request[SESSION], creator_id)
    raise web.HTTPSeeOther("/")


def describe_session(session: WebSession, own: WebSession) -> SessionRow:
    """Return a session as a row on the page of `own`."""
    return SessionRow(
        digest=session.digest,
        browser=session.browser or UNKNOWN,
        creator_id=session.creator_id,
        since=session.created_at,
        seen=session.seen_at,
        is_this=session.digest == own.digest,
        is_upload=session.purpose == UPLOAD,
        is_api=session.purpose == API,
    )
