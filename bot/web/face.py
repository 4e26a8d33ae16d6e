"""What every handler of the web face needs, and where the web app and its requests keep it."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from bot.web.attempts import Attempts
from core.app import App
from core.domain.people.actor import Actor
from core.domain.people.sign_in import WebSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The product, and what guards the way in; it says of nobody who they are.

    `allowed_hosts` are names with or without a port, `allowed_origins` are
    `scheme://host[:port]`; both in lower case. `answers_any_host` is for a page that listens on all
    addresses and was told no name. `is_public_secure` says that people reach us by https alone.
    `demo` is who everybody is in the demo, where nobody signs in, and `demo_token` what its forms
    carry.
    """

    app: App
    allowed_hosts: frozenset[str]
    allowed_origins: frozenset[str]
    is_public_secure: bool
    guesses: Attempts
    mails: Attempts
    answers_any_host: bool = False
    demo: Actor | None = None
    demo_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFace:
    """The product, and who acts in this request.

    `csrf_token` is what the forms of this session carry, masked for this answer. A visitor came in
    by an upload link, and sees the upload page alone.
    """

    app: App
    actor: Actor
    csrf_token: str = field(repr=False)
    is_visitor: bool = False


SITE: web.AppKey[Site] = web.AppKey("SITE", Site)
FACE: web.RequestKey[WebFace] = web.RequestKey("FACE", WebFace)
"""Who acts; a request without it is nobody's, and a handler that looks for it fails."""
SESSION: web.RequestKey[WebSession] = web.RequestKey("SESSION", WebSession)
"""The session of whoever is signed in, with or without a role at its creator."""
TOKEN: web.RequestKey[str] = web.RequestKey("TOKEN", str)
"""What the forms of whoever is signed in carry, masked anew in each answer."""
