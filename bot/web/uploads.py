"""The upload page: opened by a one-time link, and files are sent in parts."""

from __future__ import annotations

import binascii
import json
import re
from typing import Any, Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE, SITE
from bot.web.guard import CONNECT_TO, find_origin, read_form
from bot.web.pages import show_page
from bot.web.upload_parts import receive_part
from bot.web.upload_views import view_intake, view_uploads
from bot.web.visitors import set_cookie
from core.domain.people.actor import Actor
from core.domain.videos.intake import IntakeId
from core.domain.videos.multipart_upload import NewFile, UploadId
from core.domain.work.ids import JobId
from core.errors import InvalidInput
from core.services.videos.multipart_uploads import UploadStanding
from core.services.videos.upload_refusals import BucketAnswer

_ULID: Final = "[0-9A-HJKMNP-TV-Z]{26}"
_INTAKE: Final = "{intake_id:" + _ULID + "}"
_UPLOAD: Final = "{upload_id:[0-9a-f]{32}}"
_TOKEN: Final = "{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105 - a part of addresses, no secret
_CODE: Final = re.compile(r"[A-Za-z.]{1,60}")
_NUMBER_MAX: Final = 2**53


def list_routes() -> list[Address]:
    """Every address of the upload page."""
    return [
        get("/uploads", show_uploads, Access.VISITOR),
        get(f"/uploads/links/{_TOKEN}", show_link, Access.PUBLIC),
        post(f"/uploads/links/{_TOKEN}", use_link, Access.PUBLIC),
        post("/uploads/files", begin_file, Access.VISITOR),
        post(f"/uploads/files/{_UPLOAD}/tickets", give_ticket, Access.VISITOR),
        post(f"/uploads/files/{_UPLOAD}/refused", explain_refusal, Access.VISITOR),
        post(f"/uploads/files/{_UPLOAD}/finish", finish_file, Access.VISITOR),
        post(f"/uploads/files/{_UPLOAD}/abandon", abandon_file, Access.VISITOR),
        Address(
            method="PUT",
            path="/uploads/parts",
            handler=receive_part,
            needs=Access.VISITOR,
            has_ticket=True,
        ),
        get(f"/uploads/{_INTAKE}", show_intake, Access.VISITOR),
        post(f"/uploads/{_INTAKE}/cancel", cancel_work, Access.VISITOR),
        post(f"/uploads/{_INTAKE}/retry", retry_work, Access.VISITOR),
    ]


async def show_uploads(request: web.Request) -> web.Response:
    face = request[FACE]
    request[CONNECT_TO] = await face.app.videos.uploads.find_origin()
    return show_page(request, "uploads.html", view=await view_uploads(face))


async def show_intake(request: web.Request) -> web.Response:
    view = await view_intake(request[FACE], _intake_id(request))
    return show_page(request, "intake.html", view=view, is_visitor=request[FACE].is_visitor)


async def show_link(request: web.Request) -> web.Response:
    """Show what the link opens; nothing is used up yet, as programs look at links too."""
    return show_page(request, "upload_link.html", action=request.path)


async def use_link(request: web.Request) -> web.Response:
    site = request.app[SITE]
    with site.guesses.guess(request):
        visit = await site.app.people.sign_in.use_upload_link(request.match_info["token"])
    response = web.HTTPSeeOther("/uploads")
    set_cookie(request, response, visit)
    raise response


async def begin_file(request: web.Request) -> web.Response:
    """Begin or go on with a file, and say which parts are to be sent."""
    actor = request[FACE].actor
    file = _read_file(await _read_json(request))
    standing = await request[FACE].app.videos.uploads.begin(actor, file)
    return web.json_response(_describe(standing))


async def give_ticket(request: web.Request) -> web.Response:
    actor = request[FACE].actor
    number = _whole_number((await _read_json(request)).get("number"))
    ticket = await request[FACE].app.videos.uploads.sign_part(actor, _upload_id(request), number)
    return web.json_response(
        {"method": ticket.method, "url": ticket.url, "headers": dict(ticket.headers)}
    )


async def explain_refusal(request: web.Request) -> web.Response:
    """Say why the bucket refuses the page, if Truss can see it."""
    answer = await _read_answer(request)
    refusal = await request[FACE].app.videos.upload_refusals.explain(
        request[FACE].actor, _upload_id(request), origin=_find_origin(request), answer=answer
    )
    return web.json_response({"refusal": refusal})


async def _read_answer(request: web.Request) -> BucketAnswer:
    """Return what the page says of the bucket's answer; one that tells nothing is helped too."""
    try:
        told = await _read_json(request)
        status = _whole_number(told.get("status"))
    except InvalidInput:
        return BucketAnswer(status=0, code="")
    code = str(told.get("code", ""))
    return BucketAnswer(status=status, code=code if _CODE.fullmatch(code) else "")


async def finish_file(request: web.Request) -> web.Response:
    actor = request[FACE].actor
    intake = await request[FACE].app.videos.fetching.finish_upload(actor, _upload_id(request))
    return web.json_response({"page": f"/uploads/{intake.id}"})


async def abandon_file(request: web.Request) -> web.Response:
    actor = request[FACE].actor
    await request[FACE].app.videos.uploads.abandon(actor, _upload_id(request))
    return web.json_response({})


async def cancel_work(request: web.Request) -> web.Response:
    actor, job_id = await _read_job(request)
    await request[FACE].app.work.requests.cancel_job(actor, job_id)
    raise web.HTTPSeeOther(f"/uploads/{_intake_id(request)}")


async def retry_work(request: web.Request) -> web.Response:
    actor, job_id = await _read_job(request)
    await request[FACE].app.work.requests.retry_job(actor, job_id)
    raise web.HTTPSeeOther(f"/uploads/{_intake_id(request)}")


async def _read_job(request: web.Request) -> tuple[Actor, JobId]:
    """Return who pressed, and the job that they saw."""
    actor = request[FACE].actor
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


def _find_origin(request: web.Request) -> str:
    """Return the origin for which the bucket must have a rule: this page's, as its browser says."""
    named = find_origin(request.headers.get("Origin", ""))
    ours = request.app[SITE].allowed_origins
    if named and (named[0] in ours or named[1] == request.host.lower()):
        return named[0]
    return f"{request.scheme}://{request.host}"


def _upload_id(request: web.Request) -> UploadId:
    return UploadId(request.match_info["upload_id"])


def _intake_id(request: web.Request) -> IntakeId:
    return IntakeId(request.match_info["intake_id"])
