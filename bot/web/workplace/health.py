"""Health: what machines ask of the process, and the page that looks the set-up over."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE, SITE
from bot.web.pages import show_page
from bot.web.visitors import recognise
from core.errors import TrussError

RECOGNISED_SECONDS: Final = 2.0
ALIVE: Final = "alive"


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
    """Say whether table and storage answer, and which parts say that they do not work.

    Names alone: strangers read it too. Status 503 where table or storage do not answer.
    """
    footing = await request.app[SITE].app.work.readiness.ask()
    lines = [
        f"{name}: {'ok' if answers else 'does not answer'}" for name, answers in footing.stands_on
    ]
    lines += [f"{name}: in trouble" for name in footing.troubled]
    status = 200 if footing.is_ready else 503
    return web.Response(status=status, text="\n".join(lines) + "\n")


async def show_health(request: web.Request) -> web.Response:
    """Say `ok`, or with status 503 a line for each part that does not work.

    What is wrong with it is told to those inside alone.
    """
    site = request.app[SITE]
    troubles = site.app.work.health.list_troubles()
    if not troubles:
        return web.Response(text="ok\n")
    if site.demo is None:
        # Where the table is away, nobody can be told from a stranger.
        with suppress(TrussError, TimeoutError):
            async with asyncio.timeout(RECOGNISED_SECONDS):
                await recognise(request)
    is_inside = FACE in request
    lines = [f"{part.name}: {part.trouble}" if is_inside else part.name for part in troubles]
    return web.Response(status=503, text="\n".join(lines) + "\n")


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
