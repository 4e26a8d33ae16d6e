"""OAuth dialects: what differs between the sign-ins of platforms, as a table."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.domain.accounts.platform_token import AccountOwner
from core.domain.work.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Our application at a platform; without a secret it is a public client."""

    client_id: str
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one platform speaks OAuth.

    `challenge` makes a PKCE challenge from a verifier, None if the platform has no PKCE.
    `owner_url` tells whose the access is and `read_owner` finds it in the answer. `final_words`
    mark a dead refresh token, `our_faults` a refusal of our application; both are compared with the
    error code and message, in lower case.
    """

    platform: Platform
    authorize_url: str
    token_url: str
    revoke_url: str
    owner_url: str
    read_owner: Callable[[Mapping[str, Any]], AccountOwner | None]
    device_url: str = ""
    validate_url: str = ""
    revokes_refresh_token: bool = False
    client_id_name: str = "client_id"
    scope_separator: str = " "
    challenge: Callable[[str], str] | None = None
    more: tuple[tuple[str, str], ...] = ()
    final_words: frozenset[str] = frozenset({"invalid_grant"})
    our_faults: frozenset[str] = frozenset({"invalid_client", "unauthorized_client"})


def google(*, accounts_url: str, auth_url: str, api_url: str) -> Dialect:
    return Dialect(
        platform=Platform.YOUTUBE,
        authorize_url=f"{accounts_url}/o/oauth2/v2/auth",
        token_url=f"{auth_url}/token",
        revoke_url=f"{auth_url}/revoke",
        owner_url=f"{api_url}/youtube/v3/channels?part=snippet&mine=true",
        read_owner=read_channel,
        # Revoking the refresh token ends the whole authorization, even if the access token is old.
        revokes_refresh_token=True,
        challenge=challenge_base64url,
        # Without `offline` there is no refresh token, without `consent` none when linking again.
        more=(
            ("access_type", "offline"),
            ("prompt", "consent"),
            ("include_granted_scopes", "true"),
        ),
    )


def tiktok(*, auth_url: str, api_url: str, is_desktop: bool = False) -> Dialect:
    return Dialect(
        platform=Platform.TIKTOK,
        authorize_url=f"{auth_url}/v2/auth/authorize/",
        token_url=f"{api_url}/v2/oauth/token/",
        revoke_url=f"{api_url}/v2/oauth/revoke/",
        owner_url=f"{api_url}/v2/user/info/?fields=open_id,display_name",
        read_owner=read_tiktok_user,
        client_id_name="client_key",
        scope_separator=",",
        challenge=challenge_hex if is_desktop else None,
        final_words=frozenset({"invalid_grant", "access_token_invalid"}),
    )


def twitch(*, auth_url: str, api_url: str) -> Dialect:
    return Dialect(
        platform=Platform.TWITCH,
        authorize_url=f"{auth_url}/authorize",
        token_url=f"{auth_url}/token",
        revoke_url=f"{auth_url}/revoke",
        owner_url=f"{api_url}/users",
        read_owner=read_twitch_user,
        device_url=f"{auth_url}/device",
        validate_url=f"{auth_url}/validate",
        final_words=frozenset({"invalid refresh token"}),
        our_faults=frozenset({"invalid client", "invalid client secret", "missing client id"}),
    )


def challenge_base64url(verifier: str) -> str:
    """Return the S256 challenge as the standard defines it (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def challenge_hex(verifier: str) -> str:
    """Return the S256 challenge as TikTok's desktop applications require it."""
    return hashlib.sha256(verifier.encode()).hexdigest()


def read_channel(body: Mapping[str, Any]) -> AccountOwner | None:
    """Return the channel from `channels.list`; None if the person has none."""
    channel = _first(body.get("items"))
    return _owner(channel.get("id"), _object(channel.get("snippet")).get("title"))


def read_tiktok_user(body: Mapping[str, Any]) -> AccountOwner | None:
    user = _object(_object(body.get("data")).get("user"))
    return _owner(user.get("open_id"), user.get("display_name"))


def read_twitch_user(body: Mapping[str, Any]) -> AccountOwner | None:
    user = _first(body.get("data"))
    return _owner(user.get("id"), user.get("display_name") or user.get("login"))


def _owner(account_id: Any, name: Any) -> AccountOwner | None:
    """Return the owner if the id can be stored; a name is cut to 100 characters."""
    if not isinstance(account_id, str) or not _ACCOUNT_ID.fullmatch(account_id):
        return None
    shown = "".join(c for c in name if c.isprintable())[:_NAME_MAX] if isinstance(name, str) else ""
    return AccountOwner(account_id=account_id, name=shown.strip() or account_id)


def _first(value: Any) -> Mapping[str, Any]:
    return _object(value[0]) if isinstance(value, list) and value else {}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


_ACCOUNT_ID = re.compile(r"[A-Za-z0-9._~-]{1,120}")
_NAME_MAX = 100


def read_scopes(value: Any) -> frozenset[str] | None:
    """Return a reply's scopes: a list, or text split by commas or spaces; None if unnamed."""
    if isinstance(value, str):
        value = value.replace(",", " ").split()
    if not isinstance(value, list):
        return None
    return frozenset(scope for scope in value if isinstance(scope, str))
