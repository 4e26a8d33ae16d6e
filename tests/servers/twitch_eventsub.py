"""EventSub on loopback: websocket sessions, subscriptions, conduits and their shards."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from aiohttp import WSCloseCode, web

from tests.servers.twitch_helix import PREFIX, Helix
from tests.servers.twitch_state import Refusal, Token, TwitchState, stamp

SESSION_SUBSCRIPTIONS_MAX = 300
SESSIONS_OF_USER_MAX = 3
COST_OF_USER_MAX = 10
COST_OF_APP_MAX = 10_000
CONDUITS_MAX = 5
_CHAT = "channel.chat."
_SCOPES = {
    "channel.cheer": "bits:read",
    "channel.hype_train.begin": "channel:read:hype_train",
    "channel.follow": "moderator:read:followers",
}
_KNOWN = {
    "channel.chat.message": "1",
    "channel.chat.notification": "1",
    "channel.chat.message_delete": "1",
    "channel.chat.clear": "1",
    "channel.chat.clear_user_messages": "1",
    "stream.online": "1",
    "stream.offline": "1",
    "channel.update": "2",
    "channel.raid": "1",
    "channel.cheer": "1",
    "channel.hype_train.begin": "2",
}


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """One websocket of a client."""

    id: str
    socket: web.WebSocketResponse
    keepalive_seconds: float
    connected_at: str
    is_used: bool = False
    user_id: str = ""
    reconnects: str = ""
    last_sent: float = 0.0


@dataclass(slots=True, kw_only=True)
class Subscription:
    id: str
    kind: str
    version: str
    condition: dict[str, str]
    session_id: str = ""
    conduit_id: str = ""
    user_id: str = ""
    cost: int = 0
    created_at: str = ""
    status: str = "enabled"


@dataclass(slots=True, kw_only=True)
class Conduit:
    id: str
    shard_count: int
    shards: dict[str, str] = field(default_factory=dict)


class EventSub:
    """Keeps sockets alive, and sends each event to whoever subscribed to it."""

    def __init__(self, state: TwitchState) -> None:
        self._state = state
        self.sessions: dict[str, Session] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.conduits: dict[str, Conduit] = {}
        self.is_accepting = True
        self.welcomes = True
        self.keeps_alive = True
        self.keeps_session_id = False
        self.unused_seconds = 10.0
        self.grace_seconds = 30.0
        self.keepalive_seconds: float | None = None
        self.closed: list[int] = []
        self.delivered = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._index: dict[tuple[str, str], list[Subscription]] = {}

    def routes(self, helix: Helix) -> list[web.RouteDef]:
        subscriptions, conduits = f"{PREFIX}/eventsub/subscriptions", f"{PREFIX}/eventsub/conduits"
        shards = f"{conduits}/shards"
        return [
            web.get("/ws", self._connect),
            web.post(subscriptions, helix.wrap(self._subscribe, status=202)),
            web.get(subscriptions, helix.wrap(self._list)),
            web.delete(subscriptions, helix.wrap(self._unsubscribe, status=204)),
            web.get(conduits, helix.wrap(self._list_conduits)),
            web.post(conduits, helix.wrap(self._create_conduit)),
            web.patch(conduits, helix.wrap(self._resize_conduit)),
            web.delete(conduits, helix.wrap(self._delete_conduit, status=204)),
            web.get(shards, helix.wrap(self._list_shards)),
            web.patch(shards, helix.wrap(self._update_shards, status=202)),
        ]

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.drop()

    async def emit(
        self,
        kind: str,
        channel_id: str,
        event: dict[str, Any],
        *,
        message_id: str = "",
        copies: int = 1,
        at: str = "",
    ) -> int:
        """Send an event to all subscribers; return how many sockets got it."""
        sent = 0
        for subscription in self._index.get((kind, channel_id), ()):
            if subscription.status != "enabled":
                continue
            session = self._find_session(subscription, channel_id)
            if session is None:
                continue
            described = self._describe(subscription)
            frame = self._frame(
                "notification",
                {"subscription": described, "event": event},
                message_id=message_id,
                at=at,
                more={"subscription_type": kind, "subscription_version": subscription.version},
            )
            for _ in range(copies):
                sent += await self._send(session, frame)
        self.delivered += sent
        return sent

    async def reconnect(self) -> None:
        """Ask every session to move to a new socket."""
        for session in list(self.sessions.values()):
            session.reconnects = uuid.uuid4().hex
            described = {
                "id": session.id,
                "status": "reconnecting",
                "keepalive_timeout_seconds": None,
                "reconnect_url": f"{self.socket_url}?reconnect={session.reconnects}",
                "connected_at": session.connected_at,
            }
            await self._send(session, self._frame("session_reconnect", {"session": described}))
            self._spawn(self._end_grace(session))

    async def drop(self, code: int = 4005) -> None:
        """Cut every socket."""
        for session in list(self.sessions.values()):
            self._forget(session)
            await session.socket.close(code=code)

    def fall_silent(self) -> None:
        """Leave the sockets open, but send nothing more."""
        for session in list(self.sessions.values()):
            self._forget(session)

    async def revoke(self, kind: str, *, status: str = "authorization_revoked") -> None:
        """Revoke every subscription of a kind."""
        for subscription in [s for s in self.subscriptions.values() if s.kind == kind]:
            self._remove(subscription)
            subscription.status = status
            session = self._find_session(subscription, "")
            if session:
                described = {"subscription": self._describe(subscription)}
                more = {"subscription_type": kind, "subscription_version": subscription.version}
                await self._send(session, self._frame("revocation", described, more=more))

    @property
    def socket_url(self) -> str:
        return self._state.url.replace("http", "ws") + "/ws"

    def subscribed(self, kind: str) -> list[Subscription]:
        return [s for s in self.subscriptions.values() if s.kind == kind]

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if not self.is_accepting:
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        old = self._find_old(request.query.get("reconnect", ""))
        if request.query.get("reconnect") and old is None:
            await socket.close(code=4007)
            return socket
        asked = float(request.query.get("keepalive_timeout_seconds", "10"))
        session = Session(
            id=old.id if old and self.keeps_session_id else f"AQoQ{uuid.uuid4().hex}",
            socket=socket,
            keepalive_seconds=self.keepalive_seconds or min(600.0, max(10.0, asked)),
            connected_at=stamp(self._state.now()),
        )
        if not self.welcomes:
            await socket.receive()
            return socket
        if old:
            self._move(old, session)
        else:
            self.sessions[session.id] = session
        await self._send(session, self._frame("session_welcome", {"session": _describe(session)}))
        await self._serve(session)
        return socket

    async def _serve(self, session: Session) -> None:
        """Keep a session alive until either side closes its socket."""
        keeping = [self._spawn(self._keep_alive(session)), self._spawn(self._expect_use(session))]
        async for message in session.socket:
            if message.type.name in {"TEXT", "BINARY"}:
                await session.socket.close(code=4001)
        self.closed.append(session.socket.close_code or WSCloseCode.ABNORMAL_CLOSURE)
        for task in keeping:
            task.cancel()
        if self.sessions.get(session.id) is session:
            self._forget(session)

    def _find_old(self, key: str) -> Session | None:
        return next((s for s in self.sessions.values() if key and s.reconnects == key), None)

    def _move(self, old: Session, new: Session) -> None:
        """Move the subscriptions to the client's new socket."""
        self.sessions.pop(old.id, None)
        new.is_used, new.user_id = old.is_used, old.user_id
        self.sessions[new.id] = new
        for subscription in self.subscriptions.values():
            if subscription.session_id == old.id:
                subscription.session_id = new.id
        for conduit in self.conduits.values():
            for shard, session_id in conduit.shards.items():
                if session_id == old.id:
                    conduit.shards[shard] = new.id

    def _forget(self, session: Session) -> None:
        """End a session with its subscriptions."""
        self.sessions.pop(session.id, None)
        for subscription in [s for s in self.subscriptions.values() if s.session_id == session.id]:
            self._remove(subscription)
        for conduit in self.conduits.values():
            for shard in [s for s, held in conduit.shards.items() if held == session.id]:
                conduit.shards[shard] = ""

    async def _keep_alive(self, session: Session) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(session.keepalive_seconds / 2)
            if self.sessions.get(session.id) is not session:
                return
            is_quiet = loop.time() - session.last_sent >= session.keepalive_seconds / 2
            if self.keeps_alive and is_quiet:
                await self._send(session, self._frame("session_keepalive", {}))

    async def _expect_use(self, session: Session) -> None:
        await asyncio.sleep(self.unused_seconds)
        if not session.is_used and self.sessions.get(session.id) is session:
            self._forget(session)
            await session.socket.close(code=4003)

    async def _end_grace(self, session: Session) -> None:
        await asyncio.sleep(self.grace_seconds)
        if self.sessions.get(session.id) is session and not session.socket.closed:
            self._forget(session)
        await session.socket.close(code=4004)

    def _subscribe(self, _request: web.Request, token: Token, body: Any) -> Any:
        kind, transport = body["type"], body["transport"]
        if _KNOWN.get(kind) != body["version"]:
            raise Refusal(400, f"invalid subscription type and version {kind} {body['version']}")
        subscription = Subscription(
            id=str(uuid.uuid4()),
            kind=kind,
            version=body["version"],
            condition={k: v for k, v in body["condition"].items() if v},
            user_id=token.user_id,
            created_at=stamp(self._state.now()),
        )
        if transport["method"] == "websocket":
            self._join_session(subscription, token, transport.get("session_id", ""))
        elif transport["method"] == "conduit":
            self._join_conduit(subscription, token, transport.get("conduit_id", ""))
        else:
            raise Refusal(400, "only websockets and conduits are spoken here")
        self._check_right(subscription, token)
        self._check_new(subscription)
        self._check_cost(subscription)
        self.subscriptions[subscription.id] = subscription
        self._index.setdefault((kind, _channel_of(subscription)), []).append(subscription)
        return self._count({"data": [self._describe(subscription)]}, token.user_id)

    def _join_session(self, subscription: Subscription, token: Token, session_id: str) -> None:
        session = self.sessions.get(session_id)
        if session is None:
            raise Refusal(400, "session does not exist or has already disconnected")
        if not token.user_id:
            raise Refusal(400, "invalid transport and auth combination")
        mine = {s.id for s in self.sessions.values() if s.user_id == token.user_id} | {session_id}
        if len(mine) > SESSIONS_OF_USER_MAX:
            raise Refusal(429, "number of websocket transports limit exceeded")
        held = sum(s.session_id == session_id for s in self.subscriptions.values())
        if held >= SESSION_SUBSCRIPTIONS_MAX:
            raise Refusal(429, "websocket transport has too many subscriptions")
        session.is_used, session.user_id = True, token.user_id
        subscription.session_id = session_id

    def _join_conduit(self, subscription: Subscription, token: Token, conduit_id: str) -> None:
        if conduit_id not in self.conduits:
            raise Refusal(404, "conduit not found")
        if token.user_id:
            raise Refusal(400, "invalid transport and auth combination")
        subscription.conduit_id = conduit_id

    def _check_right(self, subscription: Subscription, token: Token) -> None:
        grants, kind = self._state.grants, subscription.kind
        channel_id = _channel_of(subscription)
        if kind.startswith(_CHAT):
            reader = subscription.condition.get("user_id", "")
            if token.user_id:
                is_right = token.user_id == reader and "user:read:chat" in token.scopes
            else:
                moderators = self._state.channels[channel_id].moderators
                is_welcome = "channel:bot" in grants[channel_id] or reader in moderators
                is_right = is_welcome and {"user:read:chat", "user:bot"} <= grants[reader]
        else:
            needed = _SCOPES.get(kind)
            is_right = needed is None or needed in grants[channel_id]
        if not is_right:
            raise Refusal(403, "subscription missing proper authorization")

    def _check_new(self, subscription: Subscription) -> None:
        for known in self._index.get((subscription.kind, _channel_of(subscription)), ()):
            is_same = known.condition == subscription.condition
            if is_same and (known.session_id, known.conduit_id) == (
                subscription.session_id,
                subscription.conduit_id,
            ):
                raise Refusal(409, f"subscription already exists; id={known.id}")

    def _check_cost(self, subscription: Subscription) -> None:
        is_granted = any(map(self._state.grants.get, subscription.condition.values()))
        subscription.cost = 0 if is_granted else 1
        most = COST_OF_USER_MAX if subscription.user_id else COST_OF_APP_MAX
        if self._cost(subscription.user_id) + subscription.cost > most:
            raise Refusal(429, "total cost exceeded")

    def _cost(self, user_id: str) -> int:
        return sum(s.cost for s in self.subscriptions.values() if s.user_id == user_id)

    def _count(self, body: dict[str, Any], user_id: str) -> dict[str, Any]:
        mine = [s for s in self.subscriptions.values() if s.user_id == user_id]
        most = COST_OF_USER_MAX if user_id else COST_OF_APP_MAX
        return body | {
            "total": len(mine),
            "total_cost": self._cost(user_id),
            "max_total_cost": most,
        }

    def _list(self, _request: web.Request, token: Token, _body: Any) -> Any:
        mine = [s for s in self.subscriptions.values() if s.user_id == token.user_id]
        body = {"data": [self._describe(s) for s in mine], "pagination": {}}
        return self._count(body, token.user_id)

    def _unsubscribe(self, request: web.Request, _token: Token, _body: Any) -> Any:
        subscription = self.subscriptions.get(request.query.get("id", ""))
        if subscription is None:
            raise Refusal(404, "subscription not found")
        self._remove(subscription)

    def _remove(self, subscription: Subscription) -> None:
        self.subscriptions.pop(subscription.id, None)
        held = self._index.get((subscription.kind, _channel_of(subscription)), [])
        if subscription in held:
            held.remove(subscription)

    def _list_conduits(self, _request: web.Request, _token: Token, _body: Any) -> Any:
        return {"data": [_describe_conduit(c) for c in self.conduits.values()]}

    def _create_conduit(self, request: web.Request, token: Token, body: Any) -> Any:
        _need_app(token)
        count = _read_word(request, body, "shard_count")
        if len(self.conduits) >= CONDUITS_MAX:
            raise Refusal(429, "conduit limit exceeded")
        conduit = Conduit(id=str(uuid.uuid4()), shard_count=int(count))
        self.conduits[conduit.id] = conduit
        return {"data": [_describe_conduit(conduit)]}

    def _resize_conduit(self, request: web.Request, token: Token, body: Any) -> Any:
        _need_app(token)
        conduit = self._get_conduit(_read_word(request, body, "id"))
        conduit.shard_count = int(_read_word(request, body, "shard_count"))
        return {"data": [_describe_conduit(conduit)]}

    def _delete_conduit(self, request: web.Request, token: Token, _body: Any) -> Any:
        _need_app(token)
        conduit = self._get_conduit(request.query.get("id", ""))
        del self.conduits[conduit.id]
        for subscription in [s for s in self.subscriptions.values() if s.conduit_id == conduit.id]:
            self._remove(subscription)

    def _list_shards(self, request: web.Request, _token: Token, _body: Any) -> Any:
        conduit = self._get_conduit(request.query.get("conduit_id", ""))
        return {
            "data": [self._describe_shard(i, s) for i, s in conduit.shards.items()],
            "pagination": {},
        }

    def _update_shards(self, request: web.Request, token: Token, body: Any) -> Any:
        _need_app(token)
        conduit = self._get_conduit(_read_word(request, body, "conduit_id"))
        done, errors = [], []
        for shard in body["shards"]:
            session = self.sessions.get(shard["transport"].get("session_id", ""))
            if session is None or not int(shard["id"]) < conduit.shard_count:
                message = "the session or the shard does not exist"
                errors.append({"id": shard["id"], "message": message, "code": "invalid_shard"})
                continue
            session.is_used = True
            conduit.shards[shard["id"]] = session.id
            done.append(self._describe_shard(shard["id"], session.id))
        return {"data": done, "errors": errors}

    def _get_conduit(self, conduit_id: str) -> Conduit:
        if conduit_id not in self.conduits:
            raise Refusal(404, "conduit not found")
        return self.conduits[conduit_id]

    def _find_session(self, subscription: Subscription, channel_id: str) -> Session | None:
        """Return the socket of an event; a disabled shard's goes to another one, once."""
        if subscription.session_id:
            return self.sessions.get(subscription.session_id)
        conduit = self.conduits.get(subscription.conduit_id)
        if conduit is None:
            return None
        first = crc32(channel_id.encode()) % conduit.shard_count
        for shard in (first, (first + 1) % conduit.shard_count):
            session = self.sessions.get(conduit.shards.get(str(shard), ""))
            if session is not None:
                return session
        return None

    def _describe(self, subscription: Subscription) -> dict[str, Any]:
        transport = (
            {"method": "websocket", "session_id": subscription.session_id}
            if subscription.session_id
            else {"method": "conduit", "conduit_id": subscription.conduit_id}
        )
        return {
            "id": subscription.id,
            "status": subscription.status,
            "type": subscription.kind,
            "version": subscription.version,
            "condition": subscription.condition,
            "created_at": subscription.created_at,
            "transport": transport,
            "cost": subscription.cost,
        }

    def _describe_shard(self, number: str, session_id: str) -> dict[str, Any]:
        is_up = session_id in self.sessions
        return {
            "id": number,
            "status": "enabled" if is_up else "websocket_disconnected",
            "transport": {
                "method": "websocket",
                "session_id": session_id,
                "connected_at": self.sessions[session_id].connected_at if is_up else "",
                "disconnected_at": "",
            },
        }

    def _frame(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        message_id: str = "",
        at: str = "",
        more: dict[str, str] | None = None,
    ) -> str:
        metadata = {
            "message_id": message_id or str(uuid.uuid4()),
            "message_type": kind,
            "message_timestamp": at or stamp(self._state.now()),
            **(more or {}),
        }
        return json.dumps({"metadata": metadata, "payload": payload})

    async def _send(self, session: Session, frame: str) -> bool:
        if session.socket.closed:
            return False
        session.last_sent = asyncio.get_running_loop().time()
        try:
            await session.socket.send_str(frame)
        except (ConnectionError, RuntimeError):
            return False
        return True

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _describe(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "status": "connected",
        "keepalive_timeout_seconds": int(session.keepalive_seconds),
        "reconnect_url": None,
        "connected_at": session.connected_at,
    }


def _channel_of(subscription: Subscription) -> str:
    condition = subscription.condition
    return condition.get("broadcaster_user_id") or condition.get("to_broadcaster_user_id", "")


def _read_word(request: web.Request, body: Any, name: str) -> str:
    """Return a word of the body, or of the query, where twitchio puts it."""
    return str((body or {}).get(name) or request.query.get(name, ""))


def _describe_conduit(conduit: Conduit) -> dict[str, Any]:
    return {"id": conduit.id, "shard_count": conduit.shard_count}


def _need_app(token: Token) -> None:
    if token.user_id:
        raise Refusal(401, "an app access token is needed")
