"""Decisions: approving, rejecting and undoing, one clip or many; and what makes a clip anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, post
from bot.web.clips.back import CLIP_PATH, Seen, go_back, read_back, read_seen, read_version
from bot.web.face import FACE, WebFace
from bot.web.guard import read_form
from core.domain.clips.clip import Clip
from core.domain.work.ids import ClipId
from core.errors import Conflict, InvalidInput, NotFound

_CLIP: Final = f"/clips/{CLIP_PATH}"


def list_routes() -> list[Address]:
    """Every address that decides on clips."""
    return [
        post("/clips/decide", decide_many, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/approve", approve_clip, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/reject", reject_clip, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/undo", undo_clip, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/retry", retry_clip, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/words", mend_words, Access.MODERATOR, in_demo=True),
    ]


async def approve_clip(request: web.Request) -> web.Response:
    return await _decide_one(request, "approve")


async def reject_clip(request: web.Request) -> web.Response:
    return await _decide_one(request, "reject")


async def undo_clip(request: web.Request) -> web.Response:
    return await _decide_one(request, "undo")


async def decide_many(request: web.Request) -> web.Response:
    """Decide on all clips that are ticked; those that changed meanwhile are left as they are."""
    face, form = request[FACE], await read_form(request)
    verdict = _find_verdict(face, str(form.get("decision", "")))
    seen = read_seen([str(value) for value in form.getall("clip", [])])
    if not seen:
        raise InvalidInput("Tick at least one clip first.")
    decided: list[Clip] = []
    for one in seen:
        try:
            decided.append(await verdict(one))
        except (Conflict, NotFound):
            continue
    if not decided:
        raise Conflict("All of them have changed meanwhile; look at them again.")
    raise go_back(read_back(form), decided)


async def retry_clip(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    read_version(form)
    clip = await face.app.review.editing.retry_clip(face.actor, _find_id(request))
    raise go_back(read_back(form), [clip])


async def mend_words(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    clip = await face.app.review.words.mend_words(
        face.actor,
        _find_id(request),
        str(form.get("words", "")),
        seen_version=read_version(form),
    )
    raise go_back(read_back(form), [clip])


async def _decide_one(request: web.Request, name: str) -> web.Response:
    face, form = request[FACE], await read_form(request)
    seen = Seen(clip_id=_find_id(request), version=read_version(form))
    clip = await _find_verdict(face, name)(seen)
    raise go_back(read_back(form), [clip])


def _find_verdict(face: WebFace, name: str) -> Callable[[Seen], Awaitable[Clip]]:
    """Return what carries out a decision; InvalidInput for one that there is not."""
    clips = face.app.review.clips
    decide = {"approve": clips.approve, "reject": clips.reject, "undo": clips.undo}.get(name)
    if decide is None:
        raise InvalidInput("The form cannot be read; reload the page and try again.")

    async def carry_out(seen: Seen) -> Clip:
        return await decide(face.actor, seen.clip_id, seen_version=seen.version)

    return carry_out


def _find_id(request: web.Request) -> ClipId:
    return ClipId(request.match_info["clip_id"])
