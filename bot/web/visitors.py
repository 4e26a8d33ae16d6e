"""Who acts on a page that people reach by a one-time link: the visitor, or the owner at home."""

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
STAY_OUT: Final = (
    "This page is its owner's alone: open it on the machine that runs Truss, or decide in Discord."
)
COME_IN: Final = (
    "This page opens by a link; type /upload in the Discord server of Truss for one of your own."
)


async def require_visitor(request: web.Request) -> Actor:
    """Return who came in by a link, or the owner on their own machine; Forbidden for others."""
    face = request.app[FACE]
    session = request.cookies.get(COOKIE, "")
    visitor = await face.app.people.sign_in.find_actor(session) if session else None
    if visitor is not None:
        return visitor
    if is_at_home(request):
        return face.actor
    raise Forbidden(COME_IN)


def require_owner(request: web.Request) -> None:
    """Let the owner in; Forbidden for whoever comes from elsewhere. The demo is everybody's."""
    face = request.app[FACE]
    if not (face.is_demo or face.is_open or is_at_home(request)):
        raise Forbidden(STAY_OUT)


def is_at_home(request: web.Request) -> bool:
    """Say whether this is the owner's own machine: one of its names, and nobody in between."""
    face = request.app[FACE]
    if not _is_loopback(request.remote or ""):
        return False
    host = request.headers.get("Host", "").lower()
    # A browser leaves the port out where it is the usual one.
    names = {host, host.rpartition(":")[0], f"{host}:80"}
    was_forwarded = any(name in request.headers for name in _FORWARDED)
    return bool(names & face.own_hosts) and not was_forwarded and not face.is_demo


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def find_token(request: web.Request) -> str:
    """Return what a form of this browser must carry.

    A visitor's is made of the session, so that it is nobody else's and outlives a restart.
    """
    session = request.cookies.get(COOKIE, "")
    if not session:
        return request.app[FACE].csrf_token
    return hashlib.sha256(f"form\x00{session}".encode(errors="replace")).hexdigest()


def set_cookie(request: web.Request, response: web.StreamResponse, visit: Visit) -> None:
    """Let the browser show from now on that it came in by a link."""
    is_secure = request.secure or (request.app[FACE].is_public_secure and not is_at_home(request))
    response.set_cookie(
        COOKIE,
        visit.token,
        max_age=SESSION_SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=is_secure,
    )
