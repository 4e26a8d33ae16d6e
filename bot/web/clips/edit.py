"""Editing a clip: its title, its edges on a time line, its layout, its camera and its cover."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.clips.back import CLIP_PATH, read_version
from bot.web.clips.time_line import write_time_line
from bot.web.face import FACE, WebFace
from bot.web.guard import read_form
from bot.web.media import serve_source
from bot.web.pages import show_page
from cogs.cards.card import ReviewCard, make_card
from cogs.plain_text import clean_text
from cogs.typed_times import read_time, write_time
from core.domain.clips.box import Box, read_box
from core.domain.clips.clip import Clip
from core.domain.clips.edit_plan import Layout
from core.domain.clips.recut import RECUT_SECONDS_MAX, RECUT_SECONDS_MIN
from core.domain.work.ids import ClipId
from core.errors import Conflict, InvalidInput
from core.services.review.clip_editing import EditWish
from core.services.review.clip_workbench import Bench

FRAMES: Final = 10
_CLIP: Final = f"/clips/{CLIP_PATH}"
LAYOUT_NAMES: Final = {
    "": "as Truss chooses",
    Layout.STACK.value: "camera above the picture",
    Layout.FOLLOW.value: "follow what moves",
    Layout.FIT.value: "whole picture on a blurred fill",
    Layout.CENTRE.value: "the middle of the picture",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierView:
    """An earlier cut, to be made so again."""

    version: int
    title: str
    window: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditView:
    """The form with what is in it now, and the stretch of the video around the clip."""

    card: ReviewCard
    values: Mapping[str, str]
    layouts: Mapping[str, str]
    from_seconds: float
    to_seconds: float
    start_seconds: float
    end_seconds: float
    shortest: float
    longest: float
    width: int
    height: int
    source_tag: str
    frames: tuple[float, ...]
    has_sheet: bool
    earlier: tuple[EarlierView, ...]
    problem: str = ""


def list_routes() -> list[Address]:
    """Every address that an edit needs."""
    return [
        get(f"{_CLIP}/edit", show_edit, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/edit", edit_clip, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/cover", choose_cover, Access.MODERATOR, in_demo=True),
        get(f"{_CLIP}/timeline", show_time_line, Access.MODERATOR, in_demo=True),
        get(f"/media{_CLIP}/source", serve_source, Access.MODERATOR, in_demo=True),
    ]


async def show_edit(request: web.Request) -> web.Response:
    """Show the form; `?as=3` fills it with what the clip was as its version 3."""
    face, clip_id = request[FACE], _find_id(request)
    bench = await face.app.review.workbench.open_bench(face.actor, clip_id)
    values = fill_in(_as_it_was(bench.clip, request.query.get("as", "")))
    return show_page(request, "clips/edit.html", view=view_edit(bench, values))


async def edit_clip(request: web.Request) -> web.Response:
    """Change the clip; what cannot be is said beside the form, which keeps what was typed."""
    face, clip_id = request[FACE], _find_id(request)
    form = await read_form(request)
    version = read_version(form)
    values = {
        name: str(form.get(name, "")).strip() for name in ("title", "start", "end", "facecam")
    }
    values["layout"] = str(form.get("layout", ""))
    try:
        await _change(face, clip_id, values, version)
    except (InvalidInput, Conflict) as error:
        bench = await face.app.review.workbench.open_bench(face.actor, clip_id)
        view = view_edit(bench, values, problem=str(error))
        status = HTTPStatus.CONFLICT if isinstance(error, Conflict) else HTTPStatus.BAD_REQUEST
        return show_page(request, "clips/edit.html", status=status, view=view)
    raise web.HTTPSeeOther(f"/clips/{clip_id}")


async def choose_cover(request: web.Request) -> web.Response:
    face, clip_id = request[FACE], _find_id(request)
    form = await read_form(request)
    await face.app.review.clips.get_clip(face.actor, clip_id)
    at = _read_seconds(str(form.get("at", "")))
    await face.app.review.covers.choose_cover(
        face.actor, clip_id, at, seen_version=read_version(form)
    )
    raise web.HTTPSeeOther(f"/clips/{clip_id}/edit#cover")


async def show_time_line(request: web.Request) -> web.Response:
    """Return sound, words, gaps and chat around a clip, for the script that draws them."""
    face = request[FACE]
    line = await face.app.review.workbench.read_time_line(face.actor, _find_id(request))
    return web.json_response(write_time_line(line))


def fill_in(clip: Clip) -> dict[str, str]:
    """Return what the form holds for a clip."""
    return {
        "title": clip.title,
        "start": write_time(clip.start_seconds),
        "end": write_time(clip.end_seconds),
        "layout": clip.layout.value if clip.layout else "",
        "facecam": _write_box(clip.facecam),
    }


def view_edit(bench: Bench, values: Mapping[str, str], *, problem: str = "") -> EditView:
    """Return the page of a clip's edit."""
    clip, facts = bench.clip, bench.asset.facts
    card = make_card(clip)
    length = clip.duration_seconds or clip.end_seconds - clip.start_seconds
    return EditView(
        card=card,
        values=values,
        layouts=LAYOUT_NAMES,
        from_seconds=bench.from_seconds,
        to_seconds=bench.to_seconds,
        start_seconds=clip.start_seconds,
        end_seconds=clip.end_seconds,
        shortest=RECUT_SECONDS_MIN,
        longest=RECUT_SECONDS_MAX,
        width=facts.width,
        height=facts.height,
        source_tag=bench.asset.id,
        frames=tuple(round(length * place / (FRAMES - 0.9), 2) for place in range(FRAMES)),
        has_sheet=card.has_video and clip.sheet_key is not None,
        earlier=_list_earlier(clip),
        problem=problem,
    )


