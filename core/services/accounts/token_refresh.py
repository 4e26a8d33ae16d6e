"""Token refresh: giving valid access tokens, each refreshed by one process at a time.

Tasks of this process join the refresh that is under way. Processes take turns: whoever stores
`refreshing_until` over the version that was seen refreshes, the others wait and read what comes.
The new token is stored before anybody uses it. A process that is killed between the platform's
answer and the save leaves the old refresh token; where the platform has taken that one back with
the answer (TikTok, Twitch without a secret), the next refresh is refused and the creator is asked.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from typing import Final

import structlog

from core.background import spawn
from core.domain.accounts.platform_token import AccountStatus, Grant, PlatformToken
from core.domain.accounts.token_freshness import (
    TURN_SECONDS,
    Freshness,
    give_turn_back,
    is_usable,
    judge_freshness,
    take_turn,
)
from core.domain.work.ids import CreatorId
from core.domain.work.job import Job, JobKind
from core.domain.work.platform import Platform
from core.errors import (
    Busy,
    Conflict,
    ExternalFailure,
    ReconnectRequired,
    TrussError,
    tell_in_full,
)
from core.ports.accounts import OAuthClient, TokenStore
from core.ports.people import GuildStore
from core.ports.work import Clock, Ids
from core.services.work.new_jobs import NewJobs

_log = structlog.get_logger(__name__)

PATIENCE_SECONDS: Final = TURN_SECONDS * 1.5
_SAVES: Final = 6

_Outcome = PlatformToken | TrussError


class TokenRefresh:
    """Gives fresh tokens; of many callers one refreshes, and all get the result."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        tokens: TokenStore,
        guilds: GuildStore,
        oauth: Mapping[Platform, OAuthClient],
        poll_seconds: float = 0.5,
    ) -> None:
        self._clock = clock
        self._new_jobs = NewJobs(clock=clock, ids=ids)
        self._tokens = tokens
        self._guilds = guilds
        self._oauth = oauth
        self._poll_seconds = poll_seconds
        self._running: dict[tuple[str, ...], asyncio.Task[_Outcome]] = {}

    async def get_fresh_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        """Return a token that is valid for some minutes, refreshed if necessary."""
        token = await self._tokens.get_token(creator_id, platform, account_id)
        if judge_freshness(token, now=self._clock.now()) is Freshness.READY:
            return token
        return await self._join(token, refused=None)

    async def replace_refused(self, refused: PlatformToken) -> PlatformToken:
        """Return a new token for one that the platform refused before it expired."""
        token = await self._tokens.get_token(
            refused.creator_id, refused.platform, refused.account_id
        )
        return await self._join(token, refused=refused.access_token)

    async def finish(self) -> None:
        """Wait for running refreshes, so that no new token is lost at shutdown."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _join(self, token: PlatformToken, *, refused: str | None) -> PlatformToken:
        """Refresh, or join a running refresh; cancelling a caller does not stop it."""
        key = (token.creator_id, token.platform.value, token.account_id)
        task = self._running.get(key)
        if task is None:
            task = spawn(self._refresh(token, refused), name=f"refresh of {token.platform}")
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        outcome = await asyncio.shield(task)
        if isinstance(outcome, TrussError):
            raise outcome
        return outcome

    async def _refresh(self, token: PlatformToken, refused: str | None) -> _Outcome:
        try:
            return await self._take_turns(token, refused)
        except TrussError as error:
            return error

    async def _take_turns(self, token: PlatformToken, refused: str | None) -> PlatformToken:
        patience = math.ceil(PATIENCE_SECONDS / self._poll_seconds)
        for _ in range(patience):
            try:
                match judge_freshness(token, now=self._clock.now(), refused=refused):
                    case Freshness.READY:
                        return token
                    case Freshness.RECONNECT:
                        raise await self._ask_reconnect(token)
                    case Freshness.REFRESH:
                        return await self._refresh_in_turn(token)
                    case Freshness.WAIT:
                        await asyncio.sleep(self._poll_seconds)
            except Conflict:
                pass
            token = await self._tokens.get_token(token.creator_id, token.platform, token.account_id)
        raise ExternalFailure(
            "The account is being refreshed elsewhere and it takes too long; try again.",
            retryable=True,
            stage="account",
        )

    async def _refresh_in_turn(self, token: PlatformToken) -> PlatformToken:
        """Refresh while others wait; Conflict if somebody else is refreshing."""
        client = self._oauth.get(token.platform)
        if client is None:
            raise ExternalFailure(
                f"{token.platform.label} is not set up here: set its client id and secret.",
                stage="account",
            )
        mine = await self._tokens.save_token(take_turn(token, now=self._clock.now()))
        try:
            grant = await _ask_twice(client, mine)
        except ReconnectRequired:
            raise await self._ask_reconnect(mine) from None
        except ExternalFailure as error:
            return await self._go_without(mine, error)
        return await self._keep(mine, grant)

    async def _go_without(self, mine: PlatformToken, error: ExternalFailure) -> PlatformToken:
        """Let the next caller try; meanwhile return the old token if it is still valid."""
        now = self._clock.now()
        free = await self._tokens.save_token(give_turn_back(mine, now=now))
        if not is_usable(free, now=now):
            raise error
        _log.warning(
            "account.not_refreshed", platform=mine.platform.value, reason=tell_in_full(error)
        )
        return free

    async def _keep(self, mine: PlatformToken, grant: Grant) -> PlatformToken:
        """Store the new token despite conflicts and outages: it cannot be requested again."""
        used = mine.refresh_token
        for attempt in range(_SAVES):
            try:
                return await self._tokens.save_token(mine.receive(grant, at=self._clock.now()))
            except Conflict as conflict:
                current = conflict.current
                if not isinstance(current, PlatformToken) or current.refresh_token != used:
                    raise
                mine = current
            except (Busy, ExternalFailure) as error:
                _log.warning("account.not_saved", platform=mine.platform.value, reason=str(error))
                await asyncio.sleep(self._poll_seconds * 2**attempt)
        raise ExternalFailure(
            "What the platform granted could not be stored; try again.", retryable=True
        )

    async def _ask_reconnect(self, token: PlatformToken) -> ReconnectRequired:
        """Mark the account as needing to be linked again, queue the notice, return the error.

        Raises Conflict where it was changed meanwhile, by somebody who linked it anew.
        """
        if token.status is AccountStatus.LINKED:
            now = self._clock.now()
            lost = give_turn_back(token, now=now).move_to(AccountStatus.RECONNECT_REQUIRED, at=now)
            await self._tokens.save_token(lost, jobs=await self._make_question(lost))
            _log.warning("account.reconnect_required", platform=token.platform.value)
        return ReconnectRequired(
            f"{token.platform.label} has taken back the access to "
            f"{token.account_name or 'this account'}; link it again with /account link."
        )

    async def _make_question(self, token: PlatformToken) -> tuple[Job, ...]:
        """Return the job that asks the creator, if there is a server to ask in."""
        if not await self._guilds.list_guilds(token.creator_id):
            return ()
        subject = f"{token.platform.value}:{token.account_id}"
        version = str(token.version)
        return (self._new_jobs.make(JobKind.ASK_RECONNECT, token.creator_id, subject, version),)


async def _ask_twice(client: OAuthClient, token: PlatformToken) -> Grant:
    """Refresh; try a refusal once more, as platforms sometimes refuse by mistake."""
    try:
        return await client.refresh(token)
    except ReconnectRequired:
        return await client.refresh(token)
