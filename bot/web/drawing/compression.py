"""Compression: text in a tenth of its bytes, for whoever can read it so."""

from __future__ import annotations

import gzip
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

COMPRESSED_FROM_BYTES: Final = 1024
_LEVEL: Final = 1
"""The highest one takes three times as long for a sixth fewer bytes, and all wait meanwhile."""
_TEXTS: Final = frozenset(
    {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}
)


@web.middleware
async def compress(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Compress text; media stay as they are.

    What another site has a browser open comes with the session's cookie and stays as it is: who
    watches the line could otherwise compare its length to guesses of what forms carry. aiohttp's
    own way is closed when the signal for headers is sent, and takes the dearest level.
    """
    response = await handler(request)
    if isinstance(response, web.Response) and response.content_type in _TEXTS:
        response.headers["Vary"] = "Accept-Encoding"
        is_asked_for = may_compress(request) and not _comes_from_elsewhere(request)
        if is_asked_for and "Content-Encoding" not in response.headers:
            _pack(response)
    return response


def _comes_from_elsewhere(request: web.Request) -> bool:
    return request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}


def _pack(response: web.Response) -> None:
    if isinstance(response.body, bytes) and len(response.body) >= COMPRESSED_FROM_BYTES:
        response.body = gzip.compress(response.body, _LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"


def may_compress(request: web.Request) -> bool:
    """Return whether whoever asks reads gzip; a weight of zero says that they do not."""
    for offer in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = offer.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
