"""The web app: its routes, and the handlers of the stream and clip pages."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.web import accounts, login, oauth, sessions, settings, uploads
from bot.web.access import Access, Address, add_addresses, get, post
from bot.web.api import document
from bot.web.asking import ask_pages
from bot.web.attempts import Attempts, IPNetwork
from bot.web.clips import clip_list, decisions, edit, review, sending
from bot.web.drawing.compression import compress
from bot.web.drawing.kept_fragments import FRAGMENTS, KeptFragments
from bot.web.drawing.template_sources import TemplateSources
from bot.web.errors import show_errors
from bot.web.face import FACE, SITE, Site
from bot.web.figures import analytics_pages, figure_pages
from bot.web.guard import BODY_BYTES_MAX, add_headers, find_origin, guard
from bot.web.home import events, home
from bot.web.home.events import LISTENERS, Listeners, stop_telling
from bot.web.insights import insight_pages, person_pages
from bot.web.media import serve_sheet, serve_thumbnail, serve_video
from bot.web.metrics import metrics_page
from bot.web.metrics.metrics_page import METRICS, MetricsDoor
from bot.web.pages import show_page
from bot.web.plan import plan_pages, text_pages
from bot.web.static_files import ASSETS, read_assets, serve_asset
from bot.web.upload_parts import PARTS_IN_PROGRESS
from bot.web.videos import analyse_video, cancel_analysis, retry_analysis, show_video, show_videos
from bot.web.views import ClipView, StreamView, view_clip, view_newest_stream, view_stream
from bot.web.workplace import health, streams, targets, team, work
from core.app import App
from core.domain.people.actor import Actor
from core.domain.work.ids import DEMO_CREATOR_ID, ClipId, StreamId

TEMPLATES: Final = Path(__file__).with_name("templates")
_ELSEWHERE: Final = (
    "This process of Truss has no page; it tells machines its health and its meters. "
    "The page is where a process has the role web.\n"
)
_ULID: Final = "[0-9A-HJKMNP-TV-Z]{26}"
_CLIP: Final = "{clip_id:" + _ULID + "[0-9a-f]{2}}"
_STREAM: Final = "{stream_id:" + _ULID + "}"
_VIDEO: Final = "{asset_id:" + _ULID + "}"
_JOB: Final = "{job_id:" + _ULID + "}"


def list_routes() -> list[Address]:
    """Every address of the web face, and what it needs of whoever comes."""
    return [
        *home.list_routes(),
        *events.list_routes(),
        get("/streams/latest", show_overview, Access.MODERATOR, in_demo=True),
        get(f"/streams/{_STREAM}", show_stream, Access.MODERATOR, in_demo=True),
        get("/videos", show_videos, Access.MODERATOR, in_demo=True),
        get(f"/videos/{_VIDEO}", show_video, Access.MODERATOR, in_demo=True),
        post(f"/videos/{_VIDEO}/analyse", analyse_video, Access.MODERATOR, in_demo=True),
        post(
            f"/videos/{_VIDEO}/jobs/{_JOB}/cancel",
            cancel_analysis,
            Access.MODERATOR,
            in_demo=True,
        ),
        post(f"/videos/{_VIDEO}/jobs/{_JOB}/retry", retry_analysis, Access.MODERATOR, in_demo=True),
        get(f"/clips/{_CLIP}", show_clip, Access.MODERATOR, in_demo=True),
        *clip_list.list_routes(),
        *edit.list_routes(),
        *sending.list_routes(),
        *review.list_routes(),
        *decisions.list_routes(),
        get(f"/media/clips/{_CLIP}/video", serve_video, Access.MODERATOR, in_demo=True),
        get(f"/media/clips/{_CLIP}/thumbnail", serve_thumbnail, Access.MODERATOR, in_demo=True),
        get(f"/media/clips/{_CLIP}/sheet", serve_sheet, Access.MODERATOR, in_demo=True),
        *streams.list_routes(),
        *targets.list_routes(),
        *work.list_routes(),
        *team.list_routes(),
        *document.list_routes(),
        *accounts.list_routes(),
        *login.list_routes(),
        *oauth.list_routes(),
        *sessions.list_routes(),
        *uploads.list_routes(),
        *settings.list_routes(),
        *plan_pages.list_routes(),
        *text_pages.list_routes(),
        *ask_pages.list_routes(),
        *analytics_pages.list_routes(),
        *figure_pages.list_routes(),
        *insight_pages.list_routes(),
        *person_pages.list_routes(),
        *metrics_page.list_routes(),
        get("/static/{name}", serve_asset, Access.PUBLIC, in_demo=True),
        *health.list_routes(),
    ]


def list_machines_routes() -> list[Address]:
    """Every address that machines ask, and no person."""
    public = [route for route in health.list_routes() if route.needs is Access.PUBLIC]
    elsewhere = get("/{rest:.*}", say_elsewhere, Access.PUBLIC)
    return [*metrics_page.list_routes(), *public, elsewhere]


def make_web_app(
    app: App,
    *,
    public_url: str = "",
    allowed_hosts: frozenset[str],
    answers_any_host: bool = False,
    demo: Actor | None = None,
    template_cache: jinja2.BytecodeCache | None = None,
    proxies: Sequence[IPNetwork] = (),
    metrics: MetricsDoor | None = None,
    has_pages: bool = True,
) -> web.Application:
    """Return the web app; it reads and opens nothing before it starts.

    Args:
        app: the product.
        public_url: where people reach the page, where that is not this machine's own address;
            its host is allowed too.
        allowed_hosts: host names, with a port or for any port, that requests may be made to.
        answers_any_host: requests may be made to any name, as nobody knows which one leads here.
        demo: who everybody is, without a sign-in; only the demo has that.
        template_cache: keeps compiled templates, for whoever starts the page more than once.
        proxies: who is believed when they say for whom they ask, for limits on attempts alone.
        metrics: who may read the meters; nobody where there is none.
        has_pages: without, it answers machines alone: health and meters.
    """
    web_app = web.Application(
        middlewares=[compress, show_errors, guard], client_max_size=BODY_BYTES_MAX
    )
    site = _make_site(app, public_url, allowed_hosts, demo, proxies)
    web_app[SITE] = replace(site, answers_any_host=answers_any_host)
    web_app[ASSETS] = {}
    web_app[PARTS_IN_PROGRESS] = [0]
    web_app[METRICS] = metrics or MetricsDoor()
    web_app[LISTENERS] = Listeners()
    aiohttp_jinja2.setup(
        web_app,
        loader=TemplateSources(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        bytecode_cache=template_cache,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    web_app[FRAGMENTS] = KeptFragments(aiohttp_jinja2.get_env(web_app))
    web_app.on_startup.append(_load)
    web_app.on_shutdown.append(stop_telling)
    web_app.on_response_prepare.append(add_headers)
    add_addresses(web_app, list_routes() if has_pages else list_machines_routes())
    return web_app


async def say_elsewhere(_request: web.Request) -> web.Response:
    """Say that this process has no page."""
    return web.Response(status=404, text=_ELSEWHERE)


async def show_overview(request: web.Request) -> web.Response:
    view = await view_newest_stream(request[FACE])
    return _show(request, "stream.html", view) if view else show_page(request, "empty.html")


async def show_stream(request: web.Request) -> web.Response:
    stream_id = StreamId(request.match_info["stream_id"])
    view = await view_stream(request[FACE], stream_id, after=request.query.get("after"))
    return _show(request, "stream.html", view)


async def show_clip(request: web.Request) -> web.Response:
    clip_id = ClipId(request.match_info["clip_id"])
    return _show(request, "clip.html", await view_clip(request[FACE], clip_id))


def _make_site(
    app: App,
    public_url: str,
    allowed_hosts: frozenset[str],
    demo: Actor | None,
    proxies: Sequence[IPNetwork],
) -> Site:
    if demo is not None and demo.creator_id != DEMO_CREATOR_ID:
        raise ValueError("only the demo opens without a sign-in")
    place, clock = find_origin(public_url), app.ports.clock
    return Site(
        app=app,
        allowed_hosts=frozenset(
            host.lower() for host in allowed_hosts | ({place[1]} if place else frozenset())
        ),
        allowed_origins=frozenset({place[0]} if place else ()),
        is_public_secure=public_url.lower().startswith("https://"),
        guesses=Attempts(clock, peer_max=10, all_max=100, seconds=60, proxies=proxies),
        mails=Attempts(clock, peer_max=5, all_max=30, seconds=15 * 60, proxies=proxies),
        demo=demo,
        demo_token=secrets.token_hex(32) if demo else "",
    )


def _show(request: web.Request, template: str, view: StreamView | ClipView) -> web.Response:
    picture, back = view.picture, request.path_qs
    chart = None
    if picture is not None:
        chart = request.app[FRAGMENTS].draw("chart.html", picture, lambda: picture)
    return show_page(request, template, view=view, chart=chart, back=back)


async def _load(web_app: web.Application) -> None:
    """Read the static files and the templates, so that no request waits for the disk."""
    environment = aiohttp_jinja2.get_env(web_app)
    assets = web_app[ASSETS]
    assets.update(await asyncio.to_thread(read_assets))
    environment.globals.update(asset=lambda name: f"/static/{name}?v={assets[name].tag}")
    if isinstance(environment.loader, TemplateSources):
        await asyncio.to_thread(environment.loader.read)
