"""twitchio's HTTP client with our own accounts' tokens: it stores and refreshes none itself."""

from __future__ import annotations

from typing import Any

from twitchio import HTTPException
from twitchio.authentication.tokens import ManagedHTTPClient
from twitchio.http import HTTPClient, Route

from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.accounts import FreshTokens

UNAUTHORISED = 401


class AccountHttp(ManagedHTTPClient):
    """Uses the named account's fresh token, or the application's if none is named."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        client: Any,
        tokens: FreshTokens,
        creator_id: CreatorId,
    ) -> None:
        super().__init__(client_id=client_id, client_secret=client_secret, client=client)
        self._fresh = tokens
        self._creator_id = creator_id
        self._has_loaded = True

    async def request(self, route: Route) -> Any:
        if route.use_id:
            return await HTTPClient.request(self, route)
        is_named = route.token_for not in {"", "None"}  # twitchio turns None into "None"
        token = await self._get_account(route.token_for) if is_named else None
        if token is None and not self._app_token:
            await self._renew_app_token()
        try:
            return await self._ask(route, token)
        except HTTPException as error:
            if error.status != UNAUTHORISED or _lacks_scope(error):
                raise
        if token is None:
            await self._renew_app_token()
        else:
            token = await self._fresh.replace_refused(token)
        return await self._ask(route, token)

    async def _ask(self, route: Route, token: PlatformToken | None) -> Any:
        access = token.access_token if token else self._app_token
        route.update_headers({"Authorization": f"Bearer {access}"})
        return await HTTPClient.request(self, route)

    async def _get_account(self, account_id: str) -> PlatformToken:
        return await self._fresh.get_fresh_token(self._creator_id, Platform.TWITCH, account_id)

    async def _renew_app_token(self) -> None:
        self._app_token = (await self.client_credentials_token()).access_token


def _lacks_scope(error: HTTPException) -> bool:
    said = error.extra.get("message", "") if isinstance(error.extra, dict) else ""
    return str(said).lower().startswith("missing scope")
