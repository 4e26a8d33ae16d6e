"""Discord on loopback: its gateway and the part of its REST interface that the bot uses.

It keeps the rules that people meet: bot authorization and a user agent, 10 MiB a file (413 and
40005), nonces, no content beside components of version 2, attachments that an edit keeps only where
it lists them, three seconds for the first answer to an interaction and only one of them, 15 minutes
for its token, rate limits with all headers, resumable sessions, and shards: `guild_id >> 22` modulo
their number has a server's events, and what belongs to no server goes to shard 0. Every request is
kept, and checked against the official OpenAPI file where that is at hand.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.servers.openapi import OpenApi
from tests.servers.own_time import OwnTime, count_own_time

TOKEN = "loopback.bot.token"
APPLICATION_ID = "900000000000000001"
BOT_ID = "900000000000000001"
INSTALLER_ID = "100000000000000001"
BODY: web.RequestKey[Any] = web.RequestKey("BODY", object)
FILES: web.RequestKey[dict[str, bytes]] = web.RequestKey("FILES", dict)
FILE_BYTES_MAX = 10 * 1024 * 1024
COMPONENTS_V2 = 1 << 15
EPOCH_MILLISECONDS = 1420070400000
EVERYTHING = str((1 << 50) - 1)
_SPEC = Path(__file__).parents[2].parent / "shared" / "specs" / "discord-openapi.json"


@dataclass(slots=True, kw_only=True)
class Guild:
    """A server: its channels by name, its roles by name, its members' role ids."""

    id: str
    owner_id: str
    channels: dict[str, str]
    roles: dict[str, str]
    members: dict[str, list[str]]


@dataclass(slots=True, kw_only=True)
class Interaction:
    """What a person typed or pressed, and the answers; `kind` is the callback's type."""

    id: str
    token: str
    guild_id: str
    sent_at: float
    kind: int | None = None
    after_seconds: float | None = None
    texts: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class _Session:
    shard_id: int = 0
    shards: int = 1
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None

    def hears(self, data: dict[str, Any]) -> bool:
        """Say whether an event is for this shard, by the server that it names."""
        guild_id = data.get("guild_id") or (data["id"] if "owner_id" in data else "0")
        return find_shard(str(guild_id), self.shards) == self.shard_id


