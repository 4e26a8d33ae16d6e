"""Patience: how long a connection may take for a head, for a body, to read, or for nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

SERVER_NAME: Final = "Truss"
SMALL_BODY_BYTES: Final = 64 * 1024
_HANG_UPS: Final = (ConnectionError, HttpProcessingError, web.RequestPayloadError)
_NOT_HTTP: Final = "This request cannot be read.\n"


class Phase(Enum):
    """What a connection is waiting for."""

    QUIET = "no request has begun"
    HEAD = "a head has begun"
    BODY = "a body is coming"
    ANSWER = "we are at work"
    STALLED = "our answer is not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Time limits of a connection, in seconds.

    A body may take its grace, and longer only at `slowest_bytes_a_second` on average. One that says
    that it is large has more grace: its sender may be about to wake a radio or read a slow disk.
    """

    head_seconds: float = 10.0
    idle_seconds: float = 75.0
    small_body_seconds: float = 15.0
    large_body_seconds: float = 60.0
    slowest_bytes_a_second: float = 8 * 1024
    unread_seconds: float = 120.0
    linger_seconds: float = 2.0


class Surroundings(Protocol):
    """Who else is connected: is told what a connection waits for, and when it has gone."""

    def move(self, handler: PatientHandler, phase: Phase) -> None:
        """Take that it is about to wait for something else."""

    def remove(self, handler: PatientHandler) -> None:
        """Forget it."""

    def note(self, what: str) -> None:
        """Count something of which a line each would fill the log."""


class PatientHandler(web.RequestHandler):
    """The server's protocol for one connection, which hangs up on whoever takes too long."""

    def __init__(
        self, server: web.Server, *, crowd: Surroundings, peer: str, patience: Patience
    ) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type] # it is what turns it off
            keepalive_timeout=patience.idle_seconds,
            lingering_time=patience.linger_seconds,
        )
        self.peer = peer
        self.phase = Phase.QUIET
        self._crowd = crowd
        self._patience = patience
        self._timer: asyncio.TimerHandle | None = None
        self._since = self._loop.time()
        self._received = 0
        self._grace_seconds = 0.0
        self._is_at_work = False
        self._is_unwanted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._enter(Phase.QUIET, self._patience.head_seconds)
        if self._is_unwanted:
            self.hang_up()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._stop_waiting()
        self._crowd.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.phase is Phase.QUIET:
            self._enter(Phase.HEAD, self._patience.head_seconds)
        elif self.phase is Phase.BODY:
            self._received += len(data)
        super().data_received(data)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.phase is Phase.ANSWER:
            self._enter(Phase.STALLED, self._patience.unread_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.phase is Phase.STALLED:
            self._go_on()

    def begin(self, request: web.Request) -> None:
        """Take that the head is whole, and time what follows it."""
        self._is_at_work = True
        if request.content.is_eof():
            self._go_on()
        else:
            self._await_body(request.content_length)
            request.content.on_eof(self._body_is_here)
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a handler runs in one
        # This very task also writes the answer, after the handler.
        task.add_done_callback(self._is_answered)

    def is_too_slow(self) -> bool:
        """Return whether its place may be given to somebody else."""
        waited = self._loop.time() - self._since
        if self.phase is Phase.STALLED:
            return waited > self._patience.head_seconds
        return self._received < (waited - 1.0) * self._patience.slowest_bytes_a_second

    def hang_up(self) -> None:
        """Close at once, whatever is under way."""
        self._is_unwanted = True
        self._stop_waiting()
        if self.transport is not None:
            self.transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is not HTTP without repeating or logging it: it may contain a cookie."""
        if isinstance(exc, HttpProcessingError):
            self._crowd.note("unreadable")
            answer: web.StreamResponse = web.Response(status=status, text=_NOT_HTTP)
            answer.force_close()
        else:
            answer = super().handle_error(request, status, exc, message)
        answer.headers["Server"] = SERVER_NAME
        return answer

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Log what went wrong here; that somebody hung up is only counted."""
        if isinstance(kw.get("exc_info"), _HANG_UPS):
            self._crowd.note("hung_up")
        else:
            super().log_exception(*args, **kw)

    def _await_body(self, length: int | None) -> None:
        is_large = length is not None and length > SMALL_BODY_BYTES
        patience = self._patience
        self._grace_seconds = (
            patience.large_body_seconds if is_large else patience.small_body_seconds
        )
        self._received = 0
        self._enter(Phase.BODY, self._grace_seconds)

    def _body_is_here(self) -> None:
        if self.phase is Phase.BODY and self.transport is not None:
            self._go_on()

    def _is_answered(self, _task: asyncio.Task[Any]) -> None:
        self._is_at_work = False
        # A body of which we want to know no more is still read for a moment, in its own time.
        if self.phase is not Phase.BODY and self.transport is not None:
            self._go_on()

    def _go_on(self) -> None:
        """Nothing is missing from outside: we are at work, or done and waiting for more."""
        if self._is_at_work:
            self._enter(Phase.ANSWER, None)
        else:
            self._enter(Phase.QUIET, self._patience.idle_seconds)

    def _enter(self, phase: Phase, seconds: float | None) -> None:
        """Begin a phase which may take so long; the first head's time runs from the beginning."""
        is_first_head = phase is Phase.HEAD and not self._request_count
        self._crowd.move(self, phase)
        self.phase = phase
        if is_first_head:
            return
        self._since = self._loop.time()
        self._stop_waiting()
        if seconds is not None:
            self._timer = self._loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """The time is over: hang up, except on a body that has kept its pace."""
        self._timer = None
        if self.phase is Phase.BODY:
            earned = self._received / self._patience.slowest_bytes_a_second
            left = self._since + self._grace_seconds + earned - self._loop.time()
            if left > 0:
                self._timer = self._loop.call_later(max(1.0, left), self._look)
                return
        if self.phase is not Phase.QUIET:
            self._crowd.note("too_slow")
        self.hang_up()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


@web.middleware
async def time_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the connection that a whole head has come; it has to be the outermost middleware."""
    if isinstance(request.protocol, PatientHandler):
        request.protocol.begin(request)
    return await handler(request)


async def name_server(_request: web.Request, answer: web.StreamResponse) -> None:
    """Say no version of anything in the answer's headers."""
    answer.headers["Server"] = SERVER_NAME
