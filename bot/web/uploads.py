"""The upload page: opened by a one-time link, and files are sent in parts."""

from __future__ import annotations

import binascii
import json
from typing import Any, Final

import aiohttp_jinja2
from aiohttp import web

from bot.web.face import FACE
from bot.web.guard import CONNECT_TO, read_form
from bot.web.upload_parts import receive_part
from bot.web.upload_views import view_intake, view_uploads
from bot.web.visitors import find_token, require_visitor, set_cookie
from core.domain.people.actor import Actor
from core.domain.videos.intake import IntakeId
from core.domain.videos.multipart_upload import (
    NewFile,
    UploadId,
)
from core.domain.work.ids import JobId
from core.errors import InvalidInput
from core.services.videos.multipart_uploads import UploadStanding

_ULID: Final = "[0-9A-HJKMNP-TV-Z]{26}"
_INTAKE: Final = "{intake_id:" + _ULID + "}"
_UPLOAD: Final = "{upload_id:[0-9a-f]{32}}"
_TOKEN: Final = "{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105 - a part of addresses, no secret
_NUMBER_MAX: Final = 2**53


def list_routes() -> list[web.RouteDef]:
    """Return every route of the upload page."""
    return [
        web.get("/uploads", show_uploads),
        web.get(f"/uploads/links/{_TOKEN}", show_link),
        web.post(f"/uploads/links/{_TOKEN}", use_link),
        web.post("/uploads/files", begin_file),
        web.post(f"/uploads/files/{_UPLOAD}/tickets", give_ticket),
        web.post(f"/uploads/files/{_UPLOAD}/finish", finish_file),
        web.post(f"/uploads/files/{_UPLOAD}/abandon", abandon_file),
        web.put("/uploads/parts", receive_part),
        web.get(f"/uploads/{_INTAKE}", show_intake),
        web.post(f"/uploads/{_INTAKE}/cancel", cancel_work),
        web.post(f"/uploads/{_INTAKE}/retry", retry_work),
    ]


async def show_uploads(request: web.Request) -> web.Response:
    actor = await require_visitor(request)
    face = request.app[FACE]
    request[CONNECT_TO] = await face.app.videos.uploads.find_origin()
    return _show(request, "uploads.html", view=await view_uploads(face, actor))


async def show_intake(request: web.Request) -> web.Response:
    actor = await require_visitor(request)
    view = await view_intake(request.app[FACE], actor, _intake_id(request))
    is_visitor = actor != request.app[FACE].actor
    return _show(request, "intake.html", view=view, is_visitor=is_visitor)


async def show_link(request: web.Request) -> web.Response:
    """Show what the link opens, without using it up: link previews open it too."""
    return _show(request, "upload_link.html", action=request.path)


async def use_link(request: web.Request) -> web.Response:
    visit = await request.app[FACE].app.people.sign_in.use_link(request.match_info["token"])
    response = web.HTTPSeeOther("/uploads")
    set_cookie(request, response, visit)
    raise response


async def begin_file(request: web.Request) -> web.Response:
    """Begin or resume a file, and answer which parts are missing."""
    actor = await require_visitor(request)
    file = _read_file(await _read_json(request))
    standing = await request.app[FACE].app.videos.uploads.begin(actor, file)
    return web.json_response(_describe(standing))


async def give_ticket(request: web.Request) -> web.Response:
    actor = await require_visitor(request)
    number = _whole_number((await _read_json(request)).get("number"))
    ticket = await request.app[FACE].app.videos.uploads.sign_part(
        actor, _upload_id(request), number
    )
    return web.json_response(
        {"method": ticket.method, "url": ticket.url, "headers": dict(ticket.headers)}
    )


async def finish_file(request: web.Request) -> web.Response:
    actor = await require_visitor(request)
    intake = await request.app[FACE].app.videos.fetching.finish_upload(actor, _upload_id(request))
    return web.json_response({"page": f"/uploads/{intake.id}"})


async def abandon_file(request: web.Request) -> web.Response:
    actor = await require_visitor(request)
    await request.app[FACE].app.videos.uploads.abandon(actor, _upload_id(request))
    return web.json_response({})


async def cancel_work(request: web.Request) -> web.Response:
    actor, job_id = await _read_job(request)
    await request.app[FACE].app.work.requests.cancel_job(actor, job_id)
    raise web.HTTPSeeOther(f"/uploads/{_intake_id(request)}")


async def retry_work(request: web.Request) -> web.Response:
    actor, job_id = await _read_job(request)
    await request.app[FACE].app.work.requests.retry_job(actor, job_id)
    raise web.HTTPSeeOther(f"/uploads/{_intake_id(request)}")


async def _read_job(request: web.Request) -> tuple[Actor, JobId]:
    """Return who pressed the button, and the job that they saw."""
    actor = await require_visitor(request)
    form = await read_form(request)
    return actor, JobId(str(form.get("job_id", ""))[:64])


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise InvalidInput("The request cannot be read; reload the page and try again.")
    return body


def _read_file(body: dict[str, Any]) -> NewFile:
    name, fingerprint, start = (str(body.get(key, "")) for key in ("name", "fingerprint", "start"))
    try:
        first_bytes = binascii.unhexlify(start)
    except ValueError:
        first_bytes = b""
    return NewFile(
        name=name,
        size_bytes=_whole_number(body.get("size")),
        fingerprint=fingerprint,
        start=first_bytes,
    )


def _whole_number(value: object) -> int:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not -_NUMBER_MAX < value < _NUMBER_MAX:  # type: ignore[operator] # it is an int
        raise InvalidInput("The request cannot be read; reload the page and try again.")
    return int(value)  # type: ignore[call-overload, no-any-return] # as above


def _describe(standing: UploadStanding) -> dict[str, object]:
    upload = standing.upload
    return {
        "id": upload.id,
        "part_bytes": upload.part_bytes,
        "parts": upload.part_count,
        "missing": standing.missing,
        "page": f"/uploads/{upload.intake_id}" if upload.is_finished else None,
    }


def _upload_id(request: web.Request) -> UploadId:
    return UploadId(request.match_info["upload_id"])


def _intake_id(request: web.Request) -> IntakeId:
    return IntakeId(request.match_info["intake_id"])


def _show(request: web.Request, template: str, **context: object) -> web.Response:
    token = find_token(request)
    return aiohttp_jinja2.render_template(template, request, {"csrf_token": token, **context})
