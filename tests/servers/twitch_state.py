"""What the loopback Twitch knows: channels, tokens, clips and videos."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.openapi import OpenApi

CLIENT_ID = "loopback-client"
CLIENT_SECRET = "loopback-client-secret-9e107d9d"
APP_TOKEN_SECONDS = 5_011_271
USER_TOKEN_SECONDS = 14_124


class Refusal(Exception):
    """A request that Helix refuses."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(slots=True, kw_only=True)
class Channel:
    """A user, the channel they broadcast on, and how it is to misbehave.

    `drop_reason` (code, message) is why a chat message is answered by 200 and not sent.
    `clip_refusal` (status, message) is why no clip can be made. `moderators` are user ids.
    """

    id: str
    login: str
    name: str
    title: str = "A loopback stream"
    category: str = "Chess"
    category_id: str = "743"
    is_live: bool = False
    stream_id: str = ""
    started_at: datetime | None = None
    viewers: int = 12
    drop_reason: tuple[str, str] | None = None
    clip_refusal: tuple[int, str] | None = None
    moderators: set[str] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)
    markers: list[dict[str, Any]] = field(default_factory=list)

    def as_broadcaster(self, prefix: str = "broadcaster_user") -> dict[str, str]:
        return {
            f"{prefix}_id": self.id,
            f"{prefix}_login": self.login,
            f"{prefix}_name": self.name,
        }


@dataclass(slots=True, kw_only=True)
class Token:
    """An access token; `user_id` is empty for an app's."""

    value: str
    user_id: str = ""
    scopes: frozenset[str] = frozenset()
    refresh: str = ""
    expires_at: datetime
    is_revoked: bool = False


@dataclass(slots=True, kw_only=True)
class LoopbackClip:
    """A clip; `polls_left` is how often it is not found yet, None for a clip that never comes.

    It is listed from `listed_at` on, if that is set; `views` decide its place in a list.
    `vod_offset` is the clip's start in its VOD, null for as many polls more.
    """

    id: str
    broadcaster_id: str
    creator_id: str
    title: str
    duration: float
    created_at: datetime
    polls_left: int | None
    listed_at: datetime | None = None
    views: int = 0
    video_id: str = ""
    vod_offset: int | None = None
    offset_polls_left: int = 0
    landscape_url: str | None = None
    portrait_url: str | None = None


@dataclass(slots=True, kw_only=True)
class LoopbackVideo:
    """A VOD; `duration` is written as Twitch does: 3h8m33s."""

    id: str
    user_id: str
    stream_id: str | None
    created_at: datetime
    duration: str = "1h0m0s"
    title: str = "A loopback VOD"
    kind: str = "archive"
    muted: list[dict[str, int]] | None = None


@dataclass(slots=True, kw_only=True)
class Request:
    """A request that Helix or id got."""

    method: str
    path: str
    query: list[tuple[str, str]]
    body: Any
    user_id: str
    status: int = 0
    raw_query: str = ""


class TwitchState:
    """State that the servers share; tests change it freely.

    A clip is listed `clip_seconds` after it was made, and `clip_polls` looks later. What
    `lost_answers` names (method, path) is done, each once, and its answer never arrives.
    """

    def __init__(self, openapi: OpenApi | None = None) -> None:
        self.openapi = openapi
        self.faults: list[str] = []
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.url = ""
        self.channels: dict[str, Channel] = {}
        self.tokens: dict[str, Token] = {}
        self.dead_refreshes: set[str] = set()
        self.grants: dict[str, set[str]] = defaultdict(set)
        self.clips: dict[str, LoopbackClip] = {}
        self.videos: dict[str, LoopbackVideo] = {}
        self.requests: list[Request] = []
        self.clip_polls: int | None = 2
        self.clip_seconds = 0.0
        self.lost_answers: list[tuple[str, str]] = []
        self.clip_offset_polls = 0
        self.clip_download_url: str | None = None
        self.rotates_refresh_tokens = False
        self.validate_status = 0
        self.token_status = 0
        self.helix_status = 0
        self.points_a_minute = 800
        self.ids = itertools.count(1000)
        self._points: dict[str, tuple[float, datetime]] = {}

    def add_channel(self, login: str, *, channel_id: str = "", name: str = "") -> Channel:
        """Add a user with a channel of their own."""
        number = channel_id or str(next(self.ids))
        channel = Channel(id=number, login=login, name=name or login.capitalize())
        self.channels[number] = channel
        return channel

    def find_channel(self, login: str) -> Channel | None:
        return next((c for c in self.channels.values() if c.login == login), None)

    def issue_token(
        self, user_id: str = "", scopes: frozenset[str] | set[str] = frozenset(), **given: Any
    ) -> Token:
        """Make a token as a grant would; its scopes stay granted to our application."""
        seconds = given.pop("seconds", USER_TOKEN_SECONDS if user_id else APP_TOKEN_SECONDS)
        number = next(self.ids)
        token = Token(
            value=given.pop("value", f"loopaccess{number}x{'a' * 14}"),
            user_id=user_id,
            scopes=frozenset(scopes),
            refresh=given.pop("refresh", f"looprefresh{number}x{'r' * 14}") if user_id else "",
            expires_at=self.now() + timedelta(seconds=seconds),
        )
        self.tokens[token.value] = token
        if user_id:
            self.grants[user_id] |= set(scopes)
        return token

    def find_token(self, value: str) -> Token | None:
        """Return a token that is valid now."""
        token = self.tokens.get(value)
        if token is None or token.is_revoked or token.expires_at <= self.now():
            return None
        return token

    def take_point(self, bucket: str) -> tuple[bool, dict[str, str]]:
        """Take a point from a bucket of 800 a minute; return whether there was one, and headers."""
        now = self.now()
        left, since = self._points.get(bucket, (float(self.points_a_minute), now))
        rate = self.points_a_minute / 60
        left = min(self.points_a_minute, left + (now - since).total_seconds() * rate)
        has_one = left >= 1
        left = left - 1 if has_one else left
        self._points[bucket] = (left, now)
        until_one = 0 if left >= 1 else (1 - left) / rate
        return has_one, {
            "Ratelimit-Limit": str(self.points_a_minute),
            "Ratelimit-Remaining": str(int(left)),
            "Ratelimit-Reset": str(int(now.timestamp() + until_one) + 1),
        }

    def get_channel(self, channel_id: str) -> Channel:
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refusal(400, "The broadcaster does not exist.")
        return channel

    def is_lost(self, request: Request) -> bool:
        """Return whether nobody is to hear the answer to a request."""
        asked = (request.method, request.path)
        if asked not in self.lost_answers:
            return False
        self.lost_answers.remove(asked)
        return True

    def requests_to(self, method: str, path: str) -> list[Request]:
        return [r for r in self.requests if (r.method, r.path) == (method, path)]


def need(token: Token, *scopes: str) -> None:
    """Refuse a token that has none of the scopes."""
    if not token.scopes & set(scopes):
        raise Refusal(401, f"Missing scope: {scopes[0]}")


def stamp(at: datetime) -> str:
    """Return a time as EventSub writes it: with nanoseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "123Z"


def seconds_stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
