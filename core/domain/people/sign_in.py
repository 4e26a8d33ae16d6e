"""Sign-in: secrets that grant access once or for a while, stored as hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform

SEEN_SECONDS: Final = 15 * 60
"""When a session was last seen is noted no finer than this."""


def hash_secret(secret: str) -> str:
    """Return a secret's SHA-256 in hex; reading it does not let anybody sign in."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MagicLink:
    """What a link opens, once, until `expires_at`; `purpose` is the page, '' for all pages.

    `role` is what its person was when they asked for it; a session looks it up anew each time.
    `email` is the address that whoever holds the link can read.
    """

    creator_id: CreatorId
    person_id: str
    role: Role
    purpose: str
    created_at: datetime
    expires_at: datetime
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A signed-in browser, until `expires_at` or until it is revoked.

    `creator_id` is the creator whose pages it shows now, `creator_ids` are those that its person
    may choose from. `purpose` is the only page it may use, '' for all pages. `digest` is the hash
    of its cookie: it names the session, and nobody can sign in with it.
    """

    digest: str
    creator_id: CreatorId
    person_id: str
    created_at: datetime
    expires_at: datetime
    seen_at: datetime
    browser: str = ""
    purpose: str = ""
    creator_ids: tuple[CreatorId, ...] = ()

    def see(self, now: datetime) -> WebSession | None:
        """Return the session as seen now; None where it was seen so lately that it is as good."""
        is_due = now - self.seen_at >= timedelta(seconds=SEEN_SECONDS)
        return replace(self, seen_at=now) if is_due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthState:
    """Somebody sent to a platform to link an account, expected back once.

    `browser_hash` is the hash of a secret that only their browser holds.
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
    """A link to be confirmed on another device; `user_code` is what people type there."""

    creator_id: CreatorId
    person_id: str
    platform: Platform
    user_code: str
    verification_uri: str
    interval_seconds: float
    created_at: datetime
    expires_at: datetime
