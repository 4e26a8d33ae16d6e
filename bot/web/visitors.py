"""Visitors: who acts on a page, the owner on this machine or the visitor of a one-time link."""

from __future__ import annotations

import hashlib
from ipaddress import ip_address
from typing import Final

from aiohttp import web

from bot.web.face import FACE
from core.domain.people.actor import Actor
from core.errors import Forbidden
from core.services.people.sign_in import (
    SESSION_SECONDS,
    Visit,
)

COOKIE: Final = "truss_upload"
COOKIE_PATH: Final = "/uploads"
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
OWNER_ONLY: Final = (
    "Only its owner can use this page: open it on the machine that runs Truss, or use Discord."
)
LINK_NEEDED: Final = (
    "You need a link to open this page; type /upload in the Discord server to get one."
)


async def require_visitor(request: web.Request) -> Actor:
    """Return the visitor of a link, or the owner on this machine; Forbidden for others."""
    face = request.app[FACE]
    session = request.cookies.get(COOKIE, "")
    visitor = await face.app.people.sign_in.find_actor(session) if session else None
    if visitor is not None:
        return visitor
    if is_on_this_machine(request):
        return face.actor
    raise Forbidden(LINK_NEEDED)


def require_owner(request: web.Request) -> None:
    """Raise Forbidden for anybody but the owner; the demo is open to all."""
    face = request.app[FACE]
    if not (face.is_demo or face.is_open or is_on_this_machine(request)):
        raise Forbidden(OWNER_ONLY)


def is_on_this_machine(request: web.Request) -> bool:
    """True if the request comes from this machine, to one of its names, through no proxy."""
    face = request.app[FACE]
    if not _is_loopback(request.remote or ""):
        return False
    host = request.headers.get("Host", "").lower()
    # A browser omits the default port.
    names = {host, host.rpartition(":")[0], f"{host}:80"}
    was_forwarded = any(name in request.headers for name in _FORWARDED)
    return bool(names & face.own_hosts) and not was_forwarded and not face.is_demo


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def find_token(request: web.Request) -> str:
    """Return the token that forms of this browser must send.

    A visitor's is derived from the session, so that it is theirs alone and survives a restart.
    """
    session = request.cookies.get(COOKIE, "")
    if not session:
        return request.app[FACE].csrf_token
    return hashlib.sha256(f"form\x00{session}".encode(errors="replace")).hexdigest()


def set_cookie(request: web.Request, response: web.StreamResponse, visit: Visit) -> None:
    """Set the cookie that identifies this browser as the link's visitor."""
    is_secure = request.secure or (
        request.app[FACE].is_public_secure and not is_on_this_machine(request)
    )
    response.set_cookie(
        COOKIE,
        visit.token,
        max_age=SESSION_SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=is_secure,
    )
