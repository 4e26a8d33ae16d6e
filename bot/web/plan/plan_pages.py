"""Plan pages: the calendar, the board and a post; all of it works without scripts too."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.drawing.kept_fragments import FRAGMENTS
from bot.web.face import FACE
from bot.web.pages import show_page
from bot.web.plan.plan_views import view_month
from bot.web.plan.post_forms import (
    POST_PATH,
    TEXT_BODY_BYTES,
    find_post_id,
    go_to_post,
    read_fields,
    read_platform,
    read_seen_version,
    read_tags,
    show_conflict,
    show_whole_post,
)
from core.domain.plan.post import PostStatus
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.publishing.wording import Wording
from core.domain.work.platform import TAKE_POSTS
from core.errors import InvalidInput
from core.services.plan.post_writing import NewPost

_COLUMN: Final = 20
MONTH_SHOWN: Final = 250


def list_routes() -> list[Address]:
    """Every address of the plan."""
    return [
        get("/plan", show_month, Access.MODERATOR, in_demo=True),
        get("/plan/board", show_board, Access.MODERATOR, in_demo=True),
        post("/plan/fill", fill, Access.EDITOR, in_demo=True),
        post("/plan/posts", add_post, Access.MODERATOR, in_demo=True),
        get(POST_PATH, show_post, Access.MODERATOR, in_demo=True),
        Address(
            method="POST",
            path=f"{POST_PATH}/text",
            handler=save_text,
            needs=Access.MODERATOR,
            in_demo=True,
            body_bytes_max=TEXT_BODY_BYTES,
        ),
        post(f"{POST_PATH}/answer", answer, Access.MODERATOR, in_demo=True),
        post(f"{POST_PATH}/restore", restore, Access.MODERATOR, in_demo=True),
        post(f"{POST_PATH}/texts", draft_texts, Access.MODERATOR, in_demo=True),
        post(f"{POST_PATH}/published", mark_published, Access.EDITOR, in_demo=True),
        post(f"{POST_PATH}/move", move, Access.MODERATOR, in_demo=True),
        post(f"{POST_PATH}/time", reschedule, Access.MODERATOR, in_demo=True),
    ]


async def show_month(request: web.Request) -> web.Response:
    face = request[FACE]
    month, after = request.query.get("month", ""), request.query.get("after")
    page = await face.app.plan.reading.list_month(
        face.actor, month, cursor=after, limit=MONTH_SHOWN
    )
    shown = (page.month, page.zone, page.entries)
    return show_page(
        request,
        "plan_month.html",
        month=page.month,
        calendar=request.app[FRAGMENTS].draw(
            "plan/calendar.html", shown, lambda: view_month(page), token=face.csrf_token
        ),
        following=page.cursor,
        platforms=TAKE_POSTS,
    )


async def show_board(request: web.Request) -> web.Response:
    face = request[FACE]
    status = _read_status(request.query.get("status", PostStatus.DRAFTING.value))
    page = await face.app.plan.reading.list_status(
        face.actor, status, cursor=request.query.get("cursor"), limit=_COLUMN
    )
    zone = await face.app.plan.reading.find_zone(face.actor.creator_id)
    times = {one.id: f"{one.planned_at.astimezone(zone):%Y-%m-%d %H:%M}" for one in page.items}
    return show_page(
        request,
        "plan_board.html",
        column=status,
        statuses=tuple(PostStatus),
        posts=page.items,
        times=times,
        cursor=page.cursor,
    )


async def fill(request: web.Request) -> web.Response:
    face = request[FACE]
    count = (await read_fields(request)).get("count", "")
    if not (count.isascii() and count.isdigit()):
        raise InvalidInput("Choose 1 to 100 posts; 30 are about a month.")
    filled = await face.app.plan.filling.fill(face.actor, count=int(count[:4]))
    if filled.added:
        await face.app.plan.clip_posts.settle_waiting(face.actor.creator_id)
    raise web.HTTPSeeOther("/plan")


async def add_post(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    at = form.get("at", "")
    when = await face.app.publishing.scheduling.read_time(face.actor, at) if at else None
    new = NewPost(
        title=form.get("title", ""),
        platforms=(read_platform(form["platform"]),) if form.get("platform") else (),
        at=when,
    )
    added = await face.app.plan.writing.add_post(face.actor, new)
    raise web.HTTPSeeOther(f"/plan/posts/{added.id}")


async def show_post(request: web.Request) -> web.Response:
    return await show_whole_post(request)


async def save_text(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    wording = Wording(title=form.get("title", ""), text=form.get("text", ""), tags=read_tags(form))
    try:
        await face.app.plan.writing.save_text(
            face.actor, find_post_id(request), wording, seen_version=read_seen_version(form)
        )
    except TextConflict as conflict:
        return show_conflict(request, conflict)
    raise go_to_post(request)


async def answer(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    chosen = form.get("answer", "")
    if chosen not in set(Answer):
        raise InvalidInput("Choose theirs, yours or both.")
    try:
        await face.app.plan.writing.answer(
            face.actor,
            find_post_id(request),
            form.get("draft", ""),
            Answer(chosen),
            seen_version=read_seen_version(form),
        )
    except TextConflict as conflict:
        return show_conflict(request, conflict)
    raise go_to_post(request)


async def restore(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    try:
        await face.app.plan.writing.restore(
            face.actor,
            find_post_id(request),
            form.get("draft", ""),
            seen_version=read_seen_version(form),
        )
    except TextConflict as conflict:
        return show_conflict(request, conflict)
    raise go_to_post(request)


async def draft_texts(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    wanted = (read_platform(form["platform"]),) if form.get("platform") else ()
    await face.app.plan.variants.draft(face.actor, find_post_id(request), wanted)
    raise go_to_post(request)


async def mark_published(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    whole = await face.app.plan.reading.get_post(face.actor, find_post_id(request))
    platform = read_platform(form.get("platform", ""))
    variant = whole.find_variant(platform)
    await face.app.plan.variants.mark_published(
        face.actor,
        whole.post.id,
        platform,
        form.get("link", ""),
        seen_version=variant.version if variant else 0,
    )
    raise go_to_post(request)


async def move(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_fields(request)
    status = _read_status(form.get("status", ""))
    await face.app.plan.moving.move_to(
        face.actor, find_post_id(request), status, seen_version=read_seen_version(form)
    )
    raise go_to_post(request)


async def reschedule(request: web.Request) -> web.Response:
    """Move a post to another time; a drag in the calendar says the day alone."""
    face, form = request[FACE], await read_fields(request)
    whole = await face.app.plan.reading.get_post(face.actor, find_post_id(request))
    at, seen = form.get("at", ""), whole.post.version
    if form.get("day"):
        zone = await face.app.plan.reading.find_zone(face.actor.creator_id)
        at = f"{form['day']} {whole.post.planned_at.astimezone(zone):%H:%M}"
    else:
        seen = read_seen_version(form)
    when = await face.app.publishing.scheduling.read_time(face.actor, at)
    moved = await face.app.plan.moving.reschedule(
        face.actor, whole.post.id, when, seen_version=seen
    )
    if form.get("day"):
        raise web.HTTPSeeOther(f"/plan?month={moved.month}#post-{moved.id}")
    raise go_to_post(request)


def _read_status(text: str) -> PostStatus:
    if text not in set(PostStatus):
        raise InvalidInput(f"A post is {', '.join(PostStatus)}.")
    return PostStatus(text)
