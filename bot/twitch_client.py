"""The Twitch client: twitchio's, on one socket, or on a conduit's shards for many channels."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any, Final

import structlog
import twitchio
import twitchio.client
import twitchio.eventsub.websockets
from twitchio import eventsub
from twitchio.ext import commands
from twitchio.http import Route

from bot.twitch_http import AccountHttp
from bot.twitch_socket import SteadySocket
from bot.twitch_subscriptions import CHAT, Failure, Key, SubscribedClient
from bot.twitch_tuning import TwitchTuning
from core.app import App
from core.background import spawn
from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.rate_window import delay_seconds

_log = structlog.get_logger(__name__)
_random: Final = secrets.SystemRandom()

PREFIX: Final = "!"
EXISTS: Final = 409
SUBSCRIPTIONS_A_SOCKET: Final = 290
CHANNELS_A_SOCKET: Final = SUBSCRIPTIONS_A_SOCKET // 4
"""A chat needs four subscriptions; the four of the stream's state are made if there is room."""


class TwitchBot(SubscribedClient, commands.Bot):
    """One socket of the account itself: about seventy channels."""

    def _has_room(self, key: Key) -> bool:
        sockets = self._websockets.get(self.account_id, {}).values()
        if sockets and not any(socket.can_subscribe for socket in sockets):
            return False
        if key[0] == CHAT:
            chats = sum(kind == CHAT for kind, _ in self._held)
            return chats < CHANNELS_A_SOCKET
        return len(self._held) < SUBSCRIPTIONS_A_SOCKET

    async def subscribe(self, payload: eventsub.SubscriptionPayload) -> str:
        response = await self.subscribe_websocket(payload, token_for=self.account_id)
        return response["data"][0]["id"] if response else "known"


class TwitchAutoBot(SubscribedClient, commands.AutoBot):
    """A conduit: its shards are sockets, and each event comes through one of them."""

    def note_lost(self, socket: SteadySocket) -> None:
        spawn(self._reassociate(socket), name="eventsub shard")

    async def _reassociate(self, socket: SteadySocket) -> None:
        """Replace a broken shard's socket; the conduit keeps the subscriptions."""
        shard_id = int(socket._shard_id or 0)
        channels = {channel for kind, channel in self._held if kind == CHAT}
        reason = "a connection to Twitch was lost"
        await self.receiver.mark_disconnected(channels, since=socket.heard_at, reason=reason)
        attempt = 0
        while not self._closing:
            try:
                await self._associate_shards([shard_id])
            except (*Failure, RuntimeError, TimeoutError) as error:
                _log.warning("eventsub.shard_failed", shard=shard_id, reason=type(error).__name__)
                first = self.tuning.first_delay_seconds
                await asyncio.sleep(delay_seconds(attempt, _random.random(), first=first))
                attempt += 1
            else:
                await self.receiver.mark_connected(channels, at=self.app.ports.clock.now())
                return

    async def subscribe(self, payload: eventsub.SubscriptionPayload) -> str:
        told = await self.multi_subscribe([payload])
        for failed in told.errors:
            if failed.error.status == EXISTS:
                return "known"
            raise failed.error
        return str(told.success[0].response["data"][0]["id"])


Client = TwitchBot | TwitchAutoBot


def point_at(*, api_url: str, auth_url: str, eventsub_url: str) -> None:
    """Point twitchio at these addresses, and at our sockets, for the whole process."""
    Route.BASE = f"{api_url.rstrip('/')}/"
    Route.ID_BASE = f"{auth_url.rstrip('/').removesuffix('oauth2')}"
    twitchio.eventsub.websockets.WSS = eventsub_url
    twitchio.client.Websocket = SteadySocket  # type: ignore[attr-defined]


def make_client(
    *, client_id: str, client_secret: str, app: App, account: PlatformToken, tuning: TwitchTuning
) -> Client:
    """Return the client for an account; it uses the tokens of our own accounts only."""
    given: dict[str, Any] = {
        "client_id": client_id,
        "client_secret": client_secret,
        "bot_id": account.account_id,
        "prefix": PREFIX,
        "fetch_client_user": False,
    }
    client: Client
    if tuning.shards:
        client = TwitchAutoBot(**given, shard_ids=list(range(tuning.shards)))
    else:
        client = TwitchBot(**given)
    client._http = AccountHttp(
        client_id=client_id,
        client_secret=client_secret,
        client=client,
        tokens=app.accounts.refresh,
        creator_id=CreatorId(account.creator_id),
    )
    return client
