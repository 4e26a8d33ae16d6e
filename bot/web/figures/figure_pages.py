"""Figure pages: how posts did, a file of figures and what it would do, and a form for one post."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import Form, read_form
from bot.web.pages import show_page
from cogs.figure_lines import describe_entered, describe_line, order_lines, summarise
from core.domain.learning.exports.import_plan import FigureImportPlan, ImportOptions
from core.domain.learning.figure_file import BYTES_MAX
from core.domain.learning.figure_words import describe_figures
from core.domain.learning.measured_post import MeasuredPost
from core.domain.work.platform import EXPORTED, Platform
from core.errors import InvalidInput
from core.services.learning.figure_entry import Entry, name_post

_LINES_SHOWN: Final = 200
_FORM_BYTES: Final = 64 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_FIELDS: Final = (
    "post",
    "day",
    "views",
    "likes",
    "comments",
    "shares",
    "watched",
    "title",
    "published",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A post as the page lists it."""

    name: str
    label: str
    figures: str


def list_routes() -> list[Address]:
    """Every address of figures."""
    return [
        get("/figures", show_figures, Access.MODERATOR, in_demo=True),
        post("/figures/enter", enter, Access.EDITOR, in_demo=True),
        Address(
            method="POST",
            path="/figures/preview",
            handler=preview,
            needs=Access.EDITOR,
            body_bytes_max=BYTES_MAX + _FORM_BYTES,
        ),
        post("/figures/import", import_file, Access.EDITOR),
    ]


async def show_figures(request: web.Request) -> web.Response:
    return await _show(request)


async def enter(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    given = {name: str(form.get(name, "")).strip()[:500] for name in _FIELDS}
    given["post"] = given["post"] or str(form.get("link", "")).strip()[:500]
    kept = await face.app.learning.entry.enter(face.actor, Entry(**given))
    return await _show(request, said=describe_entered(kept))


async def preview(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    file = form.get("file")
    if not isinstance(file, web.FileField):
        raise InvalidInput("Choose the file that the platform exported.")
    with file.file:
        data = await asyncio.to_thread(file.file.read, BYTES_MAX + 1)
    plan = await face.app.learning.file_import.preview(
        face.actor, data, file_name=file.filename, options=_read_options(form)
    )
    return _show_plan(request, plan, form)


async def import_file(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    digest = str(form.get("digest", ""))
    if _DIGEST.fullmatch(digest) is None:
        raise InvalidInput("Bring the file again; the page does not say which one it was.")
    plan = await face.app.learning.file_import.import_file(face.actor, digest, _read_options(form))
    return _show_plan(request, plan, form)


async def _show(request: web.Request, said: str = "") -> web.Response:
    face = request[FACE]
    posts = await face.app.learning.entry.list_posts(face.actor)
    return show_page(
        request,
        "figures.html",
        said=said,
        posts=[view_post(post) for post in posts],
        platforms=EXPORTED,
    )


def _show_plan(request: web.Request, plan: FigureImportPlan, form: Form) -> web.Response:
    options = _read_options(form)
    return show_page(
        request,
        "figure_file.html",
        plan=plan,
        summary=summarise(plan),
        lines=[describe_line(line) for line in order_lines(plan)[:_LINES_SHOWN]],
        more=max(0, len(plan.lines) - _LINES_SHOWN),
        platform=options.platform.value if options.platform else "",
        as_of=plan.file.as_of.isoformat(),
        adds_unknown=options.adds_unknown,
        platforms=EXPORTED,
    )


def view_post(post: MeasuredPost) -> PostView:
    return PostView(
        name=name_post(post),
        label=f"{post.out_at:%Y-%m-%d} {post.platform.label}: "
        f"{post.title or post.post_id or 'no title'}",
        figures=describe_figures(post.newest) if post.newest else "no figures yet",
    )


def _read_options(form: Form) -> ImportOptions:
    platform = str(form.get("platform", ""))
    if platform and platform not in {one.value for one in EXPORTED}:
        raise InvalidInput("Choose a platform of the list.")
    as_of = str(form.get("as_of", "")).strip()
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError as error:
        raise InvalidInput("Write the day as in 2026-11-30.") from error
    return ImportOptions(
        platform=Platform(platform) if platform else None,
        as_of=day,
        adds_unknown=str(form.get("adds_unknown", "")) == "yes",
    )
