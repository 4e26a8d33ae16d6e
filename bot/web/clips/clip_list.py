"""The list of clips: narrowed by status, score, stream and place, and decided on in place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from bot.web.access import Access, Address, get
from bot.web.clips.back import CLIP_PATH, ULID, read_seen
from bot.web.clips.rows import ClipRow, Done, find_done, make_rows
from bot.web.face import FACE, WebFace
from bot.web.pages import show_page
from cogs.plain_text import clean_text
from core.domain.clips.clip import ClipStatus
from core.domain.streams.stream import Stream
from core.domain.work.ids import ClipId, StreamId
from core.domain.work.platform import TAKE_CLIPS, Platform
from core.errors import InvalidInput
from core.services.review.clip_browsing import Browsed, ClipWish

STREAMS_OFFERED: Final = 8
TITLE_LENGTH_MAX: Final = 100
_SCORES: Final = (40, 60, 75, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a filter."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page of the list; `following` is the address of the next one.

    `read` says what was looked at to find these, `address` is where this page is.
    """

    rows: tuple[ClipRow, ...]
    statuses: tuple[Choice, ...]
    scores: tuple[Choice, ...]
    streams: tuple[Choice, ...]
    places: tuple[Choice, ...]
    read: str
    is_narrowed: bool
    following: str | None
    address: str
    done: Done | None


def list_routes() -> list[Address]:
    """Every address of the list."""
    return [
        get("/clips", show_list, Access.MODERATOR, in_demo=True),
        get(f"/clips/{CLIP_PATH}/row", show_row, Access.MODERATOR, in_demo=True),
    ]


async def show_list(request: web.Request) -> web.Response:
    return show_page(request, "clips/list.html", view=await view_list(request[FACE], request))


async def show_row(request: web.Request) -> web.Response:
    """Show one row alone, for a list in which it was just decided on."""
    face, clip_id = request[FACE], ClipId(request.match_info["clip_id"])
    clip = await face.app.review.clips.get_clip(face.actor, clip_id)
    (row,) = await make_rows(face, [clip])
    return show_page(request, "clips/row_page.html", row=row, address="/clips")


async def view_list(face: WebFace, request: web.Request) -> ListView:
    """Return the page that the address asks for."""
    query = request.query
    streams = (await face.app.chat.reports.list_streams(face.actor, limit=STREAMS_OFFERED)).items
    wish = await _read_wish(face, query, streams)
    browsed = await face.app.review.browsing.browse(face.actor, wish, cursor=query.get("after"))
    kept = {name: query[name] for name in ("status", "score", "stream", "place") if query.get(name)}
    after = {"after": query["after"]} if query.get("after") else {}
    return ListView(
        rows=await make_rows(face, browsed.clips),
        statuses=_offer_statuses(wish),
        scores=_offer_scores(wish),
        streams=_offer_streams(wish, streams),
        places=_offer_places(wish),
        read=_name_what_was_read(wish, browsed.looked_at),
        is_narrowed=bool(kept),
        following=_follow(browsed, kept),
        address=_write("/clips", kept | after),
        done=await find_done(face, read_seen(query.getall("done", []))),
    )


def _follow(browsed: Browsed, kept: Mapping[str, str]) -> str | None:
    if browsed.cursor is None:
        return None
    return _write("/clips", {**kept, "after": browsed.cursor})


def _write(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


async def _read_wish(
    face: WebFace, query: Mapping[str, str], streams: tuple[Stream, ...]
) -> ClipWish:
    """Read what the address asks for; InvalidInput, with what to do, for what there is not."""
    try:
        status = ClipStatus(query["status"]) if query.get("status") else None
        platform = Platform(query["place"]) if query.get("place") else None
        at_least = int(query.get("score") or 0)
    except ValueError:
        raise InvalidInput("There is no such filter; choose from those of the list.") from None
    if not 0 <= at_least <= 100:
        raise InvalidInput("A score is between 0 and 100; choose another one.")
    stream = await _find_stream(face, query.get("stream", ""), streams)
    return ClipWish(status=status, at_least=at_least, stream=stream, platform=platform)


async def _find_stream(face: WebFace, stream_id: str, streams: tuple[Stream, ...]) -> Stream | None:
    if not stream_id:
        return None
    if not re.fullmatch(ULID, stream_id):
        raise InvalidInput("There is no such stream; choose from those of the list.")
    known = next((stream for stream in streams if stream.id == stream_id), None)
    return known or await face.app.chat.reports.get_stream(face.actor, StreamId(stream_id))


def _offer_statuses(wish: ClipWish) -> tuple[Choice, ...]:
    names = {status: status.replace("_", " ") for status in ClipStatus}
    return tuple(
        Choice(value=status.value, name=name, is_chosen=wish.status is status)
        for status, name in names.items()
    )


def _offer_scores(wish: ClipWish) -> tuple[Choice, ...]:
    offered = sorted({*_SCORES, wish.at_least} - {0})
    return tuple(
        Choice(value=str(score), name=f"{score} and more", is_chosen=wish.at_least == score)
        for score in offered
    )


def _offer_streams(wish: ClipWish, streams: tuple[Stream, ...]) -> tuple[Choice, ...]:
    chosen = wish.stream
    more = () if chosen is None or chosen in streams else (chosen,)
    return tuple(
        Choice(
            value=stream.id,
            name=f"{stream.started_at:%-d %b}, {clean_text(stream.title, 40) or 'untitled'}",
            is_chosen=chosen is not None and stream.id == chosen.id,
        )
        for stream in (*more, *streams)
    )


def _offer_places(wish: ClipWish) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=platform.value, name=platform.label, is_chosen=wish.platform is platform)
        for platform in TAKE_CLIPS
    )


def _name_what_was_read(wish: ClipWish, count: int) -> str:
    """Return what the list went through: the one wish that an index answers, or all clips."""
    clips = "1 clip" if count == 1 else f"{count} clips"
    if wish.stream is not None:
        return f"{clips} of that time"
    if wish.platform is not None:
        return "the newest publication" if count == 1 else f"the {count} newest publications"
    if wish.status is not None:
        return f"{clips} {'that is' if count == 1 else 'that are'} {wish.status.replace('_', ' ')}"
    return f"{clips} with {wish.at_least} points and more" if wish.at_least else clips
