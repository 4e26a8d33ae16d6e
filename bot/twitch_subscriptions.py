"""Subscriptions on Twitch: a client keeps what should be heard subscribed, whatever Twitch does."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

import aiohttp
import structlog
import twitchio
import twitchio.client
import twitchio.eventsub.websockets
from twitchio import HTTPException, eventsub
from twitchio.ext import commands

from bot.twitch_irc import ChatReceiver
from bot.twitch_socket import SteadySocket
from bot.twitch_tuning import EVENTS, TwitchTuning
from core.app import App
from core.background import spawn
from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.rate_window import delay_seconds
from core.errors import TrussError, describe_outage

_log = structlog.get_logger(__name__)
_random: Final = secrets.SystemRandom()
COMPONENTS: Final = ("cogs.twitch.chat", "cogs.twitch.stream_events", "cogs.twitch.commands")
CHAT: Final = "channel.chat.message"
BAD, FORBIDDEN, TOO_MANY = 400, 403, 429

Failure = (HTTPException, twitchio.TwitchioException, TrussError, aiohttp.ClientError, OSError)
Key = tuple[str, str]


class SubscribedClient:
    """What both kinds of client have in common: they stay subscribed; `receiver` gets the chat."""

    app: App
    receiver: ChatReceiver
    account_id: str
    tuning: TwitchTuning

    def serve(
        self,
        app: App,
        receiver: ChatReceiver,
        account: PlatformToken,
        tuning: TwitchTuning,
        on_lost: Callable[[str], None] | None = None,
    ) -> None:
        """Serve an app as an account; `on_lost` gets each channel that we may no longer read."""
        self.app, self.receiver, self.tuning = app, receiver, tuning
        self.account_id = account.account_id
        self._on_lost = on_lost or (lambda _: None)
        self._held: dict[Key, str] = {}
        self._refused: dict[Key, float] = {}
        self._disconnected: set[str] = set()
        self._wanted: set[str] = set()
        self._without_room: set[str] = set()
        self._changed = asyncio.Event()
        self._attempt = 0

    async def setup_hook(self) -> None:
        """Load our components, unless an earlier sign-in has: each sign-in comes here."""
        client: Any = self
        for component in COMPONENTS:
            if component not in client.modules:
                await client.load_module(component)

    async def load_tokens(self, path: str | None = None, /) -> None:
        """Load nothing: each request gets its token from our own accounts."""

    async def save_tokens(self, path: str | None = None, /) -> None:
        """Save nothing: tokens do not belong in a plain text file."""

    async def add_token(self, *_: str) -> Any:
        """Refuse: tokens are stored encrypted, by our own accounts."""
        raise RuntimeError("accounts are linked on the page, not here")

    async def event_error(self, payload: Any) -> None:
        _log.error("twitch.listener_failed", exc_info=payload.error)

    async def event_subscription_revoked(self, payload: Any) -> None:
        """Twitch revoked a subscription: retry it later, and read the chat by IRC until then."""
        found = [key for key, held in self._held.items() if held == payload.id]
        for key in found:
            _log.warning("eventsub.revoked", kind=key[0], channel=key[1], status=payload.status)
            await self._drop(key)
        self._changed.set()

    def watch(self, broadcaster_ids: set[str]) -> None:
        """Keep exactly these channels subscribed from now on."""
        if broadcaster_ids != self._wanted:
            self._wanted = set(broadcaster_ids)
            self._changed.set()

    def hears(self, broadcaster_id: str) -> bool:
        return (CHAT, broadcaster_id) in self._held

    def note_lost(self, socket: SteadySocket) -> None:
        """Treat everything after the socket's last frame as missed."""
        spawn(self.lose(socket.heard_at), name="eventsub lost")

    async def leave(self, *, reason: str) -> None:
        """Take that nothing is heard from now on, because this client ends."""
        channels = {channel for kind, channel in self._held if kind == CHAT}
        self._held.clear()
        await self.receiver.mark_disconnected(
            channels - self._disconnected, since=self.app.ports.clock.now(), reason=reason
        )

    async def event_command_error(self, payload: Any) -> None:
        """Log what failed; a word that is no command of ours, as `!clip`, is ordinary chat."""
        if not isinstance(payload.exception, commands.CommandNotFound):
            _log.error("twitch.command_failed", exc_info=payload.exception)

    async def lose(self, since: datetime) -> None:
        channels = {channel for kind, channel in self._held if kind == CHAT}
        _log.warning("eventsub.lost", channels=len(channels))
        self.app.work.health.note_trouble(
            EVENTS, "The connection to Twitch was lost; Truss is connecting again."
        )
        self._held.clear()
        self._disconnected |= channels
        reason = "the connection to Twitch was lost"
        await self.receiver.mark_disconnected(channels, since=since, reason=reason)
        self._changed.set()

    async def log_in_and_keep(self) -> None:
        """Sign in, again and again while Twitch is away, and keep what is heard subscribed."""
        attempt, client = 0, cast("Any", self)
        while True:
            client._login_called = False
            try:
                await client.login(load_tokens=False, save_tokens=False)
            except (*Failure, RuntimeError) as error:
                self._note_no_login(error)
                attempt += 1
                await asyncio.sleep(min(60.0, 2.0**attempt))
            else:
                await self.keep_subscribed()

    def _note_no_login(self, error: Exception) -> None:
        _log.warning("twitch.login_failed", reason=type(error).__name__)
        reason = str(error) if isinstance(error, TrussError) else describe_outage(error)
        sentence = f"Twitch does not let Truss sign in ({reason.rstrip('.')}); it keeps trying."
        self.app.work.health.note_trouble(EVENTS, sentence)

    async def keep_subscribed(self) -> None:
        """Keep subscribing what is wanted and unsubscribing the rest, until cancelled."""
        while True:
            self._changed.clear()
            is_done = await self._resubscribe()
            self._note_health(is_done)
            self._attempt = 0 if is_done else self._attempt + 1
            tuning = self.tuning
            wait = tuning.mend_seconds
            if not is_done:
                first = tuning.first_delay_seconds
                wait = delay_seconds(self._attempt - 1, _random.random(), first=first)
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                continue

    def _note_health(self, is_done: bool) -> None:
        health = self.app.work.health
        if is_done:
            health.note_ok(EVENTS)
        else:
            health.note_trouble(EVENTS, "Twitch takes no subscriptions now; Truss keeps trying.")

    async def _resubscribe(self) -> bool:
        """Subscribe what is missing, chats first; False if Twitch is down or limits our rate."""
        for key in [key for key in self._held if key[1] not in self._wanted]:
            await self._unsubscribe(key)
        for key, payload in self._list_missing():
            if not self._has_room(key):
                self._leave_to_irc(key)
                continue
            try:
                self._held[key] = await self.subscribe(payload)
            except Failure as error:
                if not self._note_failure(key, error):
                    return False
            else:
                await self._mark_connected(key)
        return True

    def _leave_to_irc(self, key: Key) -> None:
        """Have a chat for which the socket has no room read by IRC, until there is room."""
        if key[0] == CHAT and key[1] not in self._without_room:
            self._without_room.add(key[1])
            self._on_lost(key[1])

    def _list_missing(self) -> list[tuple[Key, eventsub.SubscriptionPayload]]:
        """Return the wanted subscriptions that are not held and were not refused lately."""
        now = asyncio.get_running_loop().time()
        wanted = [make(one, self.account_id) for make in _KINDS for one in sorted(self._wanted)]
        named = [((str(p.type), p.condition["broadcaster_user_id"]), p) for p in wanted]
        return [
            (key, payload)
            for key, payload in named
            if key not in self._held and self._refused.get(key, now) <= now
        ]

    def _note_failure(self, key: Key, error: BaseException) -> bool:
        """Return whether to go on with the next one: yes if refused, no if Twitch is down."""
        status = getattr(error, "status", 0)
        reason = type(error).__name__
        _log.warning("eventsub.refused", kind=key[0], channel=key[1], status=status, reason=reason)
        is_late = status == BAD and "session" in str(getattr(error, "extra", ""))
        if is_late or status not in {BAD, FORBIDDEN, TOO_MANY}:
            return False
        if status == TOO_MANY and key[0] == CHAT:
            return False
        now = asyncio.get_running_loop().time()
        self._refused[key] = now + self.tuning.refused_seconds
        if key[0] == CHAT:
            self._on_lost(key[1])
        return True

    async def _drop(self, key: Key) -> None:
        del self._held[key]
        now = asyncio.get_running_loop().time()
        self._refused[key] = now + self.tuning.refused_seconds
        if key[0] == CHAT:
            clock = self.app.ports.clock
            reason = "Twitch revoked the right to read this chat"
            self._disconnected.add(key[1])
            await self.receiver.mark_disconnected([key[1]], since=clock.now(), reason=reason)
            self._on_lost(key[1])

    async def _mark_connected(self, key: Key) -> None:
        if key[0] == CHAT and key[1] in self._disconnected:
            self._disconnected.discard(key[1])
            await self.receiver.mark_connected([key[1]], at=self.app.ports.clock.now())

    async def _unsubscribe(self, key: Key) -> None:
        subscription_id = self._held.pop(key)
        try:
            http: Any = self._http  # type: ignore[attr-defined]
            token_for = None if self.tuning.shards else self.account_id
            await http.delete_eventsub_subscription(subscription_id, token_for=token_for)
        except Failure as error:
            _log.info("eventsub.unsubscribe_failed", reason=type(error).__name__)
        else:
            self._free(subscription_id)

    def _free(self, subscription_id: str) -> None:
        """Have the socket's room counted without it, which twitchio leaves as it was."""
        client: Any = self
        for socket in client._websockets.get(self.account_id, {}).values():
            socket._subscriptions.pop(subscription_id, None)

    def _has_room(self, key: Key) -> bool:  # noqa: ARG002 - a conduit has no limit
        return True

    async def subscribe(self, payload: eventsub.SubscriptionPayload) -> str:
        raise NotImplementedError


Make = Callable[[str, str], eventsub.SubscriptionPayload]


def _chat(kind: Any) -> Make:
    return lambda channel, account: kind(broadcaster_user_id=channel, user_id=account)


def _channel(kind: Any) -> Make:
    return lambda channel, _: kind(broadcaster_user_id=channel)


_KINDS: Final[tuple[Make, ...]] = (
    _chat(eventsub.ChatMessageSubscription),
    _chat(eventsub.ChatMessageDeleteSubscription),
    _chat(eventsub.ChatClearUserMessagesSubscription),
    _chat(eventsub.ChatNotificationSubscription),
    _channel(eventsub.StreamOnlineSubscription),
    _channel(eventsub.StreamOfflineSubscription),
    _channel(eventsub.ChannelUpdateSubscription),
    _channel(eventsub.HypeTrainBeginSubscription),
)
