"""Reads the chat of any number of channels over IRC, and reconnects whatever breaks."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import structlog

from core.adapters.irc.join_schedule import JoinSchedule
from core.adapters.irc.refusals import REFUSALS
from core.adapters.irc.socket import IrcSocket
from core.adapters.irc_lines import IrcLine, read_sent_at, translate
from core.domain.work.rate_window import RateWindow, delay_seconds
from core.ports.chat import ChatSink
from core.ports.work import Clock

_log = structlog.get_logger(__name__)
_random: Final = secrets.SystemRandom()

STEADY_SECONDS: Final = 30.0
"""After a connection that lasted this long, the backoff starts over."""

SKIPPED_SECONDS: Final = 60.0
"""Lines that cannot be used are logged this rarely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IrcTuning:
    """Limits and timeouts; Twitch allows 20 joins in 10 s and fewer than 100 channels a socket.

    A socket through which no JOIN was answered after `join_tries` of them is replaced.
    """

    joins: int = 20
    join_seconds: float = 10.5
    channels_a_socket: int = 90
    silence_seconds: float = 45.0
    answer_seconds: float = 12.0
    join_tries: int = 3
    first_delay_seconds: float = 1.0


@dataclass(slots=True, eq=False)
class _Channel:
    """One channel and the sockets that read it; it is disconnected while there are none."""

    login: str
    broadcaster_id: str = ""
    sockets: set[IrcSocket] = field(default_factory=set)
    unheard_since: float = 0.0
    is_disconnected: bool = False
    is_gone: bool = False


@dataclass(slots=True, eq=False)
class _Batch:
    """The channels that one socket reads."""

    channels: list[_Channel] = field(default_factory=list)
    leaving: list[_Channel] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class IrcReader:
    """A `PublicChat` on as many sockets as its channels need."""

    def __init__(self, *, url: str, clock: Clock, tuning: IrcTuning | None = None) -> None:
        self._url = url
        self._clock = clock
        self._tuning = tuning or IrcTuning()
        self._joins = RateWindow(self._tuning.joins, self._tuning.join_seconds)
        self._channels: dict[str, _Channel] = {}
        self._batches: list[_Batch] = []
        self._grown = asyncio.Event()
        self._skipped, self._skipped_at = 0, float("-inf")

    def join(self, login: str) -> None:
        if login in self._channels:
            return
        channel = self._channels[login] = _Channel(
            login, unheard_since=self._clock.steady_seconds()
        )
        room = self._tuning.channels_a_socket
        batch = next((b for b in self._batches if len(b.channels) < room), None)
        if batch is None:
            batch = _Batch()
            self._batches.append(batch)
            self._grown.set()
        batch.channels.append(channel)
        batch.changed.set()

    def leave(self, login: str) -> None:
        channel = self._channels.pop(login, None)
        if channel is None:
            return
        channel.is_gone = True
        for batch in self._batches:
            if channel in batch.channels:
                batch.channels.remove(channel)
                batch.leaving.append(channel)
                batch.changed.set()

    def list_unheard(self) -> tuple[str, ...]:
        longest = self._tuning.answer_seconds * 2
        since = self._clock.steady_seconds() - longest
        channels = self._channels.values()
        return tuple(c.login for c in channels if not c.sockets and c.unheard_since <= since)

    async def run(self, sink: ChatSink) -> None:
        started = 0
        async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
            while True:
                self._grown.clear()
                for batch in self._batches[started:]:
                    group.create_task(_Listener(self, batch, sink, http, group).run())
                started = len(self._batches)
                await self._grown.wait()

    def note_skipped(self, line: IrcLine, error: Exception) -> None:
        """Log a line that could not be used, but not each of a flood of them."""
        self._skipped += 1
        now = self._clock.steady_seconds()
        if now - self._skipped_at >= SKIPPED_SECONDS:
            facts = {"command": line.command, "channel": line.channel, "lines": self._skipped}
            _log.warning("irc.line_skipped", exc_info=error, **facts)
            self._skipped, self._skipped_at = 0, now

    @property
    def tuning(self) -> IrcTuning:
        return self._tuning

    @property
    def url(self) -> str:
        return self._url

    @property
    def clock(self) -> Clock:
        return self._clock

    def find_channel(self, login: str) -> _Channel | None:
        return self._channels.get(login)

    async def wait_for_join(self) -> None:
        """Wait until one more channel may be joined, on whichever socket."""
        loop = asyncio.get_running_loop()
        while not self._joins.take(loop.time()):  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(self._joins.wait_seconds(loop.time()))


