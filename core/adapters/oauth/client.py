"""The OAuth client: one flow for every platform; the differences are in the dialects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

import aiohttp

from core.adapters.oauth.dialects import Application, Dialect, read_scopes
from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import AccountOwner, Grant, PlatformToken
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, Forbidden, ReconnectRequired, describe_outage
from core.ports.accounts import DeviceOffer, DevicePending

DEVICE_INTERVAL_SECONDS: Final = 5.0
DEAD_WORDS: Final = frozenset({"invalid_token", "invalid token", "access_token_invalid"})
TIMEOUT_SECONDS: Final = 20.0
REPLY_BYTES_MAX: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A platform's reply: its status, and its JSON if that is an object."""

    status: int
    body: Mapping[str, Any]

    @property
    def words(self) -> frozenset[str]:
        """Its error code and message, in lower case."""
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

    @property
    def has_page(self) -> bool:
        return bool(self._application.client_secret)

    @property
    def has_device_codes(self) -> bool:
        return bool(self._dialect.device_url)

    def make_address(self, *, state: str, redirect_uri: str, code_verifier: str) -> str:
        """Return the platform's consent page."""
        dialect = self._dialect
        asked = {
            dialect.client_id_name: self._application.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": dialect.scope_separator.join(list_scopes(dialect.platform)),
            "state": state,
            **dict(dialect.more),
        }
        if dialect.challenge is not None:
            asked["code_challenge"] = dialect.challenge(code_verifier)
            asked["code_challenge_method"] = "S256"
        return f"{dialect.authorize_url}?{urlencode(asked, quote_via=quote)}"

    async def redeem_code(self, code: str, *, redirect_uri: str, code_verifier: str) -> Grant:
        """Exchange the code somebody came back with."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        if self._dialect.challenge is not None:
            form["code_verifier"] = code_verifier
        reply = await self._ask_for_token(form)
        if not self._is_grant(reply) and not reply.words & self._dialect.our_faults:
            raise Forbidden(
                f"{self._name} rejects the code it sent back; type /account link again."
            )
        return self._read_grant(reply)

    async def start_device(self) -> DeviceOffer:
        """Return a code to be typed at the platform."""
        scopes = " ".join(list_scopes(self._dialect.platform))
        form = {"client_id": self._application.client_id, "scopes": scopes}
        reply = await self._post(self._dialect.device_url, form)
        texts = [reply.body.get(n) for n in ("device_code", "user_code", "verification_uri")]
        lasts_seconds = _read_seconds(reply.body.get("expires_in"))
        if not all(isinstance(text, str) and text for text in texts) or lasts_seconds is None:
            raise self._failed(reply)
        device_code, user_code, verification_uri = map(str, texts)
        if not verification_uri.startswith("https://"):
            raise self._failed(reply)
        return DeviceOffer(
            device_code=device_code,
            user_code=user_code[:40],
            verification_uri=verification_uri[:500],
            interval_seconds=_read_seconds(reply.body.get("interval")) or DEVICE_INTERVAL_SECONDS,
            expires_seconds=lasts_seconds,
        )

    async def poll_device(self, device_code: str) -> Grant | DevicePending:
        """Ask whether the code was typed."""
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": device_code,
            "scopes": " ".join(list_scopes(self._dialect.platform)),
        }
        reply = await self._ask_for_token(form)
        if self._is_grant(reply):
            return self._read_grant(reply)
        if "authorization_pending" in reply.words:
            return DevicePending.WAIT
        if "slow_down" in reply.words:
            return DevicePending.SLOW_DOWN
        if reply.words & self._dialect.our_faults:
            raise self._failed(reply)
        raise Forbidden(f"{self._name} no longer accepts the code; type /account link again.")

    async def find_owner(self, grant: Grant) -> AccountOwner:
        """Return whose account was granted."""
        reply = await self._request(
            "GET", self._dialect.owner_url, headers=self._bear(grant.access_token)
        )
        if reply.status != HTTPStatus.OK:
            raise self._failed(reply)
        owner = self._dialect.read_owner(reply.body)
        if owner is None:
            raise Forbidden(
                f"There is no {self._name} channel behind this sign-in; create one there, or "
                "choose another account, and type /account link again."
            )
        return owner

    async def is_valid(self, token: PlatformToken) -> bool:
        """Return whether the platform still accepts the access token."""
        if not self._dialect.validate_url:
            return True
        reply = await self._request(
            "GET",
            self._dialect.validate_url,
            headers={"Authorization": f"OAuth {token.access_token}"},
        )
        return reply.status != HTTPStatus.UNAUTHORIZED

    async def revoke(self, token: PlatformToken) -> None:
        """Revoke the access."""
        ends_all = self._dialect.revokes_refresh_token and token.refresh_token
        form = self._identified({"token": ends_all or token.access_token})
        reply = await self._post(self._dialect.revoke_url, form)
        is_dead = bool(reply.words & DEAD_WORDS)
        if (reply.status != HTTPStatus.OK or "error" in reply.body) and not is_dead:
            raise self._failed(reply)

    def _bear(self, access_token: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {access_token}",
            # Twitch requires the client id; the others ignore it.
            "Client-Id": self._application.client_id,
        }

    def _is_grant(self, reply: Reply) -> bool:
        return isinstance(reply.body.get("access_token"), str)

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
        """Return what was granted; anything else is an error, whatever its status."""
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
                f"{self._name} refuses the client id or secret of Truss: whoever runs it must "
                "check them in the settings.",
                stage="account",
            )
        return ExternalFailure(
            f"{self._name} gave an unexpected answer ({reply.status}); try again later.",
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
            # The error's text may contain the request with its secrets, so only its kind is told.
            raise ExternalFailure(
                f"{self._name} cannot be reached ({describe_outage(error)}); try again later.",
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
    """Return the body, or nothing if it is longer than any valid reply."""
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
    """Return a positive number of seconds; None if it is not one."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value > 0 else None
