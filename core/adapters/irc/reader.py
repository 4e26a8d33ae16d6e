"""Reads the chat of any number of channels by IRC, and keeps doing so whatever breaks."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import structlog

from core.adapters.irc.socket import IrcSocket
from core.adapters.irc_lines import IrcLine, read_sent_at, translate
from core.domain.work.rate_window import (
    RateWindow,
    delay_seconds,
)
from core.ports.chat import ChatSink
from core.ports.work import Clock

_log = structlog.get_logger(__name__)
_random: Final = secrets.SystemRandom()

STEADY_SECONDS: Final = 30.0
"""A socket that lasted so long was a good one: the waits begin anew."""

REFUSALS: Final = {
    "msg_channel_suspended": "does not exist, or Twitch has suspended it",
    "msg_room_not_found": "does not exist",
    "msg_banned": "lets nobody read along who is not signed in",
    "tos_ban": "was closed by Twitch",
}
_UNANSWERED: Final = "is not known to Twitch"


@dataclass(frozen=True, slots=True, kw_only=True)
class IrcTuning:
    """How IRC is read; Twitch allows 20 joins in 10 s, and fewer than 100 channels a socket."""

    joins: int = 20
    join_seconds: float = 10.5
    channels_a_socket: int = 90
    silence_seconds: float = 45.0
    answer_seconds: float = 12.0
    join_tries: int = 3
    first_delay_seconds: float = 1.0


@dataclass(slots=True, eq=False)
class _Seat:
    """One channel: on which sockets it is read; it is deaf while on none."""

    login: str
    broadcaster_id: str = ""
    sockets: set[IrcSocket] = field(default_factory=set)
    tries: int = 0
    is_deaf: bool = False
    is_gone: bool = False


@dataclass(slots=True, eq=False)
class _Bench:
    """The channels that one socket reads."""

    seats: list[_Seat] = field(default_factory=list)
    leaving: list[_Seat] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class IrcReader:
    """A `PublicChat` on as many sockets as its channels need."""

    def __init__(self, *, url: str, clock: Clock, tuning: IrcTuning | None = None) -> None:
        self._url = url
        self._clock = clock
        self._tuning = tuning or IrcTuning()
        self._joins = RateWindow(self._tuning.joins, self._tuning.join_seconds)
        self._seats: dict[str, _Seat] = {}
        self._benches: list[_Bench] = []
        self._grown = asyncio.Event()

    def join(self, login: str) -> None:
        if login in self._seats:
            return
        seat = self._seats[login] = _Seat(login)
        room = self._tuning.channels_a_socket
        bench = next((b for b in self._benches if len(b.seats) < room), None)
        if bench is None:
            bench = _Bench()
            self._benches.append(bench)
            self._grown.set()
        bench.seats.append(seat)
        bench.changed.set()

    def leave(self, login: str) -> None:
        seat = self._seats.pop(login, None)
        if seat is None:
            return
        seat.is_gone = True
        for bench in self._benches:
            if seat in bench.seats:
                bench.seats.remove(seat)
                bench.leaving.append(seat)
                bench.changed.set()

    async def run(self, sink: ChatSink) -> None:
        started = 0
        async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
            while True:
                self._grown.clear()
                for bench in self._benches[started:]:
                    group.create_task(_Listener(self, bench, sink, http, group).run())
                started = len(self._benches)
                await self._grown.wait()

    @property
    def tuning(self) -> IrcTuning:
        return self._tuning

    @property
    def url(self) -> str:
        return self._url

    @property
    def clock(self) -> Clock:
        return self._clock

    def find_seat(self, login: str) -> _Seat | None:
        return self._seats.get(login)

    async def wait_for_join(self) -> None:
        """Wait until one more channel may be joined, on whichever socket."""
        loop = asyncio.get_running_loop()
        while not self._joins.take(loop.time()):  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(self._joins.wait_seconds(loop.time()))


class _Listener:
    """Keeps one bench's channels read: connects, joins, reads, and begins again."""

    def __init__(
        self,
        reader: IrcReader,
        bench: _Bench,
        sink: ChatSink,
        http: aiohttp.ClientSession,
        group: asyncio.TaskGroup,
    ) -> None:
        self._reader = reader
        self._bench = bench
        self._sink = sink
        self._http = http
        self._group = group
        self._replaces: IrcSocket | None = None
        self._is_replaced = False
        self._heard_at = reader.clock.now()

    async def run(self, *, replaces: IrcSocket | None = None) -> None:
        """Read until replaced by another; `replaces` is closed once everything is read here."""
        self._replaces = replaces
        attempt, tuning = 0, self._reader.tuning
        loop = asyncio.get_running_loop()
        while not self._has_successor():
            began = loop.time()
            try:
                socket = await IrcSocket.open(
                    self._http, self._reader.url, silence_seconds=tuning.silence_seconds
                )
                await self._read(socket)
            except (aiohttp.ClientError, OSError) as error:
                _log.info("irc.lost", reason=type(error).__name__, attempt=attempt)
            if self._has_successor():
                return
            attempt = 0 if loop.time() - began >= STEADY_SECONDS else attempt + 1
            first = tuning.first_delay_seconds
            await asyncio.sleep(delay_seconds(attempt, _random.random(), first=first))

    def _has_successor(self) -> bool:
        return self._is_replaced

    async def _read(self, socket: IrcSocket) -> None:
        joining = self._group.create_task(self._join_all(socket))
        try:
            async for line in socket.read():
                self._heard_at = self._reader.clock.now()
                await self._obey(socket, line)
        finally:
            joining.cancel()
            await socket.close()
            await self._leave(socket)

    async def _obey(self, socket: IrcSocket, line: IrcLine) -> None:
        seat = self._reader.find_seat(line.channel)
        room_id = seat.broadcaster_id if seat else ""
        if line.command == "ROOMSTATE":
            await self._take_seat(socket, seat, line.tags.get("room-id", ""))
        elif line.command == "RECONNECT":
            self._move(socket)
        elif line.command == "NOTICE":
            await self._refuse(seat, REFUSALS.get(line.tags.get("msg-id", ""), ""))
        else:
            at = read_sent_at(line, now=self._heard_at)
            if event := translate(line, at=at, room_id=room_id):
                await self._sink.hear(event)

    async def _join_all(self, socket: IrcSocket) -> None:
        """Join what is not read here yet, at Twitch's pace, and again what is not answered."""
        with _ends_quietly():
            while True:
                self._bench.changed.clear()
                await self._part(socket)
                for seat in list(self._bench.seats):
                    if socket not in seat.sockets and not seat.is_gone:
                        await self._reader.wait_for_join()
                        seat.tries += 1
                        await socket.send(f"JOIN #{seat.login}")
                await self._await_answers(socket)

    async def _part(self, socket: IrcSocket) -> None:
        for seat in [s for s in self._bench.leaving if socket in s.sockets]:
            seat.sockets.discard(socket)
            await socket.send(f"PART #{seat.login}")
        self._bench.leaving = [s for s in self._bench.leaving if s.sockets]

    async def _await_answers(self, socket: IrcSocket) -> None:
        """Wait for a change, or until an answer to a JOIN is overdue."""
        tuning = self._reader.tuning
        missing = [s for s in self._bench.seats if socket not in s.sockets and not s.is_gone]
        try:
            async with asyncio.timeout(tuning.answer_seconds if missing else None):
                await self._bench.changed.wait()
        except TimeoutError:
            for seat in missing:
                if seat.tries >= tuning.join_tries and socket not in seat.sockets:
                    await self._refuse(seat, _UNANSWERED)

    async def _take_seat(self, socket: IrcSocket, seat: _Seat | None, room_id: str) -> None:
        if seat is None or not room_id or socket in seat.sockets:
            return
        is_first, seat.broadcaster_id, seat.tries = not seat.broadcaster_id, room_id, 0
        seat.sockets.add(socket)
        if is_first:
            await self._sink.note_joined(seat.login, room_id)
        elif seat.is_deaf:
            await self._sink.mark_connected([room_id], at=self._heard_at)
        seat.is_deaf = False
        old = self._replaces
        if old and all(socket in seat.sockets for seat in self._bench.seats):
            self._replaces = None
            await old.close()

    async def _refuse(self, seat: _Seat | None, reason: str) -> None:
        if seat is None or not reason or seat.is_gone:
            return
        self._reader.leave(seat.login)
        await self._sink.note_refused(seat.login, f"The channel {seat.login} {reason}.")

    def _move(self, socket: IrcSocket) -> None:
        """Let another socket take over, and read here until it has."""
        if not self._is_replaced:
            self._is_replaced = True
            other = _Listener(self._reader, self._bench, self._sink, self._http, self._group)
            self._group.create_task(other.run(replaces=socket))

    async def _leave(self, socket: IrcSocket) -> None:
        """Say which channels are not read any more; the last that came is what was heard last."""
        deaf = []
        for seat in self._bench.seats:
            was_read = socket in seat.sockets
            seat.sockets.discard(socket)
            if was_read and not seat.sockets:
                seat.is_deaf = True
                deaf.append(seat.broadcaster_id)
        if deaf:
            await self._sink.mark_disconnected(
                deaf, since=self._heard_at, reason="the connection to Twitch's chat was lost"
            )


@contextmanager
def _ends_quietly() -> Iterator[None]:
    """Leave it to the reading half to notice that a socket broke while something was sent."""
    try:
        yield
    except (aiohttp.ClientError, OSError) as error:
        _log.debug("irc.send_failed", reason=type(error).__name__)
