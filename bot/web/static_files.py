"""Static files: read once at the start and served from memory."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.web.drawing.compression import may_compress
from bot.web.media import cache_for

FOLDER: Final = Path(__file__).with_name("static")
CONTENT_TYPES: Final = {
    "clips.js": "text/javascript",
    "edit.js": "text/javascript",
    "live.js": "text/javascript",
    "plan.js": "text/javascript",
    "texts.js": "text/javascript",
    "truss.css": "text/css",
    "truss.js": "text/javascript",
    "truss.svg": "image/svg+xml",
    "uploads.js": "text/javascript",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """A file's content, plain and compressed; `tag` changes when it does."""

    body: bytes
    packed: bytes
    content_type: str
    tag: str


ASSETS: web.AppKey[dict[str, StaticFile]] = web.AppKey("ASSETS", dict)


def read_assets() -> dict[str, StaticFile]:
    """Read the files from disk; it blocks."""
    found = {}
    for name, content_type in CONTENT_TYPES.items():
        body = (FOLDER / name).read_bytes()
        tag = hashlib.sha256(body).hexdigest()[:12]
        packed = gzip.compress(body, mtime=0)
        found[name] = StaticFile(body=body, packed=packed, content_type=content_type, tag=tag)
    return found


async def serve_asset(request: web.Request) -> web.Response:
    file = request.app[ASSETS].get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    headers = {"Cache-Control": cache_for(request, file.tag)}
    is_packed = may_compress(request)
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    return web.Response(
        body=file.packed if is_packed else file.body,
        content_type=file.content_type,
        charset="utf-8",
        headers=headers,
    )
