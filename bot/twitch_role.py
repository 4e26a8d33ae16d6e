"""The Twitch role: watches the connected channels, with an account or without."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final

import structlog

from bot.twitch_account import LinkedAccount
from bot.twitch_irc import ChatReceiver, run_public_chat
from bot.twitch_tuning import TwitchTuning
from core.app import App
from core.background import spawn, stop
from core.domain.accounts.platform_token import PlatformToken
from core.domain.streams.twitch_channel import TwitchBinding
from core.domain.work.ids import CreatorId
from core.services.work.ownership import name_channel
from core.services.work.patience import SparseLog, repeat
from core.services.work.supervision import Part, ReportingPatience

if TYPE_CHECKING:
    from bot.twitch_client import Client

_log = structlog.get_logger(__name__)

CHANNELS: Final = "Twitch channels"
SHOWN: Final = 5
ROSTER_SECONDS: Final = 10.0
LIVE_SECONDS: Final = 60.0


class Roster:
    """Shares out the channels: the account's client reads what it can, IRC the rest.

    Of several processes one owns each channel and reads it; the others stand by.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._owned = app.work.owned
        self._looked_at = float("-inf")
        self._logins: dict[str, str] = {}
        self._by_irc: set[str] = set()
        self.client: Client | None = None
        self.lost: set[str] = set()

    async def refresh(self) -> None:
        """Add and remove channels connected, disconnected, won or lost since last time."""
        watched = {b.broadcaster_id: b for b in await self._app.streams.connections.list_watched()}
        self._owned.want(name_channel(""), map(name_channel, watched))
        await self._owned.tend_new()
        for broadcaster_id in set(self._logins) - set(watched):
            await self._app.chat.live.remove_channel(broadcaster_id)
            self._drop(broadcaster_id)
        for broadcaster_id in [b for b in self._logins if self._owned.is_anothers(name_channel(b))]:
            await self._app.chat.live.forget_channel(broadcaster_id)
            self._drop(broadcaster_id)
        for broadcaster_id, binding in watched.items():
            if self._owned.is_held(name_channel(broadcaster_id)):
                self._take_up(binding)
        if self.client is not None:
            self.client.watch(set(self._logins))
        self._share_out()

    def _take_up(self, binding: TwitchBinding) -> None:
        if binding.broadcaster_id not in self._logins:
            self._looked_at = float("-inf")
        self._app.chat.live.add_channel(binding)
        self._logins[binding.broadcaster_id] = binding.login

    def _drop(self, broadcaster_id: str) -> None:
        self._leave_irc(broadcaster_id)
        del self._logins[broadcaster_id]

    def set_client(self, client: Client | None) -> None:
        """Take that an account was linked, and `client` reads for it, or that it was unlinked."""
        self.client = client
        self.lost.clear()
        if client is not None:
            client.watch(set(self._logins))
        self._share_out()

    def lose(self, broadcaster_id: str) -> None:
        """Read a channel by IRC, because the client may not."""
        self.lost.add(broadcaster_id)
        self._share_out()

    def _share_out(self) -> None:
        for broadcaster_id, login in self._logins.items():
            is_heard = self.client is not None and self.client.hears(broadcaster_id)
            if is_heard:
                self.lost.discard(broadcaster_id)
                self._leave_irc(broadcaster_id)
            elif broadcaster_id not in self._by_irc and self._needs_irc(broadcaster_id):
                self._by_irc.add(broadcaster_id)
                self._app.ports.chat.public.join(login)

    def _needs_irc(self, broadcaster_id: str) -> bool:
        return self.client is None or broadcaster_id in self.lost

    def _leave_irc(self, broadcaster_id: str) -> None:
        if broadcaster_id in self._by_irc:
            self._by_irc.discard(broadcaster_id)
            self._app.ports.chat.public.leave(self._logins[broadcaster_id])

    def note_unheard(self) -> None:
        """Tell health of channels whose chat should be read and is not."""
        health = self._app.work.health
        if not (unheard := self._app.ports.chat.public.list_unheard()):
            health.note_ok(CHANNELS)
            return
        more = f" and {len(unheard) - SHOWN} more" if len(unheard) > SHOWN else ""
        named = ", ".join(unheard[:SHOWN]) + more
        health.note_trouble(
            CHANNELS,
            f"Twitch's chat does not answer for {named}. Truss keeps asking; if it lasts, check "
            "that the channel still has this name.",
        )

    async def keep(self, *, roster_seconds: float, live_seconds: float) -> None:
        """Do both again and again; what fails is tried the next time."""
        log = SparseLog("twitch.roster_failed", self._app.ports.clock)
        part = Part(self._app.work.health, "Twitch roster", "New channels and streams are missed")
        await repeat(
            lambda: self._keep_once(live_seconds),
            every_seconds=roster_seconds,
            patience=ReportingPatience(part, log, first_seconds=roster_seconds),
            pause=self._owned.wait_for_change,
        )

    async def _keep_once(self, live_seconds: float) -> None:
        await self.refresh()
        self.note_unheard()
        now = asyncio.get_running_loop().time()
        if now - self._looked_at >= live_seconds:
            await self._app.chat.look.look(self._logins, round_seconds=live_seconds)
            self._looked_at = now


@asynccontextmanager
async def run_twitch(
    app: App,
    *,
    client_id: str,
    client_secret: str,
    creator_id: CreatorId,
    tuning: TwitchTuning | None = None,
    roster_seconds: float = ROSTER_SECONDS,
    live_seconds: float = LIVE_SECONDS,
) -> AsyncIterator[Roster]:
    """Watch the connected channels while the block runs.

    With an application and a linked account this uses EventSub, and answers; otherwise IRC.
    """
    roster, receiver = Roster(app), ChatReceiver(app)
    keys = client_id, client_secret
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(run_public_chat(app, receiver))
        tasks: list[asyncio.Task[None]] = []
        if client_id and client_secret:
            account = LinkedAccount(
                app,
                creator_id,
                make=lambda token: _make(
                    app, receiver, roster, token, tuning or TwitchTuning(), keys
                ),
                on_change=roster.set_client,
            )
            stack.push_async_callback(account.stop)
            await account.begin()
            tasks.append(spawn(account.keep(every_seconds=roster_seconds), name="twitch account"))
        keeping = roster.keep(roster_seconds=roster_seconds, live_seconds=live_seconds)
        tasks.append(spawn(keeping, name="twitch roster"))
        try:
            yield roster
        finally:
            await stop(tasks)


def _make(
    app: App,
    receiver: ChatReceiver,
    roster: Roster,
    account: PlatformToken,
    tuning: TwitchTuning,
    keys: tuple[str, str],
) -> Client:
    from bot.twitch_client import make_client

    client_id, client_secret = keys
    client = make_client(
        client_id=client_id,
        client_secret=client_secret,
        app=app,
        account=account,
        tuning=tuning,
    )
    client.serve(app, receiver, account, tuning, on_lost=roster.lose)
    return client
