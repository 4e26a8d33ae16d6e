"""Pages: templates, filled with what every page shows of whoever looks at it."""

from __future__ import annotations

import aiohttp_jinja2
from aiohttp import web

from bot.web.drawing.form_tokens import mask_token
from bot.web.face import FACE, SESSION, SITE, TOKEN


def show_page(
    request: web.Request, template: str, *, status: int = 200, **context: object
) -> web.Response:
    return aiohttp_jinja2.render_template(
        template, request, describe_visitor(request) | context, status=status
    )


def describe_visitor(request: web.Request) -> dict[str, object]:
    """Return what every page shows of whoever looks at it; of a stranger, nothing."""
    site, face = request.app[SITE], request.get(FACE)
    is_inside = face is not None and not face.is_visitor
    return {
        "csrf_token": mask_token(request.get(TOKEN, "")) if face is None else face.csrf_token,
        "is_inside": is_inside,
        "is_signed_in": SESSION in request,
        "is_demo": site.demo is not None,
        "is_operator": is_of_operator(request),
        "troubles": site.app.work.health.list_troubles() if is_inside else (),
    }


def is_of_operator(request: web.Request) -> bool:
    """Say whether whoever runs this Truss asks, signed in."""
    face = request.get(FACE)
    if face is None or face.is_visitor:
        return False
    return request.app[SITE].app.people.membership.is_operator(face.actor)
