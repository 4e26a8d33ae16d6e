"""The pages of whoever is signed in: their browsers, and the creators they may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.browsers import UNKNOWN
from bot.web.face import SESSION, SITE
from bot.web.guard import read_form
from bot.web.pages import show_page
from bot.web.visitors import LOGIN_PAGE, forget_cookie
from core.domain.people.sign_in import WebSession
from core.domain.work.ids import CreatorId
from core.services.people.sign_in import UPLOAD


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
        get("/creators", show_creators, Access.SIGNED_IN),
        post("/creators", choose_creator, Access.SIGNED_IN),
    ]


async def show_sessions(request: web.Request) -> web.Response:
    own = request[SESSION]
    found = await request.app[SITE].app.people.sessions.list_sessions(own)
    rows = [describe_session(session, own) for session in found]
    return show_page(request, "sessions.html", rows=rows)


async def revoke_session(request: web.Request) -> web.Response:
    """End a session; whoever ends their own has signed out."""
    own, digest = request[SESSION], str((await read_form(request)).get("session", ""))[:64]
    await request.app[SITE].app.people.sessions.revoke(own, digest)
    response = web.HTTPSeeOther(LOGIN_PAGE if digest == own.digest else "/sessions")
    if digest == own.digest:
        forget_cookie(request, response)
    raise response


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
    )
