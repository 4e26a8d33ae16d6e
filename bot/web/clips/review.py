"""The review: one clip after the other, with the decision always within reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.web.access import Access, Address, get
from bot.web.clips.back import read_seen
from bot.web.clips.rows import ClipRow, Done, find_done, make_rows
from bot.web.face import FACE, WebFace
from bot.web.pages import show_page
from core.domain.clips.clip import Clip, ClipStatus

_TRIES_MAX: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """The clip that is to be decided on, None where none waits.

    `address` shows what waits now at this place, also once this clip was decided; `following` skips
    it, and is None for the last one.
    """

    row: ClipRow | None
    address: str
    following: str | None
    done: Done | None


def list_routes() -> list[Address]:
    return [get("/review", show_review, Access.MODERATOR, in_demo=True)]


async def show_review(request: web.Request) -> web.Response:
    face, after = request[FACE], request.query.get("after")
    clip, following = await _find_next(face, after)
    rows = await make_rows(face, [clip] if clip else [])
    view = ReviewView(
        row=rows[0] if rows else None,
        address=_name(after),
        following=_name(following) if following else None,
        done=await find_done(face, read_seen(request.query.getall("done", []))),
    )
    return show_page(request, "clips/review.html", view=view)


async def _find_next(face: WebFace, cursor: str | None) -> tuple[Clip | None, str | None]:
    """Return the next clip that waits; an index may still name some that were just decided."""
    for _ in range(_TRIES_MAX):
        page = await face.app.review.clips.list_clips(
            face.actor, status=ClipStatus.IN_REVIEW, cursor=cursor, limit=1
        )
        if page.items or page.cursor is None:
            return next(iter(page.items), None), page.cursor
        cursor = page.cursor
    return None, cursor


def _name(cursor: str | None) -> str:
    return f"/review?after={quote(cursor, safe='')}" if cursor else "/review"
