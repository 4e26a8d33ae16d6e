"""The web app: its routes, and the handlers of the stream and clip pages."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Final

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.web import accounts, oauth, settings, uploads
from bot.web.errors import show_errors
from bot.web.face import FACE, WebFace
from bot.web.guard import BODY_BYTES_MAX, add_headers, find_origin, guard, read_form
from bot.web.media import serve_sheet, serve_thumbnail, serve_video
from bot.web.static_files import (
    ASSETS,
    read_assets,
    serve_asset,
)
from bot.web.upload_parts import PARTS_IN_PROGRESS
from bot.web.videos import (
    analyse_video,
    cancel_analysis,
    retry_analysis,
    show_video,
    show_videos,
)
from bot.web.views import view_clip, view_newest_stream, view_stream
from core.app import App
from core.domain.people.actor import Actor
from core.domain.work.ids import (
    DEMO_CREATOR_ID,
    ClipId,
    StreamId,
)
from core.errors import InvalidInput

TEMPLATES: Final = Path(__file__).with_name("templates")
_ULID: Final = "[0-9A-HJKMNP-TV-Z]{26}"
_CLIP: Final = "{clip_id:" + _ULID + "[0-9a-f]{2}}"
_STREAM: Final = "{stream_id:" + _ULID + "}"
_VIDEO: Final = "{asset_id:" + _ULID + "}"
_JOB: Final = "{job_id:" + _ULID + "}"
_BACK: Final = re.compile(rf"/(?:streams/{_ULID}|clips/{_ULID}[0-9a-f]{{2}})?")


def list_routes() -> list[web.RouteDef]:
    """Return every route of the web face."""
    return [
        web.get("/", show_overview),
        web.get(f"/streams/{_STREAM}", show_stream),
        web.get("/videos", show_videos),
        web.get(f"/videos/{_VIDEO}", show_video),
        web.post(f"/videos/{_VIDEO}/analyse", analyse_video),
        web.post(f"/videos/{_VIDEO}/jobs/{_JOB}/cancel", cancel_analysis),
        web.post(f"/videos/{_VIDEO}/jobs/{_JOB}/retry", retry_analysis),
        web.get(f"/clips/{_CLIP}", show_clip),
        web.post(f"/clips/{_CLIP}/approve", approve_clip),
        web.post(f"/clips/{_CLIP}/reject", reject_clip),
        web.post(f"/clips/{_CLIP}/retry", retry_clip),
        web.get(f"/media/clips/{_CLIP}/video", serve_video),
        web.get(f"/media/clips/{_CLIP}/thumbnail", serve_thumbnail),
        web.get(f"/media/clips/{_CLIP}/sheet", serve_sheet),
        *accounts.list_routes(),
        *oauth.list_routes(),
        *uploads.list_routes(),
        *settings.list_routes(),
        web.get("/static/{name}", serve_asset),
        web.get("/healthz", show_health),
    ]


def make_web_app(
    app: App,
    *,
    actor: Actor,
    public_url: str = "",
    allowed_hosts: frozenset[str],
    is_open: bool = False,
) -> web.Application:
    """Return the web app; it reads and opens nothing before it starts.

    Args:
        app: the product.
        actor: who acts on every page, and for which creator.
        public_url: the address that people use, if it is not this machine's own; its host is
            allowed too.
        allowed_hosts: host names, with or without a port, that requests may be addressed to.
        is_open: if true, anybody who reaches the page acts as the owner, not only this machine.
    """
    web_app = web.Application(middlewares=[show_errors, guard], client_max_size=BODY_BYTES_MAX)
    face = _make_face(app, actor, public_url, allowed_hosts)
    web_app[FACE] = replace(face, is_open=is_open)
    web_app[ASSETS] = {}
    web_app[PARTS_IN_PROGRESS] = [0]
    aiohttp_jinja2.setup(
        web_app,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    web_app.on_startup.append(_load)
    web_app.on_response_prepare.append(add_headers)
    web_app.add_routes(list_routes())
    return web_app


async def show_overview(request: web.Request) -> web.Response:
    view = await view_newest_stream(request.app[FACE])
    return _show(request, "stream.html" if view else "empty.html", view=view)


async def show_stream(request: web.Request) -> web.Response:
    stream_id = StreamId(request.match_info["stream_id"])
    return _show(request, "stream.html", view=await view_stream(request.app[FACE], stream_id))


async def show_clip(request: web.Request) -> web.Response:
    clip_id = ClipId(request.match_info["clip_id"])
    return _show(request, "clip.html", view=await view_clip(request.app[FACE], clip_id))


async def approve_clip(request: web.Request) -> web.Response:
    face, clip_id = request.app[FACE], ClipId(request.match_info["clip_id"])
    seen_version, back = await _read_decision(request)
    await face.app.review.clips.approve(face.actor, clip_id, seen_version=seen_version)
    raise web.HTTPSeeOther(f"{back}#clip-{clip_id}")


async def reject_clip(request: web.Request) -> web.Response:
    face, clip_id = request.app[FACE], ClipId(request.match_info["clip_id"])
    seen_version, back = await _read_decision(request)
    await face.app.review.clips.reject(face.actor, clip_id, seen_version=seen_version)
    raise web.HTTPSeeOther(f"{back}#clip-{clip_id}")


async def retry_clip(request: web.Request) -> web.Response:
    face, clip_id = request.app[FACE], ClipId(request.match_info["clip_id"])
    _, back = await _read_decision(request)
    await face.app.review.editing.retry_clip(face.actor, clip_id)
    raise web.HTTPSeeOther(f"{back}#clip-{clip_id}")


async def show_health(request: web.Request) -> web.Response:
    """Answer `ok`, or status 503 with a line for each part that does not work."""
    troubles = request.app[FACE].app.work.health.list_troubles()
    if not troubles:
        return web.Response(text="ok\n")
    lines = [f"{part.name}: {part.trouble}" for part in troubles]
    return web.Response(status=503, text="\n".join(lines) + "\n")


def _make_face(app: App, actor: Actor, public_url: str, allowed_hosts: frozenset[str]) -> WebFace:
    place = find_origin(public_url)
    return WebFace(
        app=app,
        actor=actor,
        csrf_token=secrets.token_urlsafe(32),
        allowed_hosts=frozenset(
            host.lower() for host in allowed_hosts | ({place[1]} if place else frozenset())
        ),
        allowed_origins=frozenset({place[0]} if place else ()),
        own_hosts=frozenset(host.lower() for host in allowed_hosts),
        is_demo=actor.creator_id == DEMO_CREATOR_ID,
        is_public_secure=public_url.lower().startswith("https://"),
    )


async def _read_decision(request: web.Request) -> tuple[int, str]:
    """Return the version that was seen, and the page to go back to."""
    form = await read_form(request)
    version, back = str(form.get("seen_version", "")), str(form.get("back", ""))
    if not re.fullmatch(r"[0-9]{1,9}", version):
        raise InvalidInput("The form does not say which version was seen; reload the page.")
    return int(version), back if _BACK.fullmatch(back) else "/"


def _show(request: web.Request, template: str, *, view: object) -> web.Response:
    return aiohttp_jinja2.render_template(template, request, {"view": view, "back": request.path})


async def _load(web_app: web.Application) -> None:
    """Read the static files and compile the templates, so that no request waits for the disk."""
    environment = aiohttp_jinja2.get_env(web_app)
    assets = web_app[ASSETS]
    assets.update(await asyncio.to_thread(read_assets))
    environment.globals.update(
        asset=lambda name: f"/static/{name}?v={assets[name].tag}",
        csrf_token=web_app[FACE].csrf_token,
        is_demo=web_app[FACE].is_demo,
        list_troubles=web_app[FACE].app.work.health.list_troubles,
    )
    await asyncio.to_thread(_compile, environment)


def _compile(environment: jinja2.Environment) -> None:
    for name in environment.list_templates():
        environment.get_template(name)
