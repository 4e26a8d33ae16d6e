"""The account that Truss speaks as on Twitch: taken up once it is linked, left once it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import structlog

from bot.twitch_tuning import EVENTS
from core.app import App
from core.background import spawn, stop
from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
from core.errors import NotFound, ReconnectRequired, TrussError
from core.services.streams.stream_opening import NOT_RUNNING
from core.services.work.patience import SparseLog, repeat
from core.services.work.supervision import Part, ReportingPatience, supervise

if TYPE_CHECKING:
    from bot.twitch_client import Client

_log = structlog.get_logger(__name__)

PART: Final = "Twitch account"


class LinkedAccount:
    """Runs a client for whichever account is linked; without one, chat is read by IRC alone."""

    def __init__(
        self,
        app: App,
        creator_id: CreatorId,
        *,
        make: Callable[[PlatformToken], Client],
        on_change: Callable[[Client | None], None],
    ) -> None:
        self._app = app
        self._creator_id = creator_id
        self._make = make
        self._on_change = on_change
        self._client: Client | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Take up the account that is linked now; where that is unknown, `keep` goes on trying."""
        try:
            await self.refresh()
        except TrussError as error:
            _log.warning("twitch.no_account", reason=str(error))

    async def keep(self, *, every_seconds: float) -> None:
        """Look again and again which account is linked."""
        part = Part(self._app.work.health, "Twitch sign-in", "The Twitch account is not known")
        log = SparseLog("twitch.no_account", self._app.ports.clock)
        patience = ReportingPatience(part, log, first_seconds=every_seconds)
        await repeat(self.refresh, every_seconds=every_seconds, patience=patience)

    async def refresh(self) -> None:
        """Begin or end the client, where another account is linked than the last time, or none."""
        account = await self._find()
        known = self._client.account_id if self._client else None
        if known == (account.account_id if account else None):
            return
        await self.stop(reason="the Twitch account was unlinked")
        if account is not None:
            await self._start(account)

    async def stop(self, *, reason: str = NOT_RUNNING) -> None:
        """End the client; the channels it read are disconnected until others read them."""
        client, self._client = self._client, None
        if client is None:
            return
        await stop(self._tasks)
        await client.leave(reason=reason)
        await client.close()
        self._app.work.health.forget(EVENTS)
        self._on_change(None)
        _log.info("twitch.account_left", account_id=client.account_id)

    async def _find(self) -> PlatformToken | None:
        health = self._app.work.health
        try:
            account = await self._app.accounts.refresh.get_fresh_token(
                self._creator_id, Platform.TWITCH
            )
        except NotFound:
            health.forget(PART)
            return None
        except ReconnectRequired as error:
            health.note_trouble(PART, str(error))
            return None
        health.note_ok(PART)
        return account

    async def _start(self, account: PlatformToken) -> None:
        clock, runner = self._app.ports.clock, self._app.work.runner
        # Before the account counts as taken up: a table that fails now is asked again next time.
        await runner.take_over(Queue.TWITCH)
        client = self._client = self._make(account)
        part = Part(self._app.work.health, EVENTS, "Twitch's events are not heard")
        self._on_change(client)
        self._tasks = [
            spawn(
                supervise(client.log_in_and_keep, part=part, clock=clock),
                name="twitch eventsub",
            ),
            spawn(runner.run(Queue.TWITCH), name="twitch worker"),
        ]
        _log.info("twitch.account_taken_up", account_id=account.account_id)
