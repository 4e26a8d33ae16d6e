"""The guard: which requests are allowed, and which headers every response has."""

from __future__ import annotations

import secrets
import zlib
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler
from multidict import MultiDictProxy

from bot.web.face import FACE, WebFace
from bot.web.visitors import find_token, require_owner
from core.errors import Forbidden, InvalidInput

BODY_BYTES_MAX = 16 * 1024
CONNECT_TO: web.RequestKey[str] = web.RequestKey("CONNECT_TO", str)
"""The one other origin that a page may send files to; '' for none."""
TOKEN_HEADER = "X-Truss-Token"  # noqa: S105 - the name of a header
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'{}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY.format(""),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # `no-referrer` would also remove the Origin of our own forms, which the guard checks.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_OPEN_PATHS = frozenset({"/healthz"})
_VISITED_PATHS = ("/healthz", "/static/", "/uploads", "/oauth/", "/accounts/link/")
"""Paths open to people other than the owner; each checks for itself whom it lets in."""
_TICKETED = frozenset({("PUT", "/uploads/parts")})
"""Requests without a token: they carry a signed ticket, which no other site can know."""
_BROKEN_FORM = (
    AssertionError,
    EOFError,
    HttpProcessingError,
    LookupError,
    RuntimeError,
    ValueError,
    zlib.error,
)
"""What aiohttp raises for a malformed form: a bad charset, bad parts, a bad encoding."""

Form = MultiDictProxy[str | bytes | bytearray | web.FileField]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse unknown hosts, and changes that do not come from our own pages."""
    face = request.app[FACE]
    if request.path not in _OPEN_PATHS:
        _check_host(request, face)
    if not request.path.startswith(_VISITED_PATHS):
        require_owner(request)
    # A request without a handler gets 404 or 405, and not a complaint about its token.
    if request.method not in _SAFE_METHODS and request.match_info.http_exception is None:
        _check_origin(request, face)
        if (request.method, request.path) not in _TICKETED:
            await _check_token(request)
    return await handler(request)


async def read_form(request: web.Request) -> Form:
    """Return the submitted form; InvalidInput if the body is not one."""
    try:
        return await request.post()
    except web.RequestPayloadError as error:
        # Otherwise aiohttp would keep reading the body, and log the same error again.
        request.content.feed_eof()
        raise _unreadable() from error
    except _BROKEN_FORM as error:
        raise _unreadable() from error


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the guard's headers to a response; browsers and proxies must not cache pages."""
    if request.content.exception() is not None:
        # After an unreadable body it is unknown where the next request begins.
        response.force_close()
        response.headers["Connection"] = "close"
    for name, value in HEADERS.items():
        response.headers[name] = value
    if origin := request.get(CONNECT_TO):
        response.headers["Content-Security-Policy"] = _POLICY.format(f" {origin}")
    response.headers.setdefault("Cache-Control", "no-store")


def find_origin(url: str) -> tuple[str, str] | None:
    """Return `scheme://host[:port]` and `host[:port]` of an address, or None."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}", place


def _check_host(request: web.Request, face: WebFace) -> None:
    """Answer to our own names only: another site could point its name at this machine."""
    host = request.headers.get("Host", "").lower()
    # A browser omits the default port.
    if {host, _without_port(host), f"{host}:80"} & face.allowed_hosts:
        return
    raise web.HTTPMisdirectedRequest(
        text="Truss does not answer to this host name; open the address that it printed when it "
        "started, or set TRUSS_PUBLIC_URL to the address that people use."
    )


def _check_origin(request: web.Request, face: WebFace) -> None:
    """Refuse forms of other sites; a client that names no origin still needs the token."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    host = request.headers.get("Host", "").lower()
    ours = face.allowed_origins | {f"{request.scheme}://{host}"}
    if site not in {"same-origin", "none"} or (origin is not None and origin.lower() not in ours):
        raise Forbidden("This form came from another site; use the page of Truss itself.")


async def _check_token(request: web.Request) -> None:
    """Check the token: forms send it in a field, scripts in a header that no form can set."""
    token = request.headers.get(TOKEN_HEADER)
    if token is None:
        token = str((await read_form(request)).get("csrf_token", ""))
    given = token.encode("utf-8", "replace")
    if not secrets.compare_digest(given, find_token(request).encode()):
        raise Forbidden(
            "Truss has been restarted since this page was loaded; reload it and try again."
        )


def _unreadable() -> InvalidInput:
    return InvalidInput("The form cannot be read; reload the page and try again.")


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
