"""The page that Prometheus reads: with the token of the settings, or from this machine alone."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get
from bot.web.face import SITE
from bot.web.metrics.gauges import read_gauges
from core.domain.work.meters import CONTENT_TYPE, Reading

FRESH_SECONDS: Final = 10.0
"""However often it is asked, gauges are read from the table no more often."""
_PASSED_ON: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


@dataclass(slots=True)
class MetricsDoor:
    """Who may read; `token` "" is nobody but, with `on_loopback`, programs on this machine."""

    token: str = field(default="", repr=False)
    on_loopback: bool = False
    read_at: float = float("-inf")
    gauges: list[Reading] = field(default_factory=list)

    def lets_in(self, request: web.Request) -> bool:
        return self.knows(request) or (self.on_loopback and _is_from_here(request))

    def knows(self, request: web.Request) -> bool:
        """Say whether the request brings the token; where it comes from says nothing here."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        # Bytes that are no text arrive as halves of characters.
        shown = given.encode("utf-8", "replace")
        return bool(self.token) and hmac.compare_digest(shown, self.token.encode())


METRICS: web.AppKey[MetricsDoor] = web.AppKey("METRICS", MetricsDoor)


def list_routes() -> list[Address]:
    return [get("/metrics", show_metrics, Access.PUBLIC, in_demo=True)]


async def show_metrics(request: web.Request) -> web.Response:
    """Answer with all meters; to whoever may not read them there is no such page."""
    door = request.app.get(METRICS)
    if door is None or not door.lets_in(request):
        raise web.HTTPNotFound
    app = request.app[SITE].app
    now = app.ports.clock.steady_seconds()
    if now - door.read_at >= FRESH_SECONDS:
        door.read_at = now
        door.gauges = await read_gauges(app)
    text = app.ports.meters.render(door.gauges)
    return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE})


def _is_from_here(request: web.Request) -> bool:
    """A proxy on this machine asks for others, and says so."""
    if any(name in request.headers for name in _PASSED_ON):
        return False
    peer = request.transport.get_extra_info("peername") if request.transport else None
    try:
        return peer is not None and ip_address(str(peer[0]).partition("%")[0]).is_loopback
    except ValueError:
        return False
