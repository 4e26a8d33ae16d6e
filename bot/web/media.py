"""Media: videos, thumbnails and contact sheets of clips, and their sources, whole or in ranges."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from bot.web.face import FACE
from core.domain.clips.clip import Clip
from core.domain.review.review_card import name_cover, name_cut
from core.domain.work.ids import ClipId
from core.errors import NotFound

SOURCE_TYPES: Final = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/mp4",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "ts": "video/mp2t",
}


class _SentFile(web.FileResponse):
    """A file that is sent while storage holds it open, and not again when the handler returns."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        if self.prepared:
            return await web.StreamResponse.prepare(self, request)
        return await super().prepare(request)


async def serve_video(request: web.Request) -> web.StreamResponse:
    """Send the clip's video; with `?save` it is one to be kept, under the clip's title."""
    clip = await _get_clip(request)
    name = name_file(clip) if "save" in request.query else ""
    return await _send(request, clip.object_key, "video/mp4", tag=name_cut(clip), save_as=name)


async def serve_thumbnail(request: web.Request) -> web.StreamResponse:
    clip = await _get_clip(request)
    return await _send(request, clip.thumbnail_key, "image/jpeg", tag=name_cover(clip))


async def serve_sheet(request: web.Request) -> web.StreamResponse:
    clip = await _get_clip(request)
    return await _send(request, clip.sheet_key, "image/jpeg", tag=name_cut(clip))


async def serve_source(request: web.Request) -> web.StreamResponse:
    """Send the video that a clip is cut from, to whoever may cut it anew."""
    face, clip_id = request[FACE], ClipId(request.match_info["clip_id"])
    asset = (await face.app.review.workbench.open_bench(face.actor, clip_id)).asset
    suffix = asset.object_key.rpartition(".")[2].lower()
    content_type = SOURCE_TYPES.get(suffix, "application/octet-stream")
    return await _send(request, asset.object_key, content_type, tag=asset.id)


def name_file(clip: Clip) -> str:
    """Return a name for a clip's file that every system can store."""
    words = re.findall(r"[A-Za-z0-9]+", clip.title)
    return f"{'-'.join(words)[:60] or 'clip'}.mp4"


def cache_for(request: web.Request, tag: str) -> str:
    """Return the Cache-Control of a file: immutable if the address names this version."""
    is_named = request.query.get("v") == tag
    return "private, max-age=31536000, immutable" if is_named else "private, no-cache"


async def _get_clip(request: web.Request) -> Clip:
    face = request[FACE]
    clip_id = ClipId(request.match_info["clip_id"])
    return await face.app.review.clips.get_clip(face.actor, clip_id)


async def _send(
    request: web.Request,
    object_key: str | None,
    content_type: str,
    *,
    tag: str,
    save_as: str = "",
) -> web.StreamResponse:
    """Send the file while storage holds it open; afterwards it may be gone from this machine."""
    if object_key is None:
        raise NotFound("This clip has no video yet; it is still being made.")
    headers = {
        "Content-Type": content_type,
        "Cache-Control": cache_for(request, tag),
        "Content-Disposition": f'attachment; filename="{save_as}"' if save_as else "inline",
    }
    async with request[FACE].app.ports.storage.open_file(object_key) as path:
        response = _SentFile(path, headers=headers)
        # A player that seeks hangs up and asks again, which is not worth logging.
        with suppress(ConnectionError):
            await response.prepare(request)
        return response