class LoopbackDiscord:
    """The state of a small Discord, and short ways to act as its people."""

    def __init__(self) -> None:  # noqa: PLR0915 - each is something that a test may set
        self.guilds: dict[str, Guild] = {}
        self.bots = {BOT_ID}
        self.messages: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.attached: dict[str, dict[str, Any]] = {}
        self.reactions: dict[str, dict[str, list[str]]] = {}
        self.locales: dict[str, str] = {}
        """In which language somebody's Discord is, if not in `locale`."""
        self.direct: dict[str, str] = {}
        self.told: list[tuple[str, str]] = []
        """Who was told what in a conversation of their own."""
        self.interactions: dict[str, Interaction] = {}
        self.commands: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.resumes = 0
        self.identifies = 0
        self.shards_needed = 1
        """How many shards a session needs; with fewer it would have too many servers (4011)."""
        self.identify_seconds = 0.0
        """How far apart sessions of one key begin; what comes sooner is an invalid session."""
        self.max_concurrency = 1
        """How many keys there are: the number of a shard modulo this is its key."""
        self.shards_seen: list[list[int] | None] = []
        """With which `shard` sessions were asked for."""
        self.too_soon = 0
        """How many identifies came sooner than they may."""
        self.resumed_shards: list[int] = []
        self.refused_shards: dict[int, int] = {}
        """The close codes that single shards' identifies are answered with."""
        self.sessions_left = 1000
        """How many more sessions the bot may begin today."""
        self.limits_each_route_once = False
        self.forgets_sessions = False
        self.file_bytes_max = FILE_BYTES_MAX
        self.refusals: dict[tuple[str, str], int] = {}
        """The status that the next request of a route gets; ids in its path are `*`."""
        self.hang_ups: list[tuple[str, str]] = []
        """Method and end of the path of requests that get no answer: the connection breaks."""
        self.is_down = False
        """Nothing answers: connections of the gateway and of requests break."""
        self.status_for_all: int | None = None
        """The status that every request of the bot gets while it is set."""
        self.refuses_identify_with: int | None = None
        """The close code that the gateway answers an identify with, as 4004 or 4014."""
        self.forbidden_channels: set[str] = set()
        """Channels that the bot may neither see nor write in."""
        self.without_history: set[str] = set()
        """Channels whose history the bot may not read: a list of messages is empty there."""
        self.hidden_channels: set[str] = set()
        self.overwrites: dict[str, list[dict[str, Any]]] = {}
        """What channels change of the rights of roles and members, by their ids."""
        self.role_rights: dict[str, str] = {}
        """Rights of roles that differ from the usual, by their ids."""
        self.application: dict[str, Any] = {}
        """Switches of the application that differ from the usual."""
        self.archived: dict[str, bool] = {}
        """Threads that nobody may edit anything in until they are woken up."""
        self.bursts: dict[str, dict[str, list[str]]] = {}
        """Super reactions: who gave which on a message."""
        self.locale = "en-US"
        """The language of everybody's Discord, and of every server."""
        self.url = ""
        self.time = OwnTime()
        """What answers are timed by: a loaded machine is not the bot's fault."""
        self._limited: set[tuple[str, str]] = set()
        self._nonces: dict[str, str] = {}
        self._sessions: dict[str, _Session] = {}
        self._identified: dict[int, float] = {}
        # Ids contain their time: Discord uses them to find messages after a time.
        self._number = (int(time.time() * 1000) - EPOCH_MILLISECONDS) << 22
        self._openapi = OpenApi.read(_SPEC) if _SPEC.exists() else None

    # --- what a test sets up and does -------------------------------------------------------

    def new_id(self) -> str:
        self._number += 1 << 22
        return str(self._number)

    def add_guild(self, *, owner_id: str = INSTALLER_ID) -> Guild:
        guild = Guild(
            id=self.new_id(),
            owner_id=owner_id,
            channels={"review": self.new_id(), "chat": self.new_id()},
            roles={"moderators": self.new_id(), "fans": self.new_id()},
            members={owner_id: [], BOT_ID: []},
        )
        self.guilds[guild.id] = guild
        return guild

    async def announce(self, guild: Guild) -> None:
        """Tell the bot that it was invited to a server."""
        await self._dispatch("GUILD_CREATE", self._guild(guild))

    def add_member(self, guild: Guild, *roles: str) -> str:
        user_id = self.new_id()
        guild.members[user_id] = [guild.roles[role] for role in roles]
        return user_id

    async def react(self, user_id: str, message_id: str, emoji: str) -> None:
        users = self.reactions[message_id].setdefault(emoji, [])
        if user_id not in users:
            users.append(user_id)
        guild = self._guild_of(message_id)
        member = self._member(guild, user_id)
        await self._dispatch(
            "MESSAGE_REACTION_ADD", self._reaction(message_id, user_id, emoji) | {"member": member}
        )

    async def super_react(self, user_id: str, message_id: str, emoji: str) -> None:
        """React with an effect, which Discord counts and lists apart."""
        self.bursts.setdefault(message_id, {}).setdefault(emoji, []).append(user_id)
        guild = self._guild_of(message_id)
        more = {"member": self._member(guild, user_id), "burst": True, "type": 1}
        await self._dispatch(
            "MESSAGE_REACTION_ADD", self._reaction(message_id, user_id, emoji) | more
        )

    async def unreact(self, user_id: str, message_id: str, emoji: str) -> None:
        self.reactions[message_id][emoji].remove(user_id)
        await self._dispatch("MESSAGE_REACTION_REMOVE", self._reaction(message_id, user_id, emoji))

    async def press(self, user_id: str, message_id: str, label: str) -> Interaction:
        """Press the button with this label; it must be there."""
        message = self.messages[message_id]
        (button,) = [b for b in list_buttons(message) if b["label"] == label]
        return await self.press_id(user_id, message_id, button["custom_id"])

    async def press_id(self, user_id: str, message_id: str, custom_id: str) -> Interaction:
        """Press a button by its id, as if it were on the message."""
        button = {"type": 2, "style": 2, "label": "any", "custom_id": custom_id, "id": 9999}
        row = {"type": 1, "id": 9998, "components": [button]}
        message = self._shown(message_id)
        message = message | {"components": [*message["components"], row]}
        data = {"component_type": 2, "custom_id": custom_id, "id": 0}
        guild = self._guild_of(message_id)
        more = {"message": message}
        return await self._interact(guild, user_id, message["channel_id"], 3, data, more)

    async def press_on(self, asked: Interaction, user_id: str, label: str) -> Interaction:
        """Press a button on an answer that only the caller can see."""
        last = asked.messages[-1]
        message = last | {"flags": last["flags"] | 64, "reactions": []}
        (button,) = [b for b in list_buttons(message) if b["label"] == label]
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button.get("id", 0)}
        guild = self.guilds[asked.guild_id]
        channel_id = guild.channels["chat"]
        return await self._interact(guild, user_id, channel_id, 3, data, {"message": message})

    async def submit(self, asked: Interaction, user_id: str, **values: str) -> Interaction:
        """Submit the form that was shown, naming each field by the first word of its label."""
        form, guild = asked.messages[-1], self.guilds[asked.guild_id]
        components: list[dict[str, Any]] = []
        for label in form["components"]:
            field_ = label["component"]
            given = values.get(label["label"].split()[0].lower())
            answer: dict[str, Any] = {"values": [given] if given else _chosen(field_)}
            if field_["type"] == 4:
                answer = {"value": given or ""}
            shown = {"type": field_["type"], "id": 0, "custom_id": field_["custom_id"]}
            components.append({"type": 18, "id": 0, "component": shown | answer})
        chosen = [v for c in components for v in c["component"].get("values", [])]
        resolved = {
            "channels": {
                v: self._channel(guild, v) | {"permissions": EVERYTHING}
                for v in chosen
                if v in guild.channels.values()
            },
            "roles": {
                v: self._role(guild, v) for v in chosen if v in {guild.id, *guild.roles.values()}
            },
        }
        data = {"custom_id": form["custom_id"], "components": components, "resolved": resolved}
        return await self._interact(guild, user_id, guild.channels["chat"], 5, data, {})

    async def type_command(
        self, guild: Guild, user_id: str, command: str, *, channel: str = "chat", **options: Any
    ) -> Interaction:
        """Type `/name` or `/group name` with options of the types that the bot registered."""
        data = self._command_data(guild, command, options)
        return await self._interact(guild, user_id, guild.channels[channel], 2, data, {})

    async def use_menu(self, user_id: str, message_id: str, name: str) -> Interaction:
        """Choose a command of the menu that opens on a message."""
        command = next(c for c in self.commands if c["name"] == name and c.get("type") == 3)
        guild, message = self._guild_of(message_id), self._shown(message_id)
        data = {"id": command["id"], "name": name, "type": 3, "target_id": message_id}
        data["resolved"] = {"messages": {message_id: message}}
        return await self._interact(guild, user_id, message["channel_id"], 2, data, {})

    def attach(self, name: str, content: bytes, *, content_type: str = "video/mp4") -> str:
        """Return the id of a file to attach to the next command."""
        attachment_id = self.new_id()
        name = re.sub(r"[^\w.-]", "_", name)
        path = f"/ephemeral-attachments/{self.new_id()}/{attachment_id}/{name}"
        url = f"{self.url}{path}?ex=6a&is=69&hm=ab"
        self.files[path] = content
        self.attached[attachment_id] = {
            "id": attachment_id,
            "filename": name,
            "size": len(content),
            "url": url,
            "proxy_url": url,
            "content_type": content_type,
            "ephemeral": True,
        }
        return attachment_id

    async def complete(
        self, guild: Guild, user_id: str, command: str, **options: Any
    ) -> list[dict[str, Any]]:
        """Return the choices offered while the last option is typed."""
        asked = await self.ask_choices(guild, user_id, command, **options)
        await asyncio.wait_for(asked.answered.wait(), 30)
        return asked.choices

    async def ask_choices(
        self, guild: Guild, user_id: str, command: str, **options: Any
    ) -> Interaction:
        """Type into the last option of a command."""
        data = self._command_data(guild, command, options)
        inner = data["options"]
        while inner and inner[-1].get("options"):
            inner = inner[-1]["options"]
        inner[-1]["focused"] = True
        channel_id = guild.channels["chat"]
        return await self._interact(guild, user_id, channel_id, 4, data, {})

    def lay_message(self, channel_id: str, *emojis: str) -> str:
        """Return the id of a message that the bot wrote long ago, with its own reactions."""
        message = self._new_message(channel_id, {"content": "an old card"}, {})
        self.reactions[message["id"]] = {emoji: [BOT_ID] for emoji in emojis}
        return str(message["id"])

    async def chat(self, guild: Guild, channel: str, text: str) -> None:
        """Add messages of people to a channel."""
        message = self._new_message(guild.channels[channel], {"content": text}, {})
        message["author"] = self._user(INSTALLER_ID)

    def forget_nonces(self) -> None:
        """Let minutes pass: what was posted before is no longer recognised by its nonce."""
        self._nonces.clear()

    async def drop(self, *, code: int = 4000, shard_id: int | None = None) -> None:
        """Cut every gateway connection, or a shard's; after the usual code they can be resumed."""
        for session in self._sessions.values():
            is_meant = shard_id is None or session.shard_id == shard_id
            if is_meant and session.socket is not None:
                await session.socket.close(code=code)

    async def go_down(self) -> None:
        """Be away, as a whole, until `is_down` is False again."""
        self.is_down = True
        await self.drop()

    async def change_role(self, guild: Guild, role: str) -> None:
        """Let somebody change what a role may do."""
        told = {"guild_id": guild.id, "role": self._role(guild, guild.roles[role])}
        await self._dispatch("GUILD_ROLE_UPDATE", told)

    def cards(self, guild: Guild) -> list[dict[str, Any]]:
        """Return the messages of the review channel, oldest first."""
        review = guild.channels["review"]
        return [m for m in self.messages.values() if m["channel_id"] == review]

    # --- the gateway ------------------------------------------------------------------------

    async def serve_gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        try:
            await self._converse(socket)
        finally:
            for session in self._sessions.values():
                if session.socket is socket:
                    session.socket = None
        return socket

    async def _converse(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            told = json.loads(frame.data)
            match told["op"]:
                case 1:
                    await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
                case 2:
                    await self._identify(socket, told["d"])
                case 6:
                    await self._resume(socket, told["d"])

    async def _identify(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        shard = told.get("shard")
        self.shards_seen.append(shard)
        code = 4004 if told["token"] != TOKEN else self.refuses_identify_with
        if (code := code or self._find_shard_fault(shard)) is not None:
            await socket.close(code=code)
            return
        shard_id, shards = shard or (0, 1)
        if self._is_too_soon(shard_id % self.max_concurrency):
            self.too_soon += 1
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        self.identifies += 1
        name = f"session-{self.identifies}"
        # A token may have several sessions at a time, each of which hears everything.
        self._sessions = {n: s for n, s in self._sessions.items() if s.socket is not None}
        session = _Session(socket=socket, shard_id=shard_id, shards=shards)
        self._sessions[name] = session
        guilds = [g for g in self.guilds.values() if find_shard(g.id, shards) == shard_id]
        ready = {
            "v": 10,
            "user": self._user(BOT_ID),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": name,
            "resume_gateway_url": self.url.replace("http://", "ws://") + "/gw/",
            "application": {"id": APPLICATION_ID, "flags": 0},
        } | ({} if shard is None else {"shard": shard})
        await self._send(session, "READY", ready)
        for guild in guilds:
            known = self._guild(guild) | {"unavailable": False}
            await self._send(session, "GUILD_CREATE", known)

    def _find_shard_fault(self, shard: Any) -> int | None:
        """Return the close code for a `shard` that Discord does not take."""
        if shard is None:
            return 4011 if self.shards_needed > 1 else None
        shard_id, shards = shard
        if not 0 <= shard_id < shards:
            return 4010
        if shards < self.shards_needed:
            return 4011
        return self.refused_shards.get(shard_id)

    def _is_too_soon(self, key: int) -> bool:
        now, last = time.monotonic(), self._identified.get(key, -1e9)
        if now - last < self.identify_seconds:
            return True
        self._identified[key] = now
        return False

    async def _resume(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        session = self._sessions.get(told["session_id"])
        if session is None or self.forgets_sessions:
            self.forgets_sessions = False
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        self.resumes += 1
        self.resumed_shards.append(session.shard_id)
        session.socket = socket
        for event in session.events[told["seq"] :]:
            await socket.send_json(event)
        await self._send(session, "RESUMED", {})

    async def _dispatch(self, name: str, data: dict[str, Any]) -> None:
        for session in list(self._sessions.values()):
            if session.hears(data):
                await self._send(session, name, data)

    async def _send(self, session: _Session, name: str, data: dict[str, Any]) -> None:
        event = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        if session.socket is not None and not session.socket.closed:
            # Whoever was killed is not missed; the others hear it all the same.
            with suppress(ConnectionError):
                await session.socket.send_json(event)

    # --- REST -------------------------------------------------------------------------------

    @web.middleware
    async def keep_rules(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.is_down:
            assert request.transport is not None
            request.transport.close()
            raise ConnectionResetError
        if request.path.startswith(("/gw", "/ephemeral-attachments/")):
            return await handler(request)  # type: ignore[no-any-return]
        path = request.path.removeprefix("/api/v10")
        self.requests.append((request.method, path))
        if refused := self._refuse(request, path):
            return refused
        route = (request.method, re.sub(r"\d{6,}", "*", path))
        if self.limits_each_route_once and route not in self._limited:
            self._limited.add(route)
            return _limited()
        if cut := [
            hung for hung in self.hang_ups if hung[0] == route[0] and path.endswith(hung[1])
        ]:
            self.hang_ups.remove(cut[0])
            assert request.transport is not None
            request.transport.close()
            raise ConnectionResetError
        if route in self.refusals:
            status = self.refusals.pop(route)
            return _json({"message": "It does not work now", "code": 0}, status=status)
        body, files = await _read_body(request)
        request[BODY], request[FILES] = body, files
        self._check(request.method, path, body)
        if any(len(content) > self.file_bytes_max for content in files.values()):
            return _json({"message": "Request entity too large", "code": 40005}, status=413)
        return await handler(request)  # type: ignore[no-any-return]

    def _refuse(self, request: web.Request, path: str) -> web.Response | None:
        """Return the answer to a request that may not be made, or not now."""
        is_callback = path.startswith(("/interactions/", "/webhooks/"))
        if not is_callback and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        # discord.py names itself on the routes of the bot, not on those of interactions.
        if not is_callback and not request.headers["User-Agent"].startswith("DiscordBot ("):
            return _json({"message": "Cloudflare", "code": 40333}, status=403)
        if self.status_for_all is not None:
            return _json({"message": "It does not work now", "code": 0}, status=self.status_for_all)
        channel_id = path.removeprefix("/channels/").partition("/")[0]
        if path.startswith("/channels/") and channel_id in self.forbidden_channels:
            return _json({"message": "Missing Access", "code": 50001}, status=403)
        return None

    def _check(self, method: str, path: str, body: Any) -> None:
        if self._openapi is None:
            return
        if isinstance(body, dict):
            # discord.py sends the ids of new attachments, and of whom to talk to, as integers: the
            # known deviations.
            if "recipient_id" in body:
                body = body | {"recipient_id": str(body["recipient_id"])}
            attachments = body.get("attachments") or []
            body = body | (
                {"attachments": [a | {"id": str(a["id"])} for a in attachments]}
                if "attachments" in body
                else {}
            )
        self.faults += self._openapi.check(method, path.replace("%40", "@"), body)

    async def give_file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.path) if "hm" in request.query else None
        if content is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=content, content_type="application/octet-stream")

    async def show_me(self, _request: web.Request) -> web.Response:
        return _json(self._user(BOT_ID))

    async def show_gateway(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": self.sessions_left, "reset_after": 14_400_000}
        more = {"session_start_limit": limit | {"max_concurrency": self.max_concurrency}}
        url = self.url.replace("http", "ws") + "/gw/"
        return _json({"url": url, "shards": self.shards_needed} | more)

    async def list_own_guilds(self, _request: web.Request) -> web.Response:
        return _json([{"id": g.id, "name": f"server {g.id}"} for g in self.guilds.values()])

    async def show_guild(self, request: web.Request) -> web.Response:
        guild = self.guilds.get(request.match_info["guild"])
        if guild is None:
            return _json({"message": "Unknown Guild", "code": 10004}, status=404)
        return _json(self._guild(guild))

    async def show_channel(self, request: web.Request) -> web.Response:
        channel_id = request.match_info["channel"]
        for guild in self.guilds.values():
            if channel_id in guild.channels.values() and channel_id not in self.hidden_channels:
                return _json(self._channel(guild, channel_id))
        return _json({"message": "Missing Access", "code": 50001}, status=403)

    async def show_application(self, _request: web.Request) -> web.Response:
        return _json(
            {
                "id": APPLICATION_ID,
                "name": "Truss",
                "description": "",
                "icon": None,
                "rpc_origins": [],
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": self._user(INSTALLER_ID),
                "summary": "",
                "verify_key": "0" * 64,
                "flags": 0,
                "team": None,
            }
            | self.application
        )

    async def put_commands(self, request: web.Request) -> web.Response:
        self.commands = [
            {"id": self.new_id(), "application_id": APPLICATION_ID, "version": "1"}
            | {"description": ""}
            | command
            for command in request[BODY]
        ]
        return _json(self.commands)

    async def create_message(self, request: web.Request) -> web.Response:
        channel_id, body = request.match_info["channel"], request[BODY]
        if channel_id in self.direct:
            self.told.append((self.direct[channel_id], body["content"]))
            message = self._make_message(channel_id, body) | {"id": self.new_id(), "reactions": []}
            return _json(message)
        if not any(channel_id in guild.channels.values() for guild in self.guilds.values()):
            return _json({"message": "Unknown Channel", "code": 10003}, status=404)
        if body.get("flags", 0) & COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
            return _json({"message": "Invalid Form Body", "code": 50035}, status=400)
        nonce = body.get("nonce")
        if body.get("enforce_nonce") and nonce in self._nonces:
            return _json(self._shown(self._nonces[nonce]))
        # Whoever writes into a thread that sleeps wakes it up.
        self.archived.pop(channel_id, None)
        message = self._new_message(channel_id, body, request[FILES])
        if nonce is not None:
            self._nonces[str(nonce)] = message["id"]
        return _json(self._shown(message["id"]))

    async def start_thread(self, request: web.Request) -> web.Response:
        channel_id = request.match_info["channel"]
        guild = next(g for g in self.guilds.values() if channel_id in g.channels.values())
        thread_id = self.new_id()
        guild.channels[request[BODY]["name"]] = thread_id
        self.archived[thread_id] = False
        thread = self._channel(guild, thread_id) | {"type": 11, "parent_id": channel_id}
        return _json(thread, status=201)

    async def edit_channel(self, request: web.Request) -> web.Response:
        channel_id = request.match_info["channel"]
        self.archived[channel_id] = request[BODY]["archived"]
        return _json({"id": channel_id, "type": 11})

    async def list_messages(self, request: web.Request) -> web.Response:
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        assert 1 <= limit <= 100
        if request.match_info["channel"] in self.without_history:
            return _json([])
        found = [
            self._shown(message_id)
            for message_id, message in self.messages.items()
            if message["channel_id"] == request.match_info["channel"] and int(message_id) > after
        ]
        return _json((found[:limit] if after else found[-limit:])[::-1])

    async def show_message(self, request: web.Request) -> web.Response:
        message_id = request.match_info["message"]
        if request.match_info["channel"] in self.without_history:
            return _json({"message": "Missing Permissions", "code": 50013}, status=403)
        if message_id not in self.messages:
            return _json({"message": "Unknown Message", "code": 10008}, status=404)
        return _json(self._shown(message_id))

    async def edit_message(self, request: web.Request) -> web.Response:
        message_id, body = request.match_info["message"], request[BODY]
        if message_id not in self.messages:
            return _json({"message": "Unknown Message", "code": 10008}, status=404)
        message = self.messages[message_id]
        if self.archived.get(message["channel_id"]):
            return _json({"message": "Thread is archived", "code": 50083}, status=400)
        if "attachments" in body:
            kept = {str(attachment["id"]) for attachment in body["attachments"]}
            message["attachments"] = [a for a in message["attachments"] if a["id"] in kept]
        if "components" in body:
            message["components"] = self._linked(body["components"], message["attachments"])
        message["edited_timestamp"] = "2026-03-01T12:00:01+00:00"
        return _json(self._shown(message_id))

    async def delete_message(self, request: web.Request) -> web.Response:
        self.messages.pop(request.match_info["message"], None)
        return web.Response(status=204)

    async def open_direct(self, request: web.Request) -> web.Response:
        user_id = str(request[BODY]["recipient_id"])
        channel_id = self.new_id()
        self.direct[channel_id] = user_id
        channel = {"id": channel_id, "type": 1, "last_message_id": None, "flags": 0}
        return _json(channel | {"recipients": [self._user(user_id)]})

    async def show_user(self, request: web.Request) -> web.Response:
        return _json(self._user(request.match_info["user"]))

    async def add_reaction(self, request: web.Request) -> web.Response:
        message_id, emoji = request.match_info["message"], request.match_info["emoji"]
        self.reactions[message_id].setdefault(emoji, []).append(BOT_ID)
        await self._dispatch("MESSAGE_REACTION_ADD", self._reaction(message_id, BOT_ID, emoji))
        return web.Response(status=204)

    async def list_reactions(self, request: web.Request) -> web.Response:
        message_id, emoji = request.match_info["message"], request.match_info["emoji"]
        given = self.bursts if request.query.get("type") == "1" else self.reactions
        users = given.get(message_id, {}).get(emoji, [])
        after, limit = request.query.get("after", "0"), int(request.query.get("limit", "25"))
        assert 1 <= limit <= 100
        found = [self._user(user) for user in sorted(users, key=int) if int(user) > int(after)]
        return _json(found[:limit])

    async def show_member(self, request: web.Request) -> web.Response:
        guild, user_id = self.guilds[request.match_info["guild"]], request.match_info["user"]
        if user_id not in guild.members:
            return _json({"message": "Unknown Member", "code": 10007}, status=404)
        return _json(self._member(guild, user_id))

    async def answer_interaction(self, request: web.Request) -> web.Response:
        asked = self.interactions.get(request.match_info["token"])
        if asked is None or self.time.now() - asked.sent_at > 3.0:
            return _json({"message": "Unknown interaction", "code": 10062}, status=404)
        if asked.kind is not None:
            return _json({"message": "Already acknowledged", "code": 40060}, status=400)
        body = request[BODY]
        asked.kind = body["type"]
        asked.after_seconds = self.time.now() - asked.sent_at
        data = body.get("data") or {}
        asked.choices = data.get("choices", [])
        if asked.kind in {4, 7, 8, 9}:
            self._tell(asked, data)
        told = {"id": asked.id, "type": 2, "response_message_loading": asked.kind == 5}
        return _json({"interaction": told | {"response_message_ephemeral": True}})

    async def follow_up(self, request: web.Request) -> web.Response:
        asked = self.interactions.get(request.match_info["token"])
        if asked is None or self.time.now() - asked.sent_at > 15 * 60:
            return _json({"message": "Invalid Webhook Token", "code": 50027}, status=401)
        message = self._tell(asked, request[BODY])
        for entry in request[BODY].get("attachments") or []:
            asked.files[entry["filename"]] = request[FILES][f"files[{entry['id']}]"]
        return _json(message)

    def make_app(self) -> web.Application:
        app = web.Application(middlewares=[self.keep_rules], client_max_size=32 * 1024 * 1024)
        app.add_routes(self.list_routes())
        return app

    def list_routes(self) -> list[web.RouteDef]:
        api = "/api/v10"
        message = f"{api}/channels/{{channel}}/messages/{{message}}"
        hook = f"{api}/webhooks/{APPLICATION_ID}/{{token}}"
        return [
            web.get("/gw/", self.serve_gateway),
            web.get("/ephemeral-attachments/{channel}/{id}/{name}", self.give_file),
            web.get(f"{api}/gateway/bot", self.show_gateway),
            web.get(f"{api}/users/@me", self.show_me),
            web.get(f"{api}/users/@me/guilds", self.list_own_guilds),
            web.get(f"{api}/applications/@me", self.show_application),
            web.get(f"{api}/guilds/{{guild}}", self.show_guild),
            web.get(f"{api}/channels/{{channel}}", self.show_channel),
            web.get(f"{api}/users/{{user}}", self.show_user),
            web.post(f"{api}/users/@me/channels", self.open_direct),
            web.get(f"{api}/oauth2/applications/@me", self.show_application),
            web.put(f"{api}/applications/{APPLICATION_ID}/commands", self.put_commands),
            web.post(f"{api}/channels/{{channel}}/messages", self.create_message),
            web.get(f"{api}/channels/{{channel}}/messages", self.list_messages),
            web.post(f"{api}/channels/{{channel}}/threads", self.start_thread),
            web.patch(f"{api}/channels/{{channel}}", self.edit_channel),
            web.get(message, self.show_message),
            web.patch(message, self.edit_message),
            web.delete(message, self.delete_message),
            web.put(f"{message}/reactions/{{emoji}}/@me", self.add_reaction),
            web.get(f"{message}/reactions/{{emoji}}", self.list_reactions),
            web.get(f"{api}/guilds/{{guild}}/members/{{user}}", self.show_member),
            web.post(f"{api}/interactions/{{id}}/{{token}}/callback", self.answer_interaction),
            web.post(hook, self.follow_up),
            web.patch(f"{hook}/messages/{{message}}", self.follow_up),
        ]

    # --- objects ----------------------------------------------------------------------------

    async def _interact(
        self,
        guild: Guild,
        user_id: str,
        channel_id: str,
        kind: int,
        data: dict[str, Any],
        more: dict[str, Any],
    ) -> Interaction:
        interaction_id = self.new_id()
        asked = Interaction(
            id=interaction_id,
            token=f"token-{interaction_id}",
            guild_id=guild.id,
            sent_at=self.time.now(),
        )
        self.interactions[asked.token] = asked
        manages = user_id == guild.owner_id
        payload = {
            "id": asked.id,
            "application_id": APPLICATION_ID,
            "type": kind,
            "token": asked.token,
            "version": 1,
            "guild_id": guild.id,
            "channel_id": channel_id,
            "channel": self._channel(guild, channel_id),
            "member": self._member(guild, user_id)
            | {"permissions": EVERYTHING if manages else "1024"},
            "data": data,
            "entitlements": [],
            "authorizing_integration_owners": {"0": guild.id},
            "context": 0,
            "locale": self.locales.get(user_id, self.locale),
            "app_permissions": EVERYTHING,
            "attachment_size_limit": FILE_BYTES_MAX,
            **more,
        }
        await self._dispatch("INTERACTION_CREATE", payload)
        return asked

    def _tell(self, asked: Interaction, data: dict[str, Any]) -> dict[str, Any]:
        message = self._make_message("0", data) | {"id": self.new_id()}
        message |= {"custom_id": data.get("custom_id"), "title": data.get("title")}
        asked.messages.append(message)
        asked.texts.append(data.get("content") or "\n".join(list_texts(message)))
        asked.answered.set()
        return message

    def _command_data(self, guild: Guild, text: str, options: dict[str, Any]) -> dict[str, Any]:
        names = text.split()
        typed = [c for c in self.commands if c.get("type", 1) == 1]
        command = next(c for c in typed if c["name"] == names[0])
        known, chain = command.get("options", []), []
        for name in names[1:]:
            group = next(option for option in known if option["name"] == name)
            chain.append((name, group["type"]))
            known = group.get("options", [])
        types = {option["name"]: option["type"] for option in known}
        given = [{"name": n, "type": types[n], "value": v} for n, v in options.items()]
        for name, kind in reversed(chain):
            given = [{"name": name, "type": kind, "options": given}]
        resolved = {
            "channels": {
                v: self._channel(guild, v) | {"permissions": EVERYTHING}
                for n, v in options.items()
                if types[n] == 7
            },
            "roles": {v: self._role(guild, v) for n, v in options.items() if types[n] == 8},
            "users": {v: self._user(v) for n, v in options.items() if types[n] == 6},
            "members": {
                v: {
                    k: x
                    for k, x in self._member(guild, v).items()
                    if k not in {"user", "deaf", "mute"}
                }
                | {"permissions": "1024"}
                for n, v in options.items()
                if types[n] == 6 and v in guild.members
            },
            "attachments": {v: self.attached[v] for n, v in options.items() if types[n] == 11},
        }
        return {
            "id": command["id"],
            "name": command["name"],
            "type": 1,
            "options": given,
            "resolved": resolved,
        }

    def _new_message(
        self, channel_id: str, body: dict[str, Any], files: dict[str, bytes]
    ) -> dict[str, Any]:
        message = self._make_message(channel_id, body)
        message["id"] = self.new_id()
        for entry in body.get("attachments") or []:
            attachment_id, name = self.new_id(), entry["filename"]
            content = files[f"files[{entry['id']}]"]
            url = f"https://cdn.discordapp.com/attachments/{channel_id}/{attachment_id}/{name}?ex=1"
            self.files[url] = content
            message["attachments"].append(
                {
                    "id": attachment_id,
                    "filename": name,
                    "size": len(content),
                    "url": url,
                    "proxy_url": url,
                    "content_type": "video/mp4",
                }
            )
        message["components"] = self._linked(message["components"], message["attachments"])
        self.messages[message["id"]] = message
        self.reactions[message["id"]] = {}
        return message

    def _make_message(self, channel_id: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "channel_id": channel_id,
            "author": self._user(BOT_ID),
            "content": body.get("content") or "",
            "timestamp": "2026-03-01T12:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": body.get("embeds") or [],
            "pinned": False,
            "type": 0,
            "flags": body.get("flags") or 0,
            "components": body.get("components") or [],
            "allowed_mentions": body.get("allowed_mentions"),
        }

    def _linked(self, components: Any, attachments: list[dict[str, Any]]) -> Any:
        """Return components whose `attachment://` is the file's address, as Discord gives them."""
        text = json.dumps(components)
        for attachment in attachments:
            text = text.replace(f"attachment://{attachment['filename']}", attachment["url"])
        assert "attachment://" not in text, "a component shows a file that the message lacks"
        return json.loads(text)

    def _shown(self, message_id: str) -> dict[str, Any]:
        plain, bursts = self.reactions[message_id], self.bursts.get(message_id, {})
        counted = {e: (plain.get(e, []), bursts.get(e, [])) for e in (*plain, *bursts)}
        reactions = [
            {
                "count": len(normal) + len(burst),
                "count_details": {"burst": len(burst), "normal": len(normal)},
                "me": BOT_ID in normal,
                "me_burst": False,
                "burst_colors": [],
                "emoji": {"id": None, "name": emoji},
            }
            for emoji, (normal, burst) in counted.items()
            if normal or burst
        ]
        return self.messages[message_id] | {"reactions": reactions}

    def _reaction(self, message_id: str, user_id: str, emoji: str) -> dict[str, Any]:
        return {
            "user_id": user_id,
            "channel_id": self.messages[message_id]["channel_id"],
            "message_id": message_id,
            "guild_id": self._guild_of(message_id).id,
            "emoji": {"id": None, "name": emoji},
            "message_author_id": BOT_ID,
            "burst": False,
            "type": 0,
        }

    def _guild_of(self, message_id: str) -> Guild:
        channel_id = self.messages[message_id]["channel_id"]
        return next(g for g in self.guilds.values() if channel_id in g.channels.values())

    def _user(self, user_id: str) -> dict[str, Any]:
        return {
            "id": user_id,
            "username": f"user{user_id}",
            "discriminator": "0",
            "global_name": None,
            "avatar": None,
            "bot": user_id in self.bots,
        }

    def _member(self, guild: Guild, user_id: str) -> dict[str, Any]:
        return {
            "user": self._user(user_id),
            "nick": None,
            "avatar": None,
            "roles": guild.members[user_id],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def _role(self, guild: Guild, role_id: str) -> dict[str, Any]:
        names = {i: name for name, i in guild.roles.items()}
        return {
            "id": role_id,
            "name": names.get(role_id, "@everyone"),
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 1,
            "permissions": self.role_rights.get(
                role_id, EVERYTHING if role_id == guild.id else "0"
            ),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }

    def _channel(self, guild: Guild, channel_id: str) -> dict[str, Any]:
        names = {i: name for name, i in guild.channels.items()}
        return {
            "id": channel_id,
            "type": 0,
            "guild_id": guild.id,
            "name": names.get(channel_id, "elsewhere"),
            "position": 0,
            "permission_overwrites": self.overwrites.get(channel_id, []),
            "nsfw": False,
            "parent_id": None,
        }

    def _guild(self, guild: Guild) -> dict[str, Any]:
        empty = ("threads", "emojis", "stickers", "features", "voice_states", "presences")
        more = ("stage_instances", "guild_scheduled_events", "soundboard_sounds")
        return {
            "id": guild.id,
            "name": f"server {guild.id}",
            "icon": None,
            "owner_id": guild.owner_id,
            "roles": [self._role(guild, i) for i in (guild.id, *guild.roles.values())],
            "channels": [self._channel(guild, i) for i in guild.channels.values()],
            "members": [self._member(guild, BOT_ID)],
            "member_count": len(guild.members),
            "premium_tier": 0,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "preferred_locale": self.locale,
            "system_channel_id": guild.channels["chat"],
            "system_channel_flags": 0,
            "afk_timeout": 300,
            "afk_channel_id": None,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "large": False,
            "premium_progress_bar_enabled": False,
            **{name: [] for name in (*empty, *more)},
        }


@asynccontextmanager
async def open_discord() -> AsyncIterator[LoopbackDiscord]:
    """Serve an empty Discord."""
    discord = LoopbackDiscord()
    server = TestServer(discord.make_app())
    await server.start_server()
    discord.url = str(server.make_url("")).rstrip("/")
    try:
        async with count_own_time(discord.time):
            yield discord
    finally:
        await server.close()


def find_shard(guild_id: str, shards: int) -> int:
    """Return which of so many shards has a server's events."""
    return (int(guild_id) >> 22) % shards


def _chosen(field_: dict[str, Any]) -> list[str]:
    """Return the preselected values of a select in a form."""
    defaults = [str(each["id"]) for each in field_.get("default_values") or []]
    return defaults or [o["value"] for o in field_.get("options", []) if o.get("default")]


def list_texts(message: dict[str, Any]) -> list[str]:
    """Return every text that a message of components shows."""
    return [c["content"] for c in _walk(message["components"]) if c.get("type") == 10]


def list_buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for c in _walk(message["components"]) if c.get("type") == 2]


def list_media(message: dict[str, Any]) -> list[str]:
    """Return the addresses of the media in a message's galleries."""
    galleries = [c for c in _walk(message["components"]) if c.get("type") == 12]
    return [item["media"]["url"] for gallery in galleries for item in gallery["items"]]


def _walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [c for outer in components for c in (outer, *_walk(outer.get("components", [])))]


async def _read_body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if request.content_type == "application/json":
        return (await request.json() if request.can_read_body else None), {}
    if not request.content_type.startswith("multipart/"):
        return None, {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        name = getattr(part, "name", "")
        content = bytes(await part.read())  # type: ignore[union-attr]
        if name == "payload_json":
            body = json.loads(content)
        else:
            files[name] = content
    return body, files


def _json(value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py reads a body as JSON only where the type is exactly this, without a charset.
    return web.Response(
        body=json.dumps(value).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def _limited() -> web.Response:
    return _json(
        {"message": "You are being rate limited.", "retry_after": 0.05, "global": False},
        status=429,
        headers={
            "Via": "1.1 google",
            "Retry-After": "1",
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(time.time() + 0.05),
            "X-RateLimit-Reset-After": "0.05",
            "X-RateLimit-Scope": "user",
        },
    )
