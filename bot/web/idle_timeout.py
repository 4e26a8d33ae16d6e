"""Patience: a connection on which no request comes is not kept open for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

HEAD_SECONDS: Final = 20.0
_END_OF_HEAD: Final = b"\r\n\r\n"


class Patient(asyncio.Protocol):
    """Hands all on to the server's own protocol, and hangs up where no request's head comes whole.

    It looks at the first request of a connection alone; the server times what comes after it.
    """

    def __init__(self, inner: asyncio.Protocol, *, head_seconds: float) -> None:
        self._inner = inner
        self._head_seconds = head_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a TCP server gives these
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._head_seconds, transport.abort)
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._timer is not None:
            self._look_for_end(data)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._inner.connection_lost(exc)

    def _look_for_end(self, data: bytes) -> None:
        seen = self._tail + data
        if _END_OF_HEAD in seen:
            self._stop_waiting()
        self._tail = seen[1 - len(_END_OF_HEAD) :]

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def make_patient(
    make: Callable[[], asyncio.Protocol], *, head_seconds: float = HEAD_SECONDS
) -> Callable[[], Patient]:
    """Return a maker of protocols that are those of `make`, with an end to their patience."""
    return lambda: Patient(make(), head_seconds=head_seconds)
