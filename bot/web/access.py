"""Access: what each address needs of whoever comes to it; what says nothing needs the owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from aiohttp import web
from aiohttp.abc import AbstractMatchInfo
from aiohttp.web_urldispatcher import AbstractRoute

from core.domain.people.actor import Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Access(IntEnum):
    """Who is let in; each level lets in those above it too.

    PUBLIC is everybody. SIGNED_IN is whoever has a session, with or without a role. VISITOR is who
    came by an upload link, or works for the creator.
    """

    PUBLIC = 0
    SIGNED_IN = 1
    VISITOR = 2
    MODERATOR = 3
    EDITOR = 4
    OWNER = 5


ACCESS_OF_ROLE: Final = {
    Role.VIEWER: Access.SIGNED_IN,
    Role.MODERATOR: Access.MODERATOR,
    Role.EDITOR: Access.EDITOR,
    Role.OWNER: Access.OWNER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A row of the table of routes.

    `in_demo` lets the demo have it. `has_ticket` says that a signed ticket in the request stands
    for the token of a form. `body_bytes_max` is for a form that brings a file.
    """

    method: str
    path: str
    handler: Handler
    needs: Access = Access.OWNER
    in_demo: bool = False
    has_ticket: bool = False
    body_bytes_max: int | None = None


ADDRESSES: web.AppKey[dict[AbstractRoute, Address]] = web.AppKey("ADDRESSES", dict)
_NOWHERE: Final = Access.SIGNED_IN


def get(path: str, handler: Handler, needs: Access, *, in_demo: bool = False) -> Address:
    return Address(method="GET", path=path, handler=handler, needs=needs, in_demo=in_demo)


def post(path: str, handler: Handler, needs: Access, *, in_demo: bool = False) -> Address:
    return Address(method="POST", path=path, handler=handler, needs=needs, in_demo=in_demo)


def add_addresses(web_app: web.Application, addresses: Iterable[Address]) -> None:
    """Route each address to its handler, and keep what it needs."""
    kept = web_app[ADDRESSES] = {}
    for address in addresses:
        for method in ("GET", "HEAD") if address.method == "GET" else (address.method,):
            kept[web_app.router.add_route(method, address.path, address.handler)] = address


def find_address(request: web.Request) -> Address | None:
    """Return the row of a request; None where the table has none for it."""
    return request.app[ADDRESSES].get(request.match_info.route)


def find_need(request: web.Request) -> Access:
    """Return what a request needs; that there is no such page is told to those signed in alone."""
    address = find_address(request)
    if address is not None:
        return address.needs
    return _NOWHERE if leads_nowhere(request.match_info) else Access.OWNER


def leads_nowhere(match_info: AbstractMatchInfo) -> bool:
    """Say whether no handler waits at this address for this method."""
    return match_info.http_exception is not None
