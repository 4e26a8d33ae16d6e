"""Plan pages: the calendar, the board and a post; all of it works without scripts too."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.pages import show_page
from bot.web.plan.plan_views import ConflictView, view_month, view_post
from cogs.markdown import name_person
from core.domain.plan.post import PostId, PostStatus
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.plan.word_changes import compare_words
from core.domain.publishing.wording import Wording
from core.domain.work.platform import MEASURED_ONLY, TAKE_POSTS, Platform
from core.errors import InvalidInput
from core.services.plan.post_writing import NewPost

_POST: Final = "/plan/posts/{post_id:[0-9A-HJKMNP-TV-Z]{26}}"
_COLUMN: Final = 20


def list_routes() -> list[Address]:
    """Every address of the plan."""
    return [
        get("/plan", show_month, Access.MODERATOR, in_demo=True),
        get("/plan/board", show_board, Access.MODERATOR, in_demo=True),
        post("/plan/fill", fill, Access.EDITOR, in_demo=True),
        post("/plan/posts", add_post, Access.MODERATOR, in_demo=True),
        get(_POST, show_post, Access.MODERATOR, in_demo=True),
        post(f"{_POST}/text", save_text, Access.MODERATOR, in_demo=True),
        post(f"{_POST}/answer", answer, Access.MODERATOR, in_demo=True),
        post(f"{_POST}/restore", restore, Access.MODERATOR, in_demo=True),
        post(f"{_POST}/texts", draft_texts, Access.MODERATOR, in_demo=True),
        post(f"{_POST}/published", mark_published, Access.EDITOR, in_demo=True),
        post(f"{_POST}/move", move, Access.MODERATOR, in_demo=True),
        post(f"{_POST}/time", reschedule, Access.MODERATOR, in_demo=True),
    ]


async def show_month(request: web.Request) -> web.Response:
    face = request[FACE]
    month = request.query.get("month", "")
    page = await face.app.plan.reading.list_month(face.actor, month, limit=500)
    return show_page(request, "plan_month.html", view=view_month(page), platforms=TAKE_POSTS)


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
    count = (await _read(request)).get("count", "")
    if not (count.isascii() and count.isdigit()):
        raise InvalidInput("Choose 1 to 100 posts; 30 are about a month.")
    filled = await face.app.plan.filling.fill(face.actor, count=int(count[:4]))
    if filled.added:
        await face.app.plan.clip_posts.settle_waiting(face.actor.creator_id)
    raise web.HTTPSeeOther("/plan")


async def add_post(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    at = form.get("at", "")
    when = await face.app.publishing.scheduling.read_time(face.actor, at) if at else None
    new = NewPost(
        title=form.get("title", ""),
        platforms=(_read_platform(form["platform"]),) if form.get("platform") else (),
        at=when,
    )
    added = await face.app.plan.writing.add_post(face.actor, new)
    raise web.HTTPSeeOther(f"/plan/posts/{added.id}")


async def show_post(request: web.Request) -> web.Response:
    face = request[FACE]
    whole = await face.app.plan.reading.get_post(face.actor, _find_id(request))
    zone = await face.app.plan.reading.find_zone(face.actor.creator_id)
    first, second = request.query.get("from", ""), request.query.get("to", "")
    changes = None
    if first and second:
        changes = await face.app.plan.reading.compare(face.actor, whole.post.id, first, second)
    return show_page(
        request,
        "plan_post.html",
        view=view_post(whole, zone),
        changes=changes,
        platforms=TAKE_POSTS,
        name_person=_name,
    )


async def save_text(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    tags = tuple(tag for tag in form.get("tags", "").split(",") if tag.strip())
    wording = Wording(title=form.get("title", ""), text=form.get("text", ""), tags=tags)
    try:
        await face.app.plan.writing.save_text(
            face.actor, _find_id(request), wording, seen_version=_read_version(form)
        )
    except TextConflict as conflict:
        return _show_conflict(request, conflict)
    raise _back(request)


async def answer(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    chosen = form.get("answer", "")
    if chosen not in set(Answer):
        raise InvalidInput("Choose theirs, yours or both.")
    try:
        await face.app.plan.writing.answer(
            face.actor,
            _find_id(request),
            form.get("draft", ""),
            Answer(chosen),
            seen_version=_read_version(form),
        )
    except TextConflict as conflict:
        return _show_conflict(request, conflict)
    raise _back(request)


async def restore(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    try:
        await face.app.plan.writing.restore(
            face.actor,
            _find_id(request),
            form.get("draft", ""),
            seen_version=_read_version(form),
        )
    except TextConflict as conflict:
        return _show_conflict(request, conflict)
    raise _back(request)


async def draft_texts(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    wanted = (_read_platform(form["platform"]),) if form.get("platform") else ()
    await face.app.plan.variants.draft(face.actor, _find_id(request), wanted)
    raise _back(request)


async def mark_published(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    whole = await face.app.plan.reading.get_post(face.actor, _find_id(request))
    platform = _read_platform(form.get("platform", ""))
    variant = whole.find_variant(platform)
    await face.app.plan.variants.mark_published(
        face.actor,
        whole.post.id,
        platform,
        form.get("link", ""),
        seen_version=variant.version if variant else 0,
    )
    raise _back(request)


async def move(request: web.Request) -> web.Response:
    face, form = request[FACE], await _read(request)
    status = _read_status(form.get("status", ""))
    await face.app.plan.moving.move_to(
        face.actor, _find_id(request), status, seen_version=_read_version(form)
    )
    raise _back(request)


async def reschedule(request: web.Request) -> web.Response:
    """Move a post to another time; a drag in the calendar says the day alone."""
    face, form = request[FACE], await _read(request)
    whole = await face.app.plan.reading.get_post(face.actor, _find_id(request))
    at, seen = form.get("at", ""), whole.post.version
    if form.get("day"):
        zone = await face.app.plan.reading.find_zone(face.actor.creator_id)
        at = f"{form['day']} {whole.post.planned_at.astimezone(zone):%H:%M}"
    else:
        seen = _read_version(form)
    when = await face.app.publishing.scheduling.read_time(face.actor, at)
    moved = await face.app.plan.moving.reschedule(
        face.actor, whole.post.id, when, seen_version=seen
    )
    if form.get("day"):
        raise web.HTTPSeeOther(f"/plan?month={moved.month}")
    raise _back(request)


def _show_conflict(request: web.Request, conflict: TextConflict) -> web.Response:
    """Show both texts side by side, and ask which one it is to be."""
    theirs, mine = conflict.theirs, conflict.mine
    view = ConflictView(
        post_id=mine.post_id,
        version=theirs.version,
        who=_name(theirs.changed_by),
        draft=mine.name,
        theirs=f"{theirs.title}\n\n{theirs.text}",
        mine=f"{mine.title}\n\n{mine.text}",
        changes=compare_words(theirs.text, mine.text),
    )
    return show_page(request, "plan_conflict.html", status=HTTPStatus.CONFLICT, view=view)


async def _read(request: web.Request) -> dict[str, str]:
    form = await read_form(request)
    return {name: str(value).replace("\r\n", "\n").strip() for name, value in form.items()}


def _find_id(request: web.Request) -> PostId:
    return PostId(request.match_info["post_id"])


def _back(request: web.Request) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/plan/posts/{request.match_info['post_id']}")


def _read_version(form: dict[str, str]) -> int:
    text = form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput("Reload the page: it does not say which version it shows.")
    return int(text)


def _read_status(text: str) -> PostStatus:
    if text not in set(PostStatus):
        raise InvalidInput(f"A post is {', '.join(PostStatus)}.")
    return PostStatus(text)


def _read_platform(text: str) -> Platform:
    if text not in set(Platform) - MEASURED_ONLY:
        raise InvalidInput("Choose a platform of the list.")
    return Platform(text)


def _name(person_id: str) -> str:
    """Return who somebody is; the page shows no mentions."""
    if not person_id:
        return "Truss"
    return "somebody in Discord" if name_person(person_id).startswith("<@") else "somebody here"
