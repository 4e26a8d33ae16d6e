"""Health: what machines ask of the process, and the page that looks the set-up over."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE, SITE
from bot.web.metrics.metrics_page import METRICS
from bot.web.pages import show_page
from bot.web.visitors import recognise
from core.errors import TrussError

RECOGNISED_SECONDS: Final = 2.0
ALIVE: Final = "alive"
READY: Final = "ready"
WELL: Final = "ok"


def list_routes() -> list[Address]:
    """Every address of health."""
    return [
        get("/healthz", show_health, Access.PUBLIC, in_demo=True),
        get("/livez", show_life, Access.PUBLIC, in_demo=True),
        get("/readyz", show_readiness, Access.PUBLIC, in_demo=True),
        get("/doctor", show_checkup, Access.OWNER),
        post("/doctor", look_again, Access.OWNER),
    ]


async def show_life(_request: web.Request) -> web.Response:
    """Say that the process turns; nothing else is asked, so that no outage restarts it."""
    return web.Response(text=f"{ALIVE}\n")


async def show_readiness(request: web.Request) -> web.Response:
    """Say whether table and storage answer, with status 503 where they do not.

    Which of them, and which parts say that they do not work, is told to whoever may know.
    """
    site = request.app[SITE]
    footing = await site.app.work.readiness.ask()
    status, word = (200, READY) if footing.is_ready else (503, f"not {READY}")
    if not await _may_know(request):
        return web.Response(status=status, text=f"{word}\n")
    lines = [
        f"{name}: {'ok' if answers else 'does not answer'}" for name, answers in footing.stands_on
    ]
    lines += [f"{part.name}: {part.in_full}" for part in site.app.work.health.list_troubles()]
    return web.Response(status=status, text="\n".join(lines) + "\n")


async def show_health(request: web.Request) -> web.Response:
    """Say `ok`, or `not ok` with status 503; to whoever may know, a line for each part instead."""
    troubles = request.app[SITE].app.work.health.list_troubles()
    if not troubles:
        return web.Response(text=f"{WELL}\n")
    if not await _may_know(request):
        return web.Response(status=503, text=f"not {WELL}\n")
    lines = [f"{part.name}: {part.in_full}" for part in troubles]
    return web.Response(status=503, text="\n".join(lines) + "\n")


async def _may_know(request: web.Request) -> bool:
    """Say whether this is monitoring with its token, or whoever runs this Truss, signed in.

    An address tells nothing: a proxy on this machine asks for strangers.
    """
    door, site = request.app.get(METRICS), request.app[SITE]
    if door is not None and door.knows(request):
        return True
    if site.demo is None:
        # Where the table is away, nobody can be told from a stranger.
        with suppress(TrussError, TimeoutError):
            async with asyncio.timeout(RECOGNISED_SECONDS):
                await recognise(request)
    return FACE in request and site.app.people.membership.is_operator(request[FACE].actor)


async def show_checkup(request: web.Request) -> web.Response:
    """Show what the last look at the set-up found."""
    app, actor = request[FACE].app, request[FACE].actor
    app.people.membership.require_operator(actor)
    return show_page(request, "workplace/doctor.html", report=app.work.checkup.last)


async def look_again(request: web.Request) -> web.Response:
    """Look the set-up over now."""
    app, actor = request[FACE].app, request[FACE].actor
    app.people.membership.require_operator(actor)
    await app.work.checkup.look()
    raise web.HTTPSeeOther("/doctor")
