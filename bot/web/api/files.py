"""Files of clips under the API, for programs: video, thumbnail and contact sheet, in ranges too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.web.access import Access, Address, Handler, get
from bot.web.api.call import PARTS, ROOT
from bot.web.media import serve_sheet, serve_thumbnail, serve_video

_CLIP: Final = "/clips/{clip_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An address that answers with a file, and what is in it."""

    path: str
    name: str
    summary: str
    content_type: str
    run: Handler

    def to_address(self) -> Address:
        path = self.path.replace("{clip_id}", f"{{clip_id:{PARTS['clip_id']}}}")
        return get(f"{ROOT}{path}", self.run, Access.MODERATOR)

    def describe_answers(self) -> dict[str, Any]:
        """Return what the document says of its answers; a range is a part of the file."""
        content = {self.content_type: {"schema": {"type": "string", "format": "binary"}}}
        return {
            "200": {"description": "The file", "content": content},
            "206": {"description": "The part of it that was asked for", "content": content},
            "304": {"description": "It has not changed"},
            "416": {"description": "It has no such part"},
        }


FILES: Final = (
    File(
        path=f"{_CLIP}/video",
        name="get_video",
        summary="Get a clip's video",
        content_type="video/mp4",
        run=serve_video,
    ),
    File(
        path=f"{_CLIP}/thumbnail",
        name="get_thumbnail",
        summary="Get its thumbnail",
        content_type="image/jpeg",
        run=serve_thumbnail,
    ),
    File(
        path=f"{_CLIP}/sheet",
        name="get_sheet",
        summary="Get its contact sheet",
        content_type="image/jpeg",
        run=serve_sheet,
    ),
)
