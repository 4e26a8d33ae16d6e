"""Upload parts: receiving them, within limits on time, speed and number."""

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
PARTS_IN_PROGRESS: web.AppKey[list[int]] = web.AppKey("PARTS_IN_PROGRESS", list)
_TOO_SLOW: Final = "The connection was silent or too slow; this part will be sent again."


async def receive_part(request: web.Request) -> web.Response:
    """Receive one part, sent with a ticket."""
    in_progress = request.app[PARTS_IN_PROGRESS]
    if in_progress[0] >= AT_ONCE_MAX:
        raise Busy("Too many files are being uploaded at once; this one will continue in a moment.")
    in_progress[0] += 1
    try:
        etag = await request.app[FACE].app.videos.uploads.receive(
            request.method, request.query, request.headers, read_body(request)
        )
    finally:
        in_progress[0] -= 1
    return web.Response(headers={"ETag": f'"{etag}"'})


async def read_body(request: web.Request) -> AsyncIterator[bytes]:
    """Yield the body in chunks; InvalidInput if it stalls or is too slow."""
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