async def _change(face: WebFace, clip_id: ClipId, values: Mapping[str, str], version: int) -> None:
    """Carry out what differs from the clip as it is now."""
    clip = await face.app.review.clips.get_clip(face.actor, clip_id)
    now = fill_in(clip)
    differing = {name: text for name, text in values.items() if text != now[name]}
    box = differing.get("facecam", "")
    wish = EditWish(
        title=differing.get("title"),
        start_by_seconds=_step(differing.get("start"), clip.start_seconds),
        end_by_seconds=_step(differing.get("end"), clip.end_seconds),
        layout=_read_layout(differing.get("layout", "")),
        facecam=read_box(box) if box and values["layout"] == Layout.STACK.value else None,
        frees_layout=differing.get("layout") == "",
    )
    await face.app.review.editing.edit_clip(face.actor, clip_id, wish, seen_version=version)


def _as_it_was(clip: Clip, version: str) -> Clip:
    """Return the clip with the choices of an earlier cut, for the form alone."""
    cut = next((cut for cut in clip.earlier if str(cut.version) == version), None)
    if cut is None:
        return clip
    return replace(
        clip,
        title=cut.title,
        start_seconds=cut.start_seconds,
        end_seconds=cut.end_seconds,
        layout=cut.layout,
        facecam=cut.facecam,
    )


def _list_earlier(clip: Clip) -> tuple[EarlierView, ...]:
    return tuple(
        EarlierView(
            version=cut.version,
            title=clean_text(cut.title, 100),
            window=f"{write_time(cut.start_seconds)} to {write_time(cut.end_seconds)}",
            until=f"{cut.until:%-d %B, %H:%M} UTC",
        )
        for cut in reversed(clip.earlier)
    )


def _step(text: str | None, now: float) -> float:
    return 0.0 if not text else round(read_time(text) - now, 3)


def _read_layout(text: str) -> Layout | None:
    if text not in LAYOUT_NAMES:
        raise InvalidInput("There is no such layout; choose one of the list.")
    return Layout(text) if text else None


def _read_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        raise InvalidInput("Choose a frame of the clip first.")
    return seconds


def _write_box(box: Box | None) -> str:
    return f"{box.x},{box.y},{box.width},{box.height}" if box else ""


def _find_id(request: web.Request) -> ClipId:
    return ClipId(request.match_info["clip_id"])
