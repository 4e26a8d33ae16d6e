"""The web face: what every handler needs, and its key in the web app."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from core.app import App
from core.domain.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFace:
    """The app, who acts in it, and what the guard checks requests against.

    `csrf_token` belongs to this process. `allowed_hosts` are names with or without a port,
    `allowed_origins` are `scheme://host[:port]`; both in lower case. `own_hosts` are the allowed
    hosts without the public one. `is_public_secure` is true if the public address is https, and
    `is_open` if anybody who reaches the page acts as the owner.
    """

    app: App
    actor: Actor
    csrf_token: str = field(repr=False)
    allowed_hosts: frozenset[str]
    allowed_origins: frozenset[str]
    own_hosts: frozenset[str]
    is_demo: bool
    is_public_secure: bool
    is_open: bool = False


FACE: web.AppKey[WebFace] = web.AppKey("FACE", WebFace)
