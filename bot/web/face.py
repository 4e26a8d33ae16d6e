"""What every handler of the web face needs, and where the web app keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from core.app import App
from core.domain.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFace:
    """The product, who acts in it, and what guards the way in.

    `csrf_token` belongs to this process. `allowed_hosts` are names with or without a port,
    `allowed_origins` are `scheme://host[:port]`; both in lower case. `own_hosts` are those names
    that are not the public one. `is_public_secure` says that people reach us by https alone, and
    `is_open` that whoever reaches us acts as the owner.
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
