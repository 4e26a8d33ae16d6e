"""Twitch's IRC on loopback, over websockets, as anonymous readers see it."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

JOINS_MAX = 20
JOIN_SECONDS = 10.0
_HOST = "tmi.twitch.tv"
_ESCAPES = {"\\": "\\\\", ";": "\\:", " ": "\\s", "\r": "\\r", "\n": "\\n"}


@dataclass(slots=True, kw_only=True, eq=False)
class IrcConnection:
    """One reader."""

    socket: web.WebSocketResponse
    nick: str = ""
    has_tags: bool = False
    channels: set[str] = field(default_factory=set)
    pongs: int = 0


class LoopbackIrc:
    """Sends what a test says to joined readers; `suspended` channels answer with a NOTICE."""

    def __init__(self) -> None:
        self.url = ""
        self.connections: list[IrcConnection] = []
        self.suspended: set[str] = set()
        self.unknown: set[str] = set()
        self.is_accepting = True
        self.answers_pings = True
        self.splits_frames = False
        self.join_seconds = JOIN_SECONDS
        self.refused_joins = 0
        self.connected = 0
        self.commands: list[str] = []
        self.room_ids: dict[str, str] = {}
        self._ids = itertools.count(1)
        self._joins: deque[float] = deque()

    def make_app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/", self._connect)
        return app

    def joined(self) -> set[str]:
        return {channel for c in self.connections for channel in c.channels}

    def room_id(self, channel: str) -> str:
        return self.room_ids.setdefault(channel, str(5000 + len(self.room_ids)))

    async def say(self, channel: str, chatter: str, text: str, **tags: str) -> int:
        """Send a chat line; return how many sockets got it."""
        return await self.send(channel, self.make_line(channel, chatter, text, **tags))

    def make_line(self, channel: str, chatter: str, text: str, **tags: str) -> str:
        """Return a PRIVMSG; a tag's underscore is a hyphen on the wire."""
        known = {
            "badge-info": "",
            "badges": "",
            "color": "",
            "display-name": chatter,
            "emotes": "",
            "flags": "",
            "id": f"irc-{next(self._ids)}",
            "mod": "0",
            "room-id": self.room_id(channel),
            "tmi-sent-ts": str(int(time.time() * 1000)),
            "user-id": f"u{chatter.lower()}",
            "user-type": "",
        }
        login = chatter.lower()
        prefix = f":{login}!{login}@{login}.{_HOST}"
        return f"@{_write_tags(known, tags)} {prefix} PRIVMSG #{channel} :{text}"

    async def notice(self, channel: str, kind: str, **tags: str) -> int:
        """Send a USERNOTICE: a raid, gifts, an announcement."""
        known = {
            "display-name": "Somebody",
            "login": "somebody",
            "id": f"irc-{next(self._ids)}",
            "msg-id": kind,
            "room-id": self.room_id(channel),
            "system-msg": "Somebody; did something",
            "tmi-sent-ts": str(int(time.time() * 1000)),
        }
        line = f"@{_write_tags(known, tags)} :{_HOST} USERNOTICE #{channel}"
        return await self.send(channel, line)

    async def ban(self, channel: str, login: str) -> int:
        tags = _write_tags({"room-id": self.room_id(channel), "target-user-id": "9"}, {})
        return await self.send(channel, f"@{tags} :{_HOST} CLEARCHAT #{channel} :{login}")

    async def send(self, channel: str, *lines: str) -> int:
        """Send lines, in one frame, to all who joined a channel."""
        listeners = [c for c in self.connections if channel in c.channels]
        for connection in listeners:
            await self._write(connection, *lines)
        return len(listeners)

    async def send_raw(self, frame: str) -> None:
        """Send a frame as it is, to everybody."""
        for connection in list(self.connections):
            await connection.socket.send_str(frame)

    async def ping(self) -> None:
        await self.send_raw(f"PING :{_HOST}\r\n")

    async def ask_to_reconnect(self) -> None:
        await self.send_raw(f":{_HOST} RECONNECT\r\n")

    async def drop(self) -> None:
        """Cut every socket."""
        for connection in list(self.connections):
            self.connections.remove(connection)
            await connection.socket.close()

    def fall_silent(self) -> None:
        """Leave the sockets open, but send nothing more, not even an answer to a PING."""
        self.answers_pings = False
        self.connections.clear()

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if not self.is_accepting:
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = IrcConnection(socket=socket)
        self.connections.append(connection)
        self.connected += 1
        self.answers_pings = True
        async for message in socket:
            if message.type.name == "TEXT":
                for line in message.data.splitlines():
                    await self._obey(connection, line)
        if connection in self.connections:
            self.connections.remove(connection)
        return socket

    async def _obey(self, connection: IrcConnection, line: str) -> None:
        command, _, rest = line.partition(" ")
        self.commands.append(line)
        if command == "CAP":
            connection.has_tags = "twitch.tv/tags" in rest
            capabilities = rest.partition(":")[2]
            await self._write(connection, f":{_HOST} CAP * ACK :{capabilities}")
        elif command == "NICK":
            connection.nick = rest
            welcome = (f":{_HOST} {n} {rest} :{t}" for n, t in (("001", "Welcome"), ("376", ">")))
            await self._write(connection, *welcome)
        elif command == "JOIN":
            for channel in rest.split(","):
                await self._join(connection, channel.strip().removeprefix("#"))
        elif command == "PART":
            connection.channels.discard(rest.removeprefix("#"))
        elif command == "PING" and self.answers_pings:
            await self._write(connection, f":{_HOST} PONG {_HOST} {rest}")
        elif command == "PONG":
            connection.pongs += 1

    async def _join(self, connection: IrcConnection, channel: str) -> None:
        now = asyncio.get_running_loop().time()
        while self._joins and self._joins[0] <= now - self.join_seconds:
            self._joins.popleft()
        if len(self._joins) >= JOINS_MAX:
            self.refused_joins += 1
            return
        self._joins.append(now)
        if channel in self.unknown:
            return
        if channel in self.suspended:
            text = "This channel does not exist or has been suspended."
            line = f"@msg-id=msg_channel_suspended :{_HOST} NOTICE #{channel} :{text}"
            await self._write(connection, line)
            return
        connection.channels.add(channel)
        nick = connection.nick
        state = f"@emote-only=0;room-id={self.room_id(channel)};slow=0"
        await self._write(
            connection,
            f":{nick}!{nick}@{nick}.{_HOST} JOIN #{channel}",
            f"{state} :{_HOST} ROOMSTATE #{channel}",
        )

    async def _write(self, connection: IrcConnection, *lines: str) -> None:
        frame = "".join(f"{line}\r\n" for line in lines)
        middle = len(frame) // 2
        parts = [frame[:middle], frame[middle:]] if self.splits_frames else [frame]
        for part in parts:
            if not connection.socket.closed:
                with suppress(ConnectionError):  # a reader that was killed hears nothing
                    await connection.socket.send_str(part)


def _write_tags(known: dict[str, str], given: dict[str, str]) -> str:
    tags = known | {name.replace("_", "-"): value for name, value in given.items()}
    return ";".join(f"{name}={_escape(value)}" for name, value in tags.items())


def _escape(value: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in value)


@asynccontextmanager
async def run_irc() -> AsyncIterator[LoopbackIrc]:
    """Serve IRC on a free port until the block ends."""
    irc = LoopbackIrc()
    server = TestServer(irc.make_app())
    await server.start_server()
    irc.url = str(server.make_url("/")).replace("http", "ws")
    try:
        yield irc
    finally:
        await irc.drop()
        await server.close()
