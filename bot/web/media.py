"""Media: videos, thumbnails and contact sheets of clips, whole or in ranges."""

from __future__ import annotations

from contextlib import suppress

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from bot.web.face import FACE
from core.domain.clips.clip import Clip
from core.domain.review.review_card import name_cut
from core.domain.work.ids import ClipId
from core.errors import NotFound


class _SentFile(web.FileResponse):
    """A file that is sent while storage holds it open, and not again when the handler returns."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        if self.prepared:
            return await web.StreamResponse.prepare(self, request)
        return await super().prepare(request)


async def serve_video(request: web.Request) -> web.StreamResponse:
    clip = await _get_clip(request)
    return await _send(request, clip, clip.object_key, "video/mp4")


async def serve_thumbnail(request: web.Request) -> web.StreamResponse:
    clip = await _get_clip(request)
    return await _send(request, clip, clip.thumbnail_key, "image/jpeg")


async def serve_sheet(request: web.Request) -> web.StreamResponse:
    clip = await _get_clip(request)
    return await _send(request, clip, clip.sheet_key, "image/jpeg")


def cache_for(request: web.Request, tag: str) -> str:
    """Return the Cache-Control of a file: immutable if the address names this version."""
    is_named = request.query.get("v") == tag
    return "private, max-age=31536000, immutable" if is_named else "private, no-cache"


async def _get_clip(request: web.Request) -> Clip:
    face = request.app[FACE]
    clip_id = ClipId(request.match_info["clip_id"])
    return await face.app.review.clips.get_clip(face.actor, clip_id)


async def _send(
    request: web.Request, clip: Clip, object_key: str | None, content_type: str
) -> web.StreamResponse:
    """Send the file while storage holds it open; afterwards it may be gone from this machine."""
    if object_key is None:
        raise NotFound("This clip has no video yet; it is still being made.")
    headers = {
        "Content-Type": content_type,
        "Cache-Control": cache_for(request, name_cut(clip)),
        "Content-Disposition": "inline",
    }
    async with request.app[FACE].app.ports.storage.open_file(object_key) as path:
        response = _SentFile(path, headers=headers)
        # A player that seeks hangs up and asks again, which is not worth logging.
        with suppress(ConnectionError):
            await response.prepare(request)
        return response
