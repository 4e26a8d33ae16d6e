"""Signing in: secrets that open something once or for a while. They are stored as hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform


def hash_secret(secret: str) -> str:
    """Return the SHA-256 of a secret in hex; whoever reads it cannot sign in with it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MagicLink:
    """What a link given to a person opens once, until `expires_at`; `purpose` is the page."""

    creator_id: CreatorId
    person_id: str
    role: Role
    purpose: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A browser that is signed in, until `expires_at` or until it is revoked.

    `purpose` is the one page that it may use, '' where it may use all of them.
    """

    creator_id: CreatorId
    person_id: str
    role: Role
    created_at: datetime
    expires_at: datetime
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthState:
    """Somebody who was sent to a platform to link an account, and is awaited back once.

    `browser_hash` is the hash of a secret that their browser alone holds.
    """

    creator_id: CreatorId
    person_id: str
    platform: Platform
    redirect_uri: str
    created_at: datetime
    expires_at: datetime
    browser_hash: str = ""
    code_verifier: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """A link that is confirmed on another device; `user_code` is what people type there."""

    creator_id: CreatorId
    person_id: str
    platform: Platform
    user_code: str
    verification_uri: str
    interval_seconds: float
    created_at: datetime
    expires_at: datetime
