"""Account scopes: what we ask of accounts, platform by platform, and what each scope is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.work.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One permission we ask for; an account that lacks a needed one is not linked."""

    name: str
    meaning: str
    is_needed: bool = True


_GOOGLE = "https://www.googleapis.com/auth"
SCOPES: dict[Platform, tuple[Scope, ...]] = {
    Platform.YOUTUBE: (
        Scope(name=f"{_GOOGLE}/youtube.upload", meaning="upload videos"),
        Scope(name=f"{_GOOGLE}/youtube.readonly", meaning="see the channel and its videos"),
        Scope(
            name=f"{_GOOGLE}/yt-analytics.readonly",
            meaning="see how videos performed day by day",
            is_needed=False,
        ),
    ),
    Platform.TIKTOK: (
        Scope(name="user.info.basic", meaning="see whose account it is"),
        Scope(name="video.upload", meaning="send videos to the inbox"),
        Scope(name="video.publish", meaning="post videos", is_needed=False),
        Scope(name="video.list", meaning="see how videos performed", is_needed=False),
    ),
    Platform.TWITCH: (
        Scope(name="user:read:chat", meaning="read chat"),
        Scope(name="user:write:chat", meaning="write in chat"),
        Scope(name="clips:edit", meaning="make clips"),
        Scope(name="channel:manage:clips", meaning="make clips of recordings", is_needed=False),
        Scope(name="user:bot", meaning="appear as a bot in chat", is_needed=False),
        Scope(name="channel:bot", meaning="let a bot into the chat", is_needed=False),
        Scope(name="channel:manage:broadcast", meaning="set stream markers", is_needed=False),
    ),
}
"""Without `video.publish`, TikTok still accepts videos into the creator's inbox."""


def list_scopes(platform: Platform) -> tuple[str, ...]:
    """Return the names of the scopes we ask for."""
    return tuple(scope.name for scope in SCOPES.get(platform, ()))


def list_missing(
    platform: Platform, granted: frozenset[str], *, needed_only: bool = True
) -> tuple[Scope, ...]:
    """Return the scopes that were asked for and not granted."""
    return tuple(
        scope
        for scope in SCOPES.get(platform, ())
        if scope.name not in granted and (scope.is_needed or not needed_only)
    )


def describe_scopes(scopes: Iterable[Scope]) -> str:
    """Return what scopes are for, as `upload videos, see the channel and its videos`."""
    return ", ".join(scope.meaning for scope in scopes)
