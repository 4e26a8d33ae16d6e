"""Parts of uploads: taken as they come, in bounds that no slow or endless sender can leave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web

from bot.web.face import FACE
from core.errors import Busy, InvalidInput

SILENT_SECONDS: Final = 30.0
SLOWEST_BYTES_A_SECOND: Final = 8 * 1024
GRACE_SECONDS: Final = 60.0
AT_ONCE_MAX: Final = 32
CHUNK_BYTES: Final = 256 * 1024
PARTS_UNDER_WAY: web.AppKey[list[int]] = web.AppKey("PARTS_UNDER_WAY", list)
_TOO_SLOW: Final = "The connection was silent or too slow; this part is sent again."


async def receive_part(request: web.Request) -> web.Response:
    """Take the body of a request that was made with a ticket."""
    under_way = request.app[PARTS_UNDER_WAY]
    if under_way[0] >= AT_ONCE_MAX:
        raise Busy("Too many files are coming in at once; this one goes on in a moment.")
    under_way[0] += 1
    try:
        etag = await request[FACE].app.videos.uploads.receive(
            request.method, request.query, request.headers, read_body(request)
        )
    finally:
        under_way[0] -= 1
    return web.Response(headers={"ETag": f'"{etag}"'})


async def read_body(request: web.Request) -> AsyncIterator[bytes]:
    """Give the body in chunks; InvalidInput where nothing comes, or too little for too long."""
    clock = asyncio.get_running_loop().time
    began, received = clock(), 0
    while True:
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                chunk = await request.content.read(CHUNK_BYTES)
        except TimeoutError:
            raise InvalidInput(_TOO_SLOW) from None
        if not chunk:
            return
        received += len(chunk)
        if clock() - began > GRACE_SECONDS + received / SLOWEST_BYTES_A_SECOND:
            raise InvalidInput(_TOO_SLOW)
        yield chunk
