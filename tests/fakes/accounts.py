"""Accounts in memory: fresh tokens, and platforms that grant what a test says."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from core.domain.accounts.platform_token import AccountOwner, Grant, PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Forbidden, NotFound, ReconnectRequired
from core.ports.accounts import DeviceOffer, DevicePending, FreshTokens, OAuthClient


class FakeFreshTokens:
    """Returns the tokens that it was given, or raises what a test put into `failing`."""

    def __init__(self, *tokens: PlatformToken) -> None:
        self.tokens = list(tokens)
        self.failing: Exception | None = None
        self.replaced: list[PlatformToken] = []

    async def get_fresh_token(
        self, creator_id: CreatorId, platform: Platform, account_id: str = ""
    ) -> PlatformToken:
        if self.failing:
            raise self.failing
        for token in self.tokens:
            is_account = not account_id or token.account_id == account_id
            if (token.creator_id, token.platform) == (creator_id, platform) and is_account:
                return token
        raise NotFound(f"No {platform} account is linked.")

    async def replace_refused(self, refused: PlatformToken) -> PlatformToken:
        """Return another access token for the account, once for each refused one."""
        token = await self.get_fresh_token(refused.creator_id, refused.platform, refused.account_id)
        if token.access_token == refused.access_token:
            self.replaced.append(refused)
            renewed = replace(token, access_token=f"{token.access_token}+")
            self.tokens[self.tokens.index(token)] = renewed
            return renewed
        return token


class FakeOAuth:
    """A platform that rotates refresh tokens: each works once, and using it ends the old access.

    `failing` holds errors that the next refreshes raise; `delay_seconds` is how long each takes.
    """

    def __init__(self, *, expires_seconds: float = 7200) -> None:
        self.refresh_token = "refresh-1"
        self.expires_seconds = expires_seconds
        self.delay_seconds = 0.0
        self.failing: list[Exception] = []
        self.refreshes = 0
        self.has_page = True
        self.has_device_codes = False
        self.granted = Grant(access_token="access-0", refresh_token="refresh-0")
        self.owner = AccountOwner(account_id="t1", name="Ana")
        self.codes = {"code-1"}
        self.redeemed: list[tuple[str, str, str]] = []
        self.polls: list[Grant | DevicePending | Exception] = []
        self.valid = True
        self.revoked: list[PlatformToken] = []

    def make_address(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        return f"https://platform.example/consent?state={state}&redirect_uri={redirect_uri}"

    async def redeem_code(self, code: str, *, redirect_uri: str, code_verifier: str) -> Grant:
        self.redeemed.append((code, redirect_uri, code_verifier))
        if code not in self.codes:
            raise Forbidden("The platform does not take the code.")
        self.codes.remove(code)
        return self.granted

    async def start_device(self) -> DeviceOffer:
        return DeviceOffer(
            device_code="device-1",
            user_code="ABCD",
            verification_uri="https://platform.example/activate",
            interval_seconds=0.01,
            expires_seconds=1800,
        )

    async def poll_device(self, device_code: str) -> Grant | DevicePending:
        answer = self.polls.pop(0) if self.polls else DevicePending.WAIT
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def find_owner(self, grant: Grant) -> AccountOwner:
        return self.owner

    async def is_valid(self, token: PlatformToken) -> bool:
        return self.valid

    async def revoke(self, token: PlatformToken) -> None:
        if self.failing:
            raise self.failing.pop(0)
        self.revoked.append(token)

    async def refresh(self, token: PlatformToken) -> Grant:
        if self.failing:
            raise self.failing.pop(0)
        if token.refresh_token != self.refresh_token:
            raise ReconnectRequired("That refresh token is used up.")
        self.refreshes += 1
        number = self.refreshes + 1
        self.refresh_token = f"refresh-{number}"
        await asyncio.sleep(self.delay_seconds)
        return Grant(
            access_token=f"access-{number}",
            refresh_token=self.refresh_token,
            expires_seconds=self.expires_seconds,
        )


_tokens: type[FreshTokens] = FakeFreshTokens
_oauth: type[OAuthClient] = FakeOAuth
