"""What differs between the sign-ins of platforms, as a table."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.domain.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Our application at a platform; without a secret it is a public one."""

    client_id: str
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one platform speaks OAuth.

    `challenge` makes a PKCE challenge of a verifier, None where the platform knows none.
    `final_words` are what it says where a refresh token is dead, `our_faults` where it refuses our
    application; both are compared with its error code and its message, in lower case.
    """

    platform: Platform
    authorize_url: str
    token_url: str
    revoke_url: str
    scopes: tuple[str, ...]
    client_id_name: str = "client_id"
    scope_separator: str = " "
    challenge: Callable[[str], str] | None = None
    more: tuple[tuple[str, str], ...] = ()
    final_words: frozenset[str] = frozenset({"invalid_grant"})
    our_faults: frozenset[str] = frozenset({"invalid_client", "unauthorized_client"})


def google(*, accounts_url: str, auth_url: str) -> Dialect:
    return Dialect(
        platform=Platform.YOUTUBE,
        authorize_url=f"{accounts_url}/o/oauth2/v2/auth",
        token_url=f"{auth_url}/token",
        revoke_url=f"{auth_url}/revoke",
        scopes=(
            "https://www.googleapis.com/auth/youtube.upload",
            "https://www.googleapis.com/auth/youtube.readonly",
            "https://www.googleapis.com/auth/yt-analytics.readonly",
        ),
        challenge=challenge_base64url,
        # Without `offline` there is no refresh token, without `consent` none for a second link.
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
        scopes=("user.info.basic", "video.publish", "video.upload", "video.list"),
        client_id_name="client_key",
        scope_separator=",",
        challenge=challenge_hex if is_desktop else None,
        final_words=frozenset({"invalid_grant", "access_token_invalid"}),
    )


def twitch(*, auth_url: str) -> Dialect:
    return Dialect(
        platform=Platform.TWITCH,
        authorize_url=f"{auth_url}/authorize",
        token_url=f"{auth_url}/token",
        revoke_url=f"{auth_url}/revoke",
        scopes=(
            "user:read:chat",
            "user:write:chat",
            "user:bot",
            "channel:bot",
            "clips:edit",
            "channel:manage:clips",
            "channel:manage:broadcast",
        ),
        final_words=frozenset({"invalid refresh token"}),
        our_faults=frozenset({"invalid client", "invalid client secret", "missing client id"}),
    )


def challenge_base64url(verifier: str) -> str:
    """Return the S256 challenge as the standard says."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def challenge_hex(verifier: str) -> str:
    """Return the S256 challenge as TikTok's desktop applications want it."""
    return hashlib.sha256(verifier.encode()).hexdigest()


def read_scopes(value: Any) -> frozenset[str] | None:
    """Return the scopes of a reply: a list, or text parted by commas or spaces; None if unnamed."""
    if isinstance(value, str):
        value = value.replace(",", " ").split()
    if not isinstance(value, list):
        return None
    return frozenset(scope for scope in value if isinstance(scope, str))