class _Listener:
    """Keeps reading one batch's channels: connects, joins, reads, and reconnects."""

    def __init__(
        self,
        reader: IrcReader,
        batch: _Batch,
        sink: ChatSink,
        http: aiohttp.ClientSession,
        group: asyncio.TaskGroup,
    ) -> None:
        self._reader = reader
        self._batch = batch
        self._sink = sink
        self._http = http
        self._group = group
        self._replaces: IrcSocket | None = None
        self._is_replaced = False
        self._heard_at = reader.clock.now()

    async def run(self, *, replaces: IrcSocket | None = None) -> None:
        """Read until another takes over; `replaces` is closed once all channels are joined here."""
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
            except Exception as error:  # noqa: BLE001 - one socket's trouble is not the others'
                _log.warning("irc.failed", attempt=attempt, exc_info=error)
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
                await self._obey_or_skip(socket, line)
        finally:
            joining.cancel()
            await socket.close()
            await self._leave(socket)

    async def _obey_or_skip(self, socket: IrcSocket, line: IrcLine) -> None:
        """Act on a line; one that nobody can make sense of, or store, is no reason to stop."""
        try:
            await self._obey(socket, line)
        except (aiohttp.ClientError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the edge of a line: the next is read
            self._reader.note_skipped(line, error)

    async def _obey(self, socket: IrcSocket, line: IrcLine) -> None:
        channel = self._reader.find_channel(line.channel)
        room_id = channel.broadcaster_id if channel else ""
        if line.command == "ROOMSTATE":
            await self._mark_joined(socket, channel, line.tags.get("room-id", ""))
        elif line.command == "RECONNECT":
            self._move(socket)
        elif line.command == "NOTICE":
            await self._refuse(channel, REFUSALS.get(line.tags.get("msg-id", ""), ""))
        else:
            at = read_sent_at(line, now=self._heard_at)
            if event := translate(line, at=at, room_id=room_id):
                await self._sink.hear(event)

    async def _join_all(self, socket: IrcSocket) -> None:
        """Join the channels that this socket lacks, at Twitch's pace; retry unanswered joins."""
        tuning, clock = self._reader.tuning, self._reader.clock
        asked = JoinSchedule(
            answer_seconds=tuning.answer_seconds, tries_max=tuning.join_tries, clock=clock
        )
        with _ends_quietly():
            while True:
                self._batch.changed.clear()
                await self._part(socket)
                for channel in self._list_missing(socket):
                    if asked.is_due(channel.login):
                        await self._reader.wait_for_join()
                        asked.note(channel.login)
                        await socket.send(f"JOIN #{channel.login}")
                await self._await_answers(socket, asked)
                if asked.is_mute and not any(socket in c.sockets for c in self._batch.channels):
                    _log.warning("irc.mute", channels=len(self._batch.channels))
                    await socket.close()
                    return

    def _list_missing(self, socket: IrcSocket) -> list[_Channel]:
        return [c for c in self._batch.channels if socket not in c.sockets and not c.is_gone]

    async def _part(self, socket: IrcSocket) -> None:
        for channel in [s for s in self._batch.leaving if socket in s.sockets]:
            channel.sockets.discard(socket)
            await socket.send(f"PART #{channel.login}")
        self._batch.leaving = [s for s in self._batch.leaving if s.sockets]

    async def _await_answers(self, socket: IrcSocket, asked: JoinSchedule) -> None:
        """Wait for a change of the channels, or until the answer to a JOIN is overdue."""
        wait = asked.wait_seconds(c.login for c in self._list_missing(socket))
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._batch.changed.wait()

    async def _mark_joined(self, socket: IrcSocket, channel: _Channel | None, room_id: str) -> None:
        if channel is None or not room_id or socket in channel.sockets:
            return
        is_first, channel.broadcaster_id = not channel.broadcaster_id, room_id
        channel.sockets.add(socket)
        if is_first:
            await self._sink.note_joined(channel.login, room_id)
        elif channel.is_disconnected:
            await self._sink.mark_connected([room_id], at=self._heard_at)
        channel.is_disconnected = False
        old = self._replaces
        if old and all(socket in channel.sockets for channel in self._batch.channels):
            self._replaces = None
            await old.close()

    async def _refuse(self, channel: _Channel | None, reason: str) -> None:
        if channel is None or not reason or channel.is_gone:
            return
        self._reader.leave(channel.login)
        await self._sink.note_refused(channel.login, f"The channel {channel.login} {reason}.")

    def _move(self, socket: IrcSocket) -> None:
        """Let another socket take over, and keep reading until it has."""
        if not self._is_replaced:
            self._is_replaced = True
            other = _Listener(self._reader, self._batch, self._sink, self._http, self._group)
            self._group.create_task(other.run(replaces=socket))

    async def _leave(self, socket: IrcSocket) -> None:
        """Report channels that no socket reads any more, since the last line that arrived."""
        disconnected = []
        for channel in self._batch.channels:
            was_read = socket in channel.sockets
            channel.sockets.discard(socket)
            if was_read and not channel.sockets:
                channel.is_disconnected = True
                channel.unheard_since = self._reader.clock.steady_seconds()
                disconnected.append(channel.broadcaster_id)
        if disconnected:
            await self._sink.mark_disconnected(
                disconnected,
                since=self._heard_at,
                reason="the connection to Twitch's chat was lost",
            )


@contextmanager
def _ends_quietly() -> Iterator[None]:
    """Ignore a socket that breaks while sending; the reading half notices it, too."""
    try:
        yield
    except (aiohttp.ClientError, OSError) as error:
        _log.debug("irc.send_failed", reason=type(error).__name__)
