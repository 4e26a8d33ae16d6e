"""The guard: which requests are let in, and which headers every answer carries."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.face import FACE, WebFace
from core.errors import Forbidden

BODY_BYTES_MAX = 16 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # `no-referrer` would also blank the Origin of our own forms, which the guard looks at.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_OPEN_PATHS = frozenset({"/healthz"})


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign hosts always, and changes that did not come from a page of ours."""
    face = request.app[FACE]
    if request.path not in _OPEN_PATHS:
        _check_host(request, face)
    if request.method not in _SAFE_METHODS:
        _check_origin(request, face)
        await _check_token(request, face)
    return await handler(request)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the guard's headers on an answer; pages are never kept by a browser or proxy."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")


def find_origin(url: str) -> tuple[str, str] | None:
    """Return `scheme://host[:port]` and `host[:port]` of an address, None where it has none."""
    parts = urlsplit(url.lower())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}", place


def _check_host(request: web.Request, face: WebFace) -> None:
    """A page elsewhere could point its own name at this machine: only our names are answered."""
    host = request.headers.get("Host", "").lower()
    # A browser leaves the port out where it is the usual one.
    if {host, _without_port(host), f"{host}:80"} & face.allowed_hosts:
        return
    raise web.HTTPMisdirectedRequest(
        text="Truss does not answer to this host name; open the address that it printed at its "
        "start, or set TRUSS_PUBLIC_URL to the address that people use."
    )


def _check_origin(request: web.Request, face: WebFace) -> None:
    """Browsers say where a form was sent from; whoever says nothing still needs the token."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    host = request.headers.get("Host", "").lower()
    ours = face.allowed_origins | {f"{request.scheme}://{host}"}
    if site not in {"same-origin", "none"} or (origin is not None and origin.lower() not in ours):
        raise Forbidden("This came from another site; decide on the page of Truss itself.")


async def _check_token(request: web.Request, face: WebFace) -> None:
    form = await request.post()
    token = form.get("csrf_token", "")
    given = token.encode() if isinstance(token, str) else b""
    if not secrets.compare_digest(given, face.csrf_token.encode()):
        raise Forbidden(
            "This page is from before Truss was started again; reload it and decide once more."
        )


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
