"""twitchio's EventSub socket, fixed where it loses events.

twitchio's own stops reading the old socket while it moves to a new one, gives up for good if a
welcome is late, and passes on duplicates. The bot renews the subscriptions of a lost socket, and
knows when each channel was last heard.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp
import structlog
import twitchio
from twitchio.eventsub.websockets import Websocket

from core.background import spawn
from core.domain.chat.live_chat import SeenIds

_log = structlog.get_logger(__name__)

OLDEST_SECONDS: Final = 600.0
"""Twitch's documentation says to drop older events."""

DRAIN_SECONDS: Final = 1.0
SLACK_SECONDS: Final = 3.0


class _Lenient(dict[str, Any]):
    """A payload in which what Twitch left out is empty, so that the rest of an event is heard."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__({key: _soften(value) for key, value in given.items()})

    def __missing__(self, key: str) -> list[Any] | None:
        return [] if key.endswith("s") else None  # Twitch names its lists in the plural


def _soften(value: Any) -> Any:
    if isinstance(value, dict):
        return _Lenient(value)
    return [_soften(one) for one in value] if isinstance(value, list) else value


class SteadySocket(Websocket):
    """Moves without a gap, passes on each event once, and reports when it is lost."""

    seen: SeenIds = SeenIds()
    silence_seconds: float | None = None

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._move: asyncio.Task[bool] | None = None
        self._is_retired = False
        self._first_at = datetime.now(UTC)  # noqa: TID251 - twitchio uses the machine's clock too

    @property
    def heard_at(self) -> datetime:
        """When the last frame of any kind came, in UTC."""
        last = self._last_keepalive
        return self._first_at if last is None else last.astimezone(UTC)

    async def _process_notification(self, data: Any) -> None:
        whole: Any = _Lenient(data)
        metadata = whole["metadata"]
        message_id = metadata["message_id"]
        if message_id is not None and not self.seen.is_new(message_id):
            return
        if _is_old(metadata["message_timestamp"] or ""):
            return
        await super()._process_notification(whole)

    async def _listen(self) -> None:
        """Listen until the socket ends, whatever ends it; the bot is told of every end but ours."""
        try:
            await super()._listen()
        except Exception as error:  # noqa: BLE001 - the edge of a socket: a new one is opened
            _log.warning("eventsub.frame_failed", exc_info=error)
            await self._create_connection_task()

    async def close(self, cleanup: bool = True, *, reassociate: bool = True) -> None:
        """Close for good where the client ends; where the listening gives up, only this socket.

        twitchio does so after 4001 and 4003: it opens no other.
        """
        if self._listen_task is not None and asyncio.current_task() is self._listen_task:
            await self._create_connection_task()
        else:
            await super().close(cleanup, reassociate=reassociate)

    async def _process_reconnect(self, data: Any) -> None:
        """Open the new socket, and read this one until the new one has its welcome."""
        url = data["payload"]["session"]["reconnect_url"]
        if self._move is None:
            self._move = spawn(self._move_to(url), name="eventsub move")

    async def _move_to(self, url: str) -> bool:
        new = type(self)(
            keep_alive_timeout=self._keep_alive_timeout,
            client=self._client,
            token_for=self._token_for,
            http=self._http,
            shard_id=self._shard_id,
        )
        new._subscriptions = self._subscriptions
        try:
            await new.connect(url=url, fail_once=True)
        except (twitchio.WebsocketConnectionException, aiohttp.ClientError, OSError) as error:
            _log.warning("eventsub.move_failed", reason=type(error).__name__)
            return False
        self._register(new)
        await asyncio.sleep(DRAIN_SECONDS)
        await self.retire()
        return True

    def _register(self, new: SteadySocket) -> None:
        client: Any = self._client
        if self._shard_id is not None:
            client.conduit_info._sockets[self._shard_id] = new
        else:
            client._websockets[self._token_for] = {new.session_id: new}

    async def _create_connection_task(self) -> None:
        """Handle a broken socket: tell the bot, unless another socket has taken over.

        A socket without a welcome had no subscriptions; its opener retries. The move ends by
        cancelling the task that waits here, so it is shielded from that cancellation.
        """
        if self._is_retired or self._closed:
            return
        has_moved = self._move is not None and await asyncio.shield(self._move)
        await self.retire()
        if not has_moved and self._client and self._session_id:
            client: Any = self._client
            client.note_lost(self)

    async def _process_keepalive(self) -> None:
        """Watch for frames; if none comes for too long, the socket is broken."""
        patience = self.silence_seconds or self._keep_alive_timeout + SLACK_SECONDS
        while True:
            silent = (datetime.now(UTC) - self.heard_at).total_seconds()  # noqa: TID251 - as above
            if silent >= patience:
                await self._create_connection_task()
                return
            await asyncio.sleep(patience - silent)

    async def retire(self) -> None:
        """Close this socket without unsubscribing anything."""
        if self._is_retired:
            return
        self._is_retired = self._closed = True
        client: Any = self._client
        held = client._websockets.get(self._token_for or "", {})
        if held.get(self.session_id or "") is self:
            del held[self.session_id or ""]
        current = asyncio.current_task()
        for task in (self._keep_alive_task, self._listen_task):
            if task is not None and task is not current:
                task.cancel()
        if self._socket is not None:
            await self._socket.close()


def _is_old(timestamp: str) -> bool:
    """True if an event is too old to pass on; False if its time cannot be read."""
    try:
        sent = datetime.fromisoformat(timestamp[:19] + "+00:00")
    except ValueError:
        return False
    return (datetime.now(UTC) - sent).total_seconds() > OLDEST_SECONDS  # noqa: TID251 - as above
