"""Post forms: how a post's page is shown and what its forms say, alike for all that change it."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.pages import show_page
from bot.web.plan.plan_views import ConflictView, TypedText, view_post
from cogs.markdown import name_person
from core.domain.plan.post import PostId
from core.domain.plan.text_conflict import TextConflict
from core.domain.plan.word_changes import compare_words
from core.domain.work.platform import MEASURED_ONLY, TAKE_POSTS, Platform
from core.errors import InvalidInput

TEXT_BODY_BYTES: Final = 64 * 1024
"""A text of 5,000 letters that a form writes with nine bytes each fits."""
POST_PATH: Final = "/plan/posts/{post_id:[0-9A-HJKMNP-TV-Z]{26}}"


async def show_whole_post(
    request: web.Request,
    *,
    typed: TypedText | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> web.Response:
    """Show a post, and two of its drafts compared where the address names them."""
    face = request[FACE]
    reading = face.app.plan.reading
    whole = await reading.get_post(face.actor, find_post_id(request))
    zone, publications = await asyncio.gather(
        reading.find_zone(face.actor.creator_id),
        reading.list_publications(face.actor, whole.post),
    )
    first, second = request.query.get("from", ""), request.query.get("to", "")
    changes = None
    if first and second:
        changes = await reading.compare(face.actor, whole.post.id, first, second)
    return show_page(
        request,
        "plan_post.html",
        status=status,
        view=view_post(whole, zone, publications=publications, typed=typed),
        changes=changes,
        platforms=TAKE_POSTS,
        name_person=name_writer,
    )


def show_conflict(
    request: web.Request, conflict: TextConflict, *, platform: Platform | None = None
) -> web.Response:
    """Show both texts side by side, and ask which one it is to be."""
    theirs, mine = conflict.theirs, conflict.mine
    part = f"/texts/{platform.value}" if platform else ""
    view = ConflictView(
        answer_at=f"/plan/posts/{mine.post_id}{part}/answer",
        version=theirs.version,
        who=name_writer(theirs.changed_by),
        draft=mine.name,
        theirs=f"{theirs.title}\n\n{theirs.text}",
        mine=f"{mine.title}\n\n{mine.text}",
        changes=compare_words(theirs.text, mine.text),
    )
    return show_page(request, "plan_conflict.html", status=HTTPStatus.CONFLICT, view=view)


async def read_fields(request: web.Request) -> dict[str, str]:
    form = await read_form(request)
    return {name: str(value).replace("\r\n", "\n").strip() for name, value in form.items()}


def find_post_id(request: web.Request) -> PostId:
    return PostId(request.match_info["post_id"])


def go_to_post(request: web.Request, *, part: str = "") -> web.HTTPSeeOther:
    place = f"/plan/posts/{request.match_info['post_id']}"
    return web.HTTPSeeOther(f"{place}#{part}" if part else place)


def read_seen_version(form: dict[str, str]) -> int:
    text = form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput("Reload the page: it does not say which version it shows.")
    return int(text)


def read_platform(text: str) -> Platform:
    if text not in set(Platform) - MEASURED_ONLY:
        raise InvalidInput("Choose a platform of the list.")
    return Platform(text)


def read_tags(form: dict[str, str]) -> tuple[str, ...]:
    return tuple(tag for tag in form.get("tags", "").split(",") if tag.strip())


def name_writer(person_id: str) -> str:
    """Return who somebody is; the page shows no mentions."""
    if not person_id:
        return "Truss"
    return "somebody in Discord" if name_person(person_id).startswith("<@") else "somebody here"
