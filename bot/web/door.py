"""The door: accepts the page's connections, as many as the process has descriptors for."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Callable
from typing import Any, Final

from bot.web.crowd import Crowd, name_peer
from bot.web.idle_timeout import PatientHandler
from core.background import spawn

BACKLOG: Final = 512
ACCEPTED_AT_ONCE: Final = 64
PAUSE_SECONDS: Final = 0.5
CONNECTIONS_MAX: Final = 1024
_DESCRIPTORS_MAX: Final = 65_536
_SHARE: Final = 3  # an answer may need a file beside its socket, and the workers need the rest


class Door:
    """Lets people in by `listener`; asyncio's own would log each failure a hundred times."""

    def __init__(
        self,
        listener: socket.socket,
        *,
        crowd: Crowd,
        make_handler: Callable[[str], PatientHandler],
    ) -> None:
        self._listener = listener
        self._crowd = crowd
        self._make_handler = make_handler
        self._loop = asyncio.get_running_loop()
        self._reopening: asyncio.TimerHandle | None = None

    def open(self) -> None:
        self._listener.setblocking(False)
        self._listener.listen(BACKLOG)
        self._wait()

    def close(self) -> None:
        if self._reopening is not None:
            self._reopening.cancel()
        self._loop.remove_reader(self._listener.fileno())
        self._listener.close()

    def _wait(self) -> None:
        self._reopening = None
        self._loop.add_reader(self._listener.fileno(), self._accept)

    def _accept(self) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                connection, address = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                self._pause()
                return
            self._let_in(connection, address)

    def _pause(self) -> None:
        """Out of descriptors: give one back, and look again in a moment."""
        self._crowd.note("out_of_descriptors")
        self._crowd.dismiss_one()
        self._loop.remove_reader(self._listener.fileno())
        self._reopening = self._loop.call_later(PAUSE_SECONDS, self._wait)

    def _let_in(self, connection: socket.socket, address: Any) -> None:
        peer = name_peer(address)
        if not self._crowd.make_room(peer):
            connection.close()
            return
        connection.setblocking(False)
        handler = self._make_handler(peer)
        self._crowd.add(handler)
        spawn(self._connect(connection, handler), name="web.connect")

    async def _connect(self, connection: socket.socket, handler: PatientHandler) -> None:
        try:
            await self._loop.connect_accepted_socket(lambda: handler, connection)
        except OSError:
            self._crowd.remove(handler)
            connection.close()


def raise_descriptor_limit() -> int:
    """Let the process open as many files as it is allowed to, and return how many these are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _DESCRIPTORS_MAX if hard == resource.RLIM_INFINITY else min(hard, _DESCRIPTORS_MAX)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


def choose_connections_max(descriptors: int) -> int:
    """Return how many connections leave enough descriptors for the process's own work."""
    return max(16, min(CONNECTIONS_MAX, descriptors // _SHARE))
