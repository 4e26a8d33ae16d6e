"""One OAuth flow for every platform; what differs is in their dialects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from core.adapters.oauth.dialects import Application, Dialect, read_scopes
from core.domain.platform import Platform
from core.domain.platform_token import Grant, PlatformToken
from core.errors import ExternalFailure, ReconnectRequired

TIMEOUT_SECONDS: Final = 20.0
REPLY_BYTES_MAX: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A platform's reply: its status, and its JSON where that is an object."""

    status: int
    body: Mapping[str, Any]

    @property
    def words(self) -> frozenset[str]:
        """What it says is wrong: code and message, in lower case."""
        said = (self.body.get(name) for name in ("error", "message", "error_description"))
        return frozenset(word.lower() for word in said if isinstance(word, str))


class HttpOAuth:
    """Links and refreshes the accounts of one platform."""

    def __init__(
        self, dialect: Dialect, application: Application, session: aiohttp.ClientSession
    ) -> None:
        self._dialect = dialect
        self._application = application
        self._session = session

    @property
    def platform(self) -> Platform:
        return self._dialect.platform

    async def refresh(self, token: PlatformToken) -> Grant:
        """Exchange the refresh token for new access."""
        reply = await self._ask_for_token(
            {"grant_type": "refresh_token", "refresh_token": token.refresh_token or ""}
        )
        if reply.words & self._dialect.final_words:
            raise ReconnectRequired(f"{self._name} refuses to refresh the account.")
        return self._read_grant(reply)

    async def _ask_for_token(self, form: Mapping[str, str]) -> Reply:
        return await self._post(self._dialect.token_url, self._identified(form))

    def _identified(self, form: Mapping[str, str]) -> dict[str, str]:
        ours = {self._dialect.client_id_name: self._application.client_id}
        if self._application.client_secret:
            ours["client_secret"] = self._application.client_secret
        return {**ours, **form}

    def _read_grant(self, reply: Reply) -> Grant:
        """Return what was granted; what is no grant is an error, whatever its status."""
        body = reply.body
        access = body.get("access_token")
        if not isinstance(access, str) or not access:
            raise self._failed(reply)
        refresh = body.get("refresh_token")
        return Grant(
            access_token=access,
            refresh_token=refresh if isinstance(refresh, str) and refresh else None,
            scopes=read_scopes(body.get("scope")),
            expires_seconds=_read_seconds(body.get("expires_in")),
            refresh_expires_seconds=_read_seconds(body.get("refresh_expires_in")),
        )

    def _failed(self, reply: Reply) -> ExternalFailure:
        if reply.words & self._dialect.our_faults:
            return ExternalFailure(
                f"{self._name} refuses the client id or secret of Truss: whoever runs it checks "
                "them in the settings.",
                stage="account",
            )
        return ExternalFailure(
            f"{self._name} did not answer as it should ({reply.status}); try again later.",
            retryable=True,
            stage="account",
        )

    async def _post(self, url: str, form: Mapping[str, str]) -> Reply:
        return await self._request("POST", url, data=form)

    async def _request(self, method: str, url: str, **given: Any) -> Reply:
        try:
            async with self._session.request(
                method,
                url,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
                **given,
            ) as response:
                reply = Reply(response.status, _read_object(await _read_bounded(response)))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The error's text may hold the request with its secrets, so only its kind is told.
            raise ExternalFailure(
                f"{self._name} cannot be reached ({type(error).__name__}); try again later.",
                retryable=True,
                stage="account",
            ) from None
        if reply.status >= 500 or reply.status == 429:
            raise self._failed(reply)
        return reply

    @property
    def _name(self) -> str:
        return self._dialect.platform.label


async def _read_bounded(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, or nothing where it is longer than any reply."""
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > REPLY_BYTES_MAX:
            return b""
    return bytes(raw)


def _read_object(raw: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(raw)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _read_seconds(value: Any) -> float | None:
    """Return a positive number of seconds; None for what is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value > 0 else None
