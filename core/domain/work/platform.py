"""Platforms: where a clip can be published, and the largest file each of them accepts."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath


class Platform(StrEnum):
    """Where clips and texts go; FOLDER is one on this machine, for those without an account."""

    FOLDER = "folder"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    TWITCH = "twitch"
    DISCORD = "discord"
    LINKEDIN = "linkedin"
    X = "x"
    REDNOTE = "rednote"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"

    @property
    def label(self) -> str:
        """Return its name as people write it."""
        return _LABELS.get(self.value, self.value.capitalize())


_LABELS = {"youtube": "YouTube", "tiktok": "TikTok", "linkedin": "LinkedIn"}
BY_HAND: frozenset[Platform] = frozenset({Platform.LINKEDIN, Platform.X, Platform.REDNOTE})
"""Take a text that a person posts there; no clip is ever uploaded to them."""
MEASURED_ONLY: frozenset[Platform] = frozenset({Platform.INSTAGRAM, Platform.FACEBOOK})
"""Nothing is published or planned there; figures of posts there can be brought all the same."""
TAKE_CLIPS: tuple[Platform, ...] = tuple(
    platform for platform in Platform if platform not in BY_HAND | MEASURED_ONLY
)
"""Where a clip can be published."""
TAKE_POSTS: tuple[Platform, ...] = tuple(
    platform
    for platform in Platform
    if platform is not Platform.FOLDER and platform not in MEASURED_ONLY
)
"""What a post of the month's plan can be for."""
EXPORTED: tuple[Platform, ...] = tuple(
    platform
    for platform in Platform
    if platform not in {Platform.FOLDER, Platform.DISCORD, Platform.TWITCH}
)
"""Whose files of figures can be read."""
BYTES_MAX: dict[Platform, int] = {
    # discord-api-docs, "Uploading Files": 10 MiB by default, since 2025-01-16.
    Platform.DISCORD: 10 * 1024 * 1024,
    # developers.tiktok.com/doc/content-posting-api-media-transfer-guide: 4 GB.
    Platform.TIKTOK: 4_000_000_000,
}
"""The largest file each platform accepts, in bytes; a platform not listed accepts any clip."""


def list_caps(platforms: Iterable[Platform], size_bytes: int) -> tuple[int, ...]:
    """Return the distinct limits that a file of this size exceeds, largest first."""
    caps = {BYTES_MAX[platform] for platform in platforms if platform in BYTES_MAX}
    return tuple(sorted((cap for cap in caps if size_bytes > cap), reverse=True))


def choose_object_key(platform: Platform, object_key: str, size_bytes: int) -> str:
    """Return the key of the rendition a platform accepts: the clip itself if it fits."""
    caps = list_caps([platform], size_bytes)
    return rendition_key(object_key, caps[0]) if caps else object_key


def rendition_key(object_key: str, bytes_max: int) -> str:
    """Return the key of a clip's smaller rendition: clip.mp4 becomes clip.10485760.mp4."""
    path = PurePosixPath(object_key)
    return str(path.with_suffix(f".{bytes_max}{path.suffix}"))
