"""Text pages: a post's text for each platform, in a form that counts as one types."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address
from bot.web.face import FACE
from bot.web.plan.plan_views import TypedText
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
from core.domain.plan.text_conflict import Answer, TextConflict
from core.domain.publishing.wording import Wording, clean_wording
from core.domain.work.text_limits import measure_fields
from core.errors import InvalidInput

_TEXT: Final = f"{POST_PATH}/texts/{{platform:[a-z]{{1,20}}}}"


def list_routes() -> list[Address]:
    """Every address of texts for platforms."""
    rows = ((_TEXT, save_platform_text), (f"{_TEXT}/answer", answer), ("/plan/measure", measure))
    return [
        Address(
            method="POST",
            path=path,
            handler=handler,
            needs=Access.MODERATOR,
            in_demo=True,
            body_bytes_max=TEXT_BODY_BYTES,
        )
        for path, handler in rows
    ]


async def save_platform_text(request: web.Request) -> web.Response:
    """Save it; what does not fit there keeps the form, and says by how much."""
    face, form = request[FACE], await read_fields(request)
    platform = read_platform(request.match_info["platform"])
    try:
        await face.app.plan.variants.save(
            face.actor,
            find_post_id(request),
            platform,
            _read_wording(form),
            seen_version=read_seen_version(form),
        )
    except InvalidInput as error:
        typed = TypedText(
            platform=platform,
            title=form.get("title", ""),
            text=form.get("text", ""),
            tags=form.get("tags", ""),
            problem=str(error),
        )
        return await show_whole_post(request, typed=typed, status=HTTPStatus.BAD_REQUEST)
    except TextConflict as conflict:
        return show_conflict(request, conflict, platform=platform)
    raise go_to_post(request, part=f"text-{platform.value}")


async def answer(request: web.Request) -> web.Response:
    """Take theirs, mine or both, where two people wrote a platform's text at once."""
    face, form = request[FACE], await read_fields(request)
    platform, chosen = read_platform(request.match_info["platform"]), form.get("answer", "")
    if chosen not in set(Answer):
        raise InvalidInput("Choose theirs, yours or both.")
    try:
        await face.app.plan.variants.answer(
            face.actor,
            find_post_id(request),
            platform,
            form.get("draft", ""),
            Answer(chosen),
            seen_version=read_seen_version(form),
        )
    except TextConflict as conflict:
        return show_conflict(request, conflict, platform=platform)
    raise go_to_post(request, part=f"text-{platform.value}")


async def measure(request: web.Request) -> web.Response:
    """Say how much of a platform's limits a text takes; nothing is stored."""
    form = await read_fields(request)
    wording = _read_wording(form)
    sizes = measure_fields(
        read_platform(form.get("platform", "")),
        title=wording.title,
        text=wording.text,
        tags=wording.tags,
    )
    return web.json_response(
        {"sizes": [asdict(size) | {"told": size.told, "is_over": size.is_over} for size in sizes]}
    )


def _read_wording(form: dict[str, str]) -> Wording:
    return clean_wording(
        title=form.get("title", ""), text=form.get("text", ""), tags=read_tags(form)
    )
