"""Errors: the one place that turns errors into pages."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.face import FACE
from bot.web.pages import is_of_operator, show_page
from bot.web.views import show_card
from bot.web.visitors import is_of_api
from core.domain.clips.clip import Clip
from core.errors import (
    Busy,
    Conflict,
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    RightsRefused,
    TrussError,
    tell_in_full,
)

_log = structlog.get_logger(__name__)

STATUS_OF_ERROR: dict[type[TrussError], HTTPStatus] = {
    InvalidInput: HTTPStatus.BAD_REQUEST,
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    ExternalFailure: HTTPStatus.BAD_GATEWAY,
    RightsRefused: HTTPStatus.BAD_GATEWAY,
}
_HEADLINES = {
    400: "Invalid input",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Changed meanwhile",
    413: "Too large",
    421: "Unknown address",
    429: "Too many attempts",
    502: "Another service failed",
    503: "Busy",
}
_SENTENCES = {
    404: "There is no page at this address; go to the overview.",
    405: "This address does not accept that kind of request; go to the overview.",
    413: "The request is too large; reload the page and try again.",
}
_ASK_OWNER = (
    "Truss lacks a right that it needs for this; ask the owner to run `trussbot doctor`, which "
    "says what mends it."
)
_UNEXPECTED = "Something went wrong on our side; the log of Truss has details."


@web.middleware
async def show_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into a page with one sentence that says what to do."""
    try:
        return await handler(request)
    except TrussError as error:
        return _show_known(request, error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        sentence = _SENTENCES.get(error.status, error.text or error.reason)
        answer = _show(request, HTTPStatus(error.status), sentence)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except ConnectionError:
        # Whoever asked has hung up: nobody reads this, and nothing of ours has failed.
        return web.Response(status=HTTPStatus.BAD_REQUEST)
    except Exception:  # noqa: BLE001 - the edge of the face: any error becomes a sentence
        # The path may contain a link's token, so the route's pattern is logged instead.
        resource = request.match_info.route.resource
        place = resource.canonical if resource else "no such address"
        _log.exception("web.failed", method=request.method, path=place)
        return _show(request, HTTPStatus.INTERNAL_SERVER_ERROR, _UNEXPECTED)


def _show_known(request: web.Request, error: TrussError) -> web.Response:
    """Show an error of ours; what AWS refuses is told to whoever runs Truss alone."""
    status = STATUS_OF_ERROR.get(type(error), HTTPStatus.BAD_REQUEST)
    if not isinstance(error, RightsRefused):
        return _show(request, status, str(error), current=getattr(error, "current", None))
    said = tell_in_full(error) if is_of_operator(request) else _ASK_OWNER
    return _show(request, status, said, is_refused=True)


def _show(
    request: web.Request,
    status: HTTPStatus,
    sentence: str,
    *,
    current: object = None,
    is_refused: bool = False,
) -> web.Response:
    face = request.get(FACE)
    card = show_card(face, current) if face and isinstance(current, Clip) else None
    if is_of_api(request) or "application/json" in request.headers.get("Accept", ""):
        # A script tries again after most failures of others, but not after this one.
        mark = {"is_refused": True} if is_refused else {}
        return web.json_response({"problem": sentence} | mark, status=status)
    return show_page(
        request,
        "problem.html",
        status=status,
        headline=_HEADLINES.get(status, "Something went wrong"),
        code=int(status),
        sentence=sentence,
        card=card,
    )
