"""The page's port: free, or held by a running Truss."""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Final

from core.adapters.doctor.asking import ask
from core.domain.work.finding import Finding, fault
from core.errors import TrussError

CHECK: Final = "port"
ALIVE: Final = "alive"
_SECONDS: Final = 2.0


async def look_at_port(host: str, port: int) -> list[Finding] | None:
    """Return why the page could not be served."""
    if not port:
        return None
    reason = await asyncio.to_thread(_try_to_bind, host, port)
    if reason is None:
        return []
    if reason == errno.EADDRINUSE:
        if await is_truss(host, port):
            return []
        return [
            fault(
                CHECK,
                f"Another program has port {port} on {host}",
                "stop it, or set TRUSS_WEB_PORT to another port",
            )
        ]
    if reason == errno.EACCES:
        return [
            fault(
                CHECK,
                f"Port {port} is reserved for the administrator",
                "set TRUSS_WEB_PORT to one from 1024 on, and put a web server before it",
            )
        ]
    return [
        fault(
            CHECK,
            f"TRUSS_WEB_HOST={host} is not an address of this machine",
            "try 127.0.0.1, or 0.0.0.0 for all of them",
        )
    ]


async def is_truss(host: str, port: int) -> bool:
    """Say whether a page of Truss listens on a host and port of this machine."""
    url = f"http://{_shown(host)}:{port}/livez"
    try:
        answer = await ask("the page", "GET", url, seconds=_SECONDS)
    except TrussError:
        return False
    return answer.is_ok and answer.text.strip() == ALIVE


def _try_to_bind(host: str, port: int) -> int | None:
    """Return the number of the error; None where the port can be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL
    return None


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - it binds none
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
