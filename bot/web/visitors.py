"""Who comes: found by the session of their cookie and by their role at this moment, else nobody."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.web.access import ACCESS_OF_ROLE, Access, find_address, find_need
from bot.web.drawing.form_tokens import mask_token
from bot.web.face import FACE, SESSION, SITE, TOKEN, Site, WebFace
from core.errors import Forbidden, TrussError
from core.services.people.api_tokens import API
from core.services.people.sign_in import LOGIN, SESSION_SECONDS, UPLOAD, VISIT_SECONDS, Visit

COOKIE: Final = "truss_session"
SECURE_COOKIE: Final = "__Host-truss_session"
"""The prefix lets no other host of the same domain set it, which browsers grant by https alone."""
UPLOAD_COOKIE: Final = "truss_upload"
UPLOAD_COOKIE_PATH: Final = "/uploads"
LOGIN_PAGE: Final = "/login"
NEXT_LENGTH_MAX: Final = 300
_OF_SCRIPTS: Final = ("/uploads/files", "/uploads/parts")
_OWN_PAGE: Final = re.compile(r"/(?:[A-Za-z0-9_.~?=&%-][A-Za-z0-9/_.~?=&%-]*)?")
_NOT_IN_DEMO: Final = (
    "The demo takes no files, and has no accounts or sign-in; start Truss of your own with "
    "`trussbot run`."
)
_NO_ROLE: Final = (
    "You have no role at this creator any more; choose another creator, or sign in again."
)
_REFUSALS: Final = {
    Access.VISITOR: "Only the creator, an editor or a moderator may add videos here; ask one of "
    "them.",
    Access.MODERATOR: "Only the creator, an editor or a moderator may see this; ask one of them.",
    Access.EDITOR: "Only the creator or an editor may change this; ask one of them.",
    Access.OWNER: "Only the creator may do this; ask them.",
}
_SIGN_IN: Final = "Sign in first: open /login."


class NobodySignedIn(Exception):
    """Whoever comes has to sign in first."""


async def require_access(request: web.Request) -> None:
    """Find who comes and let them in; NobodySignedIn or Forbidden before anything is read."""
    site, needs = request.app[SITE], find_need(request)
    if needs is Access.PUBLIC:
        if site.demo:
            _require_demo(request)
        return
    if site.demo:
        _require_demo(request)
        request[FACE] = WebFace(
            app=site.app, actor=site.demo, csrf_token=mask_token(site.demo_token)
        )
        request[TOKEN] = site.demo_token
        return
    await recognise(request, needs=needs)
    _check(request, needs)


async def recognise(request: web.Request, *, needs: Access = Access.SIGNED_IN) -> None:
    """Note whose session the request carries, and who that is now; nothing for a stranger."""
    site = request.app[SITE]
    if is_of_api(request):
        await _recognise_program(request, site)
        return
    token = request.cookies.get(name_cookie(site), "")
    session = await site.app.people.sessions.find_session(token, purpose=LOGIN)
    if session is not None:
        request[SESSION], request[TOKEN] = session, make_token(token)
        # Nobody needs a role to sign out, so it is no matter there that nobody can tell it.
        with suppress(*((TrussError,) if needs is Access.SIGNED_IN else ())):
            await _find_actor(request, site)
    if needs is Access.VISITOR and FACE not in request:
        await _find_visitor(request, site)


async def _recognise_program(request: web.Request, site: Site) -> None:
    """Note whose token a program shows; a cookie says nothing here, as any page could send it."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return
    session = await site.app.people.sessions.find_session(token.strip(), purpose=API)
    if session is not None:
        request[SESSION], request[TOKEN] = session, make_token(token)
        await _find_actor(request, site)


def is_of_api(request: web.Request) -> bool:
    return request.path.startswith("/api/")


async def _find_actor(request: web.Request, site: Site) -> None:
    actor = await site.app.people.sessions.find_actor(request[SESSION])
    if actor is not None:
        request[FACE] = WebFace(app=site.app, actor=actor, csrf_token=mask_token(request[TOKEN]))


async def _find_visitor(request: web.Request, site: Site) -> None:
    token = request.cookies.get(UPLOAD_COOKIE, "")
    session = await site.app.people.sessions.find_session(token, purpose=UPLOAD)
    actor = await site.app.people.sessions.find_actor(session) if session else None
    if actor is not None:
        request[TOKEN] = make_token(token)
        request[FACE] = WebFace(
            app=site.app, actor=actor, csrf_token=mask_token(request[TOKEN]), is_visitor=True
        )


def _check(request: web.Request, needs: Access) -> None:
    face = request.get(FACE)
    if needs is Access.SIGNED_IN and SESSION in request:
        return
    if face is None:
        if SESSION in request:
            raise Forbidden(_NO_ROLE)
        raise NobodySignedIn
    if face.is_visitor:
        return
    if ACCESS_OF_ROLE[face.actor.role] < max(needs, Access.MODERATOR):
        raise Forbidden(_REFUSALS[needs])


def _require_demo(request: web.Request) -> None:
    address = find_address(request)
    if address is not None and not address.in_demo:
        raise Forbidden(_NOT_IN_DEMO)


def send_to_sign_in(request: web.Request) -> web.StreamResponse:
    """Return the answer for nobody: the way to the sign-in for a page, 401 for a script."""
    if _is_of_a_script(request):
        return web.json_response({"problem": _SIGN_IN}, status=401)
    place, is_back = LOGIN_PAGE, read_next(request.path_qs) == request.path_qs != "/"
    if request.method in {"GET", "HEAD"} and is_back and not request.path.startswith(LOGIN_PAGE):
        place += f"?next={quote(request.path_qs, safe='/')}"
    return web.Response(status=303, headers={"Location": place})


def _is_of_a_script(request: web.Request) -> bool:
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    wants_json = "application/json" in request.headers.get("Accept", "")
    is_for_scripts = request.path.startswith(("/api/", "/uploads/files", "/uploads/parts"))
    return wants_json or not is_page or is_for_scripts


def read_next(wanted: str) -> str:
    """Return the page of ours to go on to; the overview where it is anything else."""
    is_ours = len(wanted) <= NEXT_LENGTH_MAX and _OWN_PAGE.fullmatch(wanted) and "//" not in wanted
    return wanted if is_ours else "/"


def make_token(session: str) -> str:
    """Return what a form of this browser must carry.

    It is made of the session, so that it is nobody else's and outlives a restart.
    """
    return hashlib.sha256(f"form\x00{session}".encode(errors="replace")).hexdigest()


def name_cookie(site: Site) -> str:
    return SECURE_COOKIE if site.is_public_secure else COOKIE


def set_cookie(request: web.Request, response: web.StreamResponse, visit: Visit) -> None:
    """Let the browser show from now on who it is."""
    site, is_upload = request.app[SITE], visit.session.purpose == UPLOAD
    response.set_cookie(
        UPLOAD_COOKIE if is_upload else name_cookie(site),
        visit.token,
        max_age=VISIT_SECONDS if is_upload else SESSION_SECONDS,
        path=UPLOAD_COOKIE_PATH if is_upload else "/",
        httponly=True,
        samesite="Lax",
        secure=site.is_public_secure or request.secure,
    )


def forget_cookie(request: web.Request, response: web.StreamResponse) -> None:
    site = request.app[SITE]
    response.del_cookie(
        name_cookie(site),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=site.is_public_secure or request.secure,
    )
