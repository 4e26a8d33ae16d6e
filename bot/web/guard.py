"""The guard: which requests are allowed, and which headers every response has."""

from __future__ import annotations

import re
import secrets
import zlib
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler
from multidict import MultiDictProxy

from bot.web.access import Access, find_address, find_need, leads_nowhere
from bot.web.drawing.form_tokens import unmask_token
from bot.web.face import SITE, TOKEN, Site
from bot.web.visitors import NobodySignedIn, require_access, send_to_sign_in
from core.errors import Forbidden, InvalidInput

_HOST = re.compile(r"[a-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9a-f:.]{2,45}\](?::\d{1,5})?")
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
_OPEN_PATHS = frozenset({"/healthz", "/livez", "/readyz"})
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
    """Let nobody in who may not: foreign hosts never, strangers to public addresses alone.

    All of it is decided before a body is read, and nothing is rendered but a refusal.
    """
    site = request.app[SITE]
    if request.path not in _OPEN_PATHS:
        _check_host(request, site)
    try:
        await require_access(request)
    except NobodySignedIn:
        return send_to_sign_in(request)
    # Where no handler waits for this method, the answer is that, not the lack of a token.
    if request.method not in _SAFE_METHODS and not leads_nowhere(request.match_info):
        request = _allow_body(request)
        await _check_form(request, site)
    return await handler(request)


def _allow_body(request: web.Request) -> web.Request:
    """Return the request with room for the file that its address takes."""
    address = find_address(request)
    if address is None or address.body_bytes_max is None:
        return request
    return request.clone(client_max_size=address.body_bytes_max)


async def _check_form(request: web.Request, site: Site) -> None:
    """Take changes from pages of ours alone: by the token of the session, else by the origin."""
    address = find_address(request)
    has_no_token = find_need(request) is Access.PUBLIC
    _check_origin(request, site, must_tell=has_no_token)
    if not has_no_token and not (address is not None and address.has_ticket):
        await _check_token(request)


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


def _check_host(request: web.Request, site: Site) -> None:
    """A page elsewhere could point its own name at this machine: only our names are answered."""
    host = request.headers.get("Host", "").lower()
    if not request.raw_path.startswith("/"):
        # A whole address in place of the path names a host too, and it has to be the same one.
        named = find_origin(request.raw_path)
        host = host if named is not None and named[1] == host else ""
    # A browser leaves the port out where it is the usual one.
    if {host, _without_port(host), f"{host}:80"} & site.allowed_hosts:
        return
    # Such a page has no cookie of ours: a browser keeps it for the name that it signed in to.
    if site.answers_any_host and _HOST.fullmatch(host):
        return
    raise web.HTTPMisdirectedRequest(
        text="Truss does not answer to this host name; open the address that it printed when it "
        "started, or set TRUSS_PUBLIC_URL to the address that people use."
    )


def _check_origin(request: web.Request, site: Site, *, must_tell: bool) -> None:
    """Browsers say where a form was sent from; who says nothing needs a token (`must_tell`).

    What a browser calls the same origin is so, even where a proxy gives us another name.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetch_site == "same-origin":
        return
    host = request.headers.get("Host", "").lower()
    ours = site.allowed_origins | {f"{request.scheme}://{host}"}
    is_ours = origin is not None and origin.lower() in ours
    is_silent = origin is None and fetch_site in {None, "none"} and not must_tell
    if not is_silent and (fetch_site not in {None, "none"} or not is_ours):
        raise Forbidden(
            "This came from another site, or under another name of this page; do it on the page "
            "of Truss itself. Behind a proxy, TRUSS_PUBLIC_URL is the address that people use."
        )


async def _check_token(request: web.Request) -> None:
    """Check the token: forms send it in a field, scripts in a header that no form can set."""
    token = request.headers.get(TOKEN_HEADER)
    if token is None:
        token = str((await read_form(request)).get("csrf_token", ""))
    given, own = unmask_token(token).encode("utf-8", "replace"), request.get(TOKEN, "").encode()
    if not own or not secrets.compare_digest(given, own):
        raise Forbidden(
            "This page is from before you signed in, or Truss was started again; reload it and "
            "decide once more."
        )


def _unreadable() -> InvalidInput:
    return InvalidInput("The form cannot be read; reload the page and try again.")


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
